import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import { untilAborted } from '../until-aborted.ts';

/** Runs something that a person can cancel and that time ends. @throws AppError `sign-in-timed-out`, the cancel's reason */
export async function withDeadline<Value>(options: {
  readonly run: (signal: AbortSignal) => Promise<Value>;
  readonly cancel: AbortSignal;
  readonly clock: Clock;
  readonly milliseconds: number;
}): Promise<Value> {
  const timeout = new AbortController();
  const done = new AbortController();
  void options.clock.sleep(options.milliseconds, done.signal).then(
    () => timeout.abort(new AppError('sign-in-timed-out')),
    () => {},
  );
  try {
    const ending = AbortSignal.any([options.cancel, timeout.signal]);
    // What does not hear the signal is left to itself: nobody waits for it any more.
    return await untilAborted(options.run(ending), ending);
  } finally {
    done.abort();
  }
}
