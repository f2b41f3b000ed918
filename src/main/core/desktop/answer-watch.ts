import type { MessageMetadata } from '../../../shared/model/message.ts';
import type { TurnChunk } from '../../../shared/ipc/contract.ts';
import type { Preferences } from '../../../shared/model/preferences.ts';
import { plainLine } from '../../../shared/plain-line.ts';
import type { Turn } from '../chat/turn.ts';
import type { Desktop } from '../ports.ts';

/** Longest lines in characters; what is longer, the operating system cuts. */
const titleLimit = 80;
const contentLimit = 160;

/** What watching answers stands on. */
export interface AnswerWatchOptions {
  /** Undefined where there is nobody to tell. */
  readonly desktop: Pick<Desktop, 'hasFocus' | 'notify'> | undefined;
  /** How much is shown now, under what policy says. */
  readonly notifications: () => Preferences['notifications'];
  /** The conversation's title; undefined where it has none that may be shown, as a temporary one. */
  readonly title: (conversationId: string) => Promise<string | undefined>;
  readonly running: (conversationId: string) => readonly Turn[];
  /** Called once for turns that have begun together. */
  readonly onBegun: (conversationId: string) => void;
}

/** Why the person is told. */
type Occasion = 'done' | 'failed' | 'waiting';

/** Sees turns begin, and tells the person of answers that have ended, or wait for them, while they look at something else. */
export class AnswerWatch {
  readonly #options: AnswerWatchOptions;
  readonly #watched = new WeakSet<Turn>();

  constructor(options: AnswerWatchOptions) {
    this.#options = options;
  }

  /** To be called when turns of a conversation may have begun; each is watched once. */
  look(conversationId: string): void {
    const begun = this.#options.running(conversationId).filter((turn) => !this.#watched.has(turn));
    for (const turn of begun) {
      this.#watched.add(turn);
      this.#watch(turn);
    }
    if (begun.length > 0) this.#options.onBegun(conversationId);
  }

  #watch(turn: Turn): void {
    const seen: { beginning: string; status: MessageMetadata['status']; isWaiting: boolean } = {
      beginning: '',
      status: undefined,
      isWaiting: false,
    };
    turn.follow({
      item: ({ chunk }) => {
        const piece: unknown = chunk['delta'];
        if (chunk.type === 'text-delta' && typeof piece === 'string' && seen.beginning.length < contentLimit * 4) {
          seen.beginning += piece;
        }
        const { status, pause } = metadataOf(chunk);
        seen.status = status ?? seen.status;
        const waits = pause === undefined ? chunk.type === 'tool-approval-request' : pause !== null;
        if (waits && !seen.isWaiting) void this.#tell('waiting', turn.conversationId, '');
        seen.isWaiting = waits || (seen.isWaiting && pause === undefined && chunk.type !== 'tool-approval-response');
      },
      end: () => {
        // Of answers that are compared, the last one calls.
        if (this.#options.running(turn.conversationId).length > 0) return;
        if (seen.status === 'complete') void this.#tell('done', turn.conversationId, seen.beginning);
        if (seen.status === 'failed') void this.#tell('failed', turn.conversationId, '');
      },
    });
  }

  async #tell(occasion: Occasion, conversationId: string, beginning: string): Promise<void> {
    const { desktop, notifications, title } = this.#options;
    if (desktop === undefined || notifications() === 'off' || desktop.hasFocus()) return;
    const named = await title(conversationId).catch(() => undefined);
    // Asked again: the person may have come back, or changed their mind, while the title was looked up.
    const shown = notifications();
    if (shown === 'off' || desktop.hasFocus()) return;
    const content = shown === 'content' && named !== undefined ? plainLine(beginning, contentLimit) : '';
    desktop.notify({
      title: named === undefined ? 'Parley' : plainLine(named, titleLimit),
      body: content === '' ? sentences[occasion] : content,
      conversationId: named === undefined ? undefined : conversationId,
    });
  }
}

const sentences: Readonly<Record<Occasion, string>> = {
  done: 'Your answer is ready.',
  failed: 'The answer could not be finished.',
  waiting: 'An answer is waiting for you.',
};

function metadataOf(chunk: TurnChunk['chunk']): Pick<MessageMetadata, 'status' | 'pause'> {
  const metadata: unknown = chunk['messageMetadata'];
  return typeof metadata === 'object' && metadata !== null ? metadata : {};
}
