import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeFileAtomically } from '../atomic-file.ts';
import type { Clock, Log } from '../ports.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { WindowPlace } from './window-place.ts';

/** A window that is dragged is somewhere else sixty times a second. */
const restMilliseconds = 500;
/** Desks, docks and meeting rooms of one person. */
const layoutsKept = 12;

const pixels = z.int().min(-100_000).max(100_000);
const Kept = z.object({
  version: z.literal(1),
  /** The one used last first. */
  layouts: z
    .array(
      z.object({
        layout: z.string().max(2000),
        bounds: z.object({
          x: pixels,
          y: pixels,
          width: z.int().min(1).max(100_000),
          height: z.int().min(1).max(100_000),
        }),
        isMaximised: z.boolean(),
      }),
    )
    .max(100),
});

/** What a memory of windows stands on. */
export interface WindowMemoryOptions {
  /** Absolute path. */
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Where the window was, for each arrangement of displays. A file that cannot be read is no memory, and no fault. */
export class WindowMemory {
  readonly #options: WindowMemoryOptions;
  #layouts: z.infer<typeof Kept>['layouts'];
  /** The write that is under way, with those that wait for it. */
  #written: Promise<void> = Promise.resolve();
  #isWaiting = false;
  readonly #closed = new AbortController();

  constructor(options: WindowMemoryOptions) {
    this.#options = options;
    this.#layouts = read(options.file);
  }

  placeOn(layout: string): WindowPlace | undefined {
    return this.#layouts.find((each) => each.layout === layout) ?? this.#layouts[0];
  }

  keep(layout: string, { bounds, isMaximised }: WindowPlace): void {
    const others = this.#layouts.filter((each) => each.layout !== layout);
    const { x, y, width, height } = bounds;
    this.#layouts = [{ layout, bounds: { x, y, width, height }, isMaximised }, ...others].slice(0, layoutsKept);
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#written = this.#written.then(() => this.#write());
  }

  /** Writes what is not written yet. */
  close(): Promise<void> {
    this.#closed.abort();
    return this.#written;
  }

  async #write(): Promise<void> {
    await this.#options.clock.sleep(restMilliseconds, this.#closed.signal).catch(() => {});
    this.#isWaiting = false;
    const kept: z.infer<typeof Kept> = { version: 1, layouts: this.#layouts };
    try {
      await writeFileAtomically(this.#options.file, Buffer.from(JSON.stringify(kept)));
    } catch (thrown) {
      this.#options.log.warn('window-keep-fail', { code: toAppError(thrown).code });
    }
  }
}

function read(file: string): z.infer<typeof Kept>['layouts'] {
  try {
    // Before the first window there is nothing that this could hold up.
    return Kept.parse(JSON.parse(readFileSync(file, 'utf8'))).layouts;
  } catch {
    return [];
  }
}
