import type { UIMessageChunk } from 'ai';
import { assertNever } from '../../../shared/errors.ts';
import type { MessagePart } from '../../../shared/model/message.ts';
import type { ToolCallPart } from '../../../shared/model/tool.ts';

/** Parts that a text goes on over. */
const besideText: ReadonlySet<MessagePart['type']> = new Set(['data-summary', 'source-url', 'source-document']);

/**
 * Makes one answer of several streams: what a stream broke off in the middle of, the next one goes on with, as if the
 * service had never stopped.
 */
export class AnswerSplice {
  readonly #emit: (chunk: UIMessageChunk) => void;
  /** The text part that has begun and not ended. */
  #open: string | undefined;
  /** The id by which the stream of now calls the part that an earlier one has left open. */
  #alias: string | undefined;
  #isContinued = false;
  #stream = 0;
  #text = '';
  #last: UIMessageChunk['type'] | undefined;

  constructor(emit: (chunk: UIMessageChunk) => void) {
    this.#emit = emit;
  }

  /** Every character that has come, for the next stream to go on from: a space at the end belongs to what follows. */
  get text(): string {
    return this.#text;
  }

  /** Tells what an answer has already; the text at its end stays open for the next stream. */
  replay(parts: readonly MessagePart[]): void {
    const last = parts.findLastIndex(({ type }) => !besideText.has(type));
    for (const [index, part] of parts.entries()) {
      const id = `kept-${index}`;
      switch (part.type) {
        case 'step-start':
          this.write({ type: 'start-step' });
          break;
        case 'data-summary':
          this.write({ type: part.type, id: 'summary', data: part.data });
          break;
        case 'reasoning':
          this.write({ type: 'reasoning-start', id });
          this.write({ type: 'reasoning-delta', id, delta: part.text });
          this.write({ type: 'reasoning-end', id });
          break;
        case 'text': {
          const { providerMetadata } = part;
          this.write({ type: 'text-start', id, ...(providerMetadata === undefined ? {} : { providerMetadata }) });
          this.write({ type: 'text-delta', id, delta: part.text });
          if (index < last) this.write({ type: 'text-end', id });
          break;
        }
        case 'data-image':
          this.write({ type: part.type, id: part.data.attachmentId, data: part.data });
          break;
        case 'source-url':
        case 'source-document':
          this.write(part);
          break;
        case 'file':
          // Only questions have files.
          break;
        case 'dynamic-tool':
          this.#replayCall(part);
          break;
        default:
          assertNever(part);
      }
    }
    this.next();
  }

  /** What comes from here on is another stream's. */
  next(): void {
    this.#stream += 1;
    this.#isContinued = this.#open !== undefined;
    this.#alias = undefined;
  }

  /** What comes from here on goes on from what tools have returned, not from the words before. */
  nextStep(): void {
    this.#text = '';
    this.next();
  }

  write(chunk: UIMessageChunk): void {
    switch (chunk.type) {
      case 'start-step':
        // A stream that came to nothing has begun the step for this one.
        if (!this.#isContinued && this.#last !== 'start-step') this.#tell(chunk);
        return;
      case 'text-start':
        if (this.#isContinued && this.#alias === undefined) {
          this.#alias = chunk.id;
          return;
        }
        this.#open = this.#own(chunk.id);
        if (this.#text !== '') this.#text += '\n\n';
        return this.#tell({ ...chunk, id: this.#open });
      case 'text-delta':
        this.#text += chunk.delta;
        return this.#tell({ ...chunk, id: this.#own(chunk.id) });
      case 'text-end': {
        const id = this.#own(chunk.id);
        if (id === this.#open) this.#open = undefined;
        const isJoined = chunk.id === this.#alias;
        if (isJoined) this.#isContinued = false;
        // What it cites is counted from its own beginning, not from that of the text which it goes on with.
        return this.#tell(isJoined ? { type: 'text-end', id } : { ...chunk, id });
      }
      case 'reasoning-start':
      case 'reasoning-delta':
      case 'reasoning-end':
        return this.#tell({ ...chunk, id: this.#named(chunk.id) });
      default:
        return this.#tell(chunk);
    }
  }

  /** A call that came to nothing is left out. */
  #replayCall({ toolCallId, toolName, toolMetadata, input, output }: ToolCallPart): void {
    if (output === undefined) return;
    const origin = toolMetadata === undefined ? {} : { toolMetadata };
    this.write({ type: 'tool-input-available', toolCallId, toolName, input, dynamic: true, ...origin });
    this.write({ type: 'tool-output-available', toolCallId, output, dynamic: true });
    this.#text = '';
  }

  #tell(chunk: UIMessageChunk): void {
    this.#last = chunk.type;
    this.#emit(chunk);
  }

  #own(id: string): string {
    return id === this.#alias && this.#open !== undefined ? this.#open : this.#named(id);
  }

  /** Two streams may give their parts the same names. */
  #named(id: string): string {
    return this.#stream === 0 ? id : `${this.#stream}-${id}`;
  }
}
