import type { AppErrorData } from '../../../shared/errors.ts';
import type { Clock, Fetch } from '../ports.ts';

/** What services and tokens forgive. */
const toleratedMilliseconds = 5 * 60 * 1000;

/** Compares this computer's clock with the one of the services that it talks to. */
export class ClockCheck {
  readonly fetch: Fetch;
  readonly #clock: Clock;
  #skew: number | undefined;

  /** @param origins of the services whose clock counts: those that date tokens */
  constructor({ fetch, clock, origins }: { fetch: Fetch; clock: Clock; origins: readonly string[] }) {
    this.#clock = clock;
    this.fetch = async (input, init) => {
      const response = await fetch(input, init);
      const date = Date.parse(response.headers.get('date') ?? '');
      const { origin } = new URL(input instanceof Request ? input.url : input);
      if (Number.isFinite(date) && origins.includes(origin)) this.#skew = date - clock.now();
      return response;
    };
  }

  /** The services' time; undefined where none has told it yet. */
  get time(): number | undefined {
    return this.#skew === undefined ? undefined : this.#clock.now() + this.#skew;
  }

  /** An error that a wrong clock explains says so. */
  explain(error: AppErrorData): AppErrorData {
    const skew = Math.abs(this.#skew ?? 0);
    if (skew < toleratedMilliseconds || !dependsOnTime(error)) return error;
    const minutes = Math.round(skew / 60_000);
    return { ...error, fields: { ...error.fields, network: 'CLOCK_SKEW', clockOffMinutes: minutes } };
  }
}

function dependsOnTime({ code }: AppErrorData): boolean {
  return (
    code === 'sign-in-bad-reply' ||
    code === 'sign-in-refused' ||
    code === 'sign-in-failed' ||
    code === 'access-unchecked'
  );
}
