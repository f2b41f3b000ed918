import type { AppErrorData } from '../../shared/errors.ts';
import type { TurnChunk } from '../../shared/ipc/contract.ts';
import type { StreamListener } from '../../shared/ipc/define.ts';
import type { Message, MessageMetadata, SummaryData } from '../../shared/model/message.ts';

/** How a turn begins. */
interface FakeTurnOptions {
  readonly deploymentId: string;
  /** The answer that it goes on with. */
  readonly begun?: Message | undefined;
}

/** A turn that the test drives. */
export class FakeTurn {
  readonly id: string;
  readonly deploymentId: string;
  readonly #onEnd: (turn: FakeTurn) => void;
  readonly #chunks: TurnChunk[] = [];
  readonly #listeners = new Set<StreamListener<TurnChunk>>();
  #text = '';
  #isThinking = false;
  isOver = false;
  isStopped = false;

  constructor({ deploymentId, begun }: FakeTurnOptions, onEnd: (turn: FakeTurn) => void) {
    this.id = begun?.id ?? crypto.randomUUID();
    this.deploymentId = deploymentId;
    this.#onEnd = onEnd;
    const messageMetadata: MessageMetadata = { createdAt: Date.now(), status: 'streaming', deploymentId };
    this.#push({ type: 'start', messageId: this.id, messageMetadata });
    this.#push({ type: 'text-start', id: 'text' });
    for (const part of begun?.parts ?? []) if (part.type === 'text') this.write(part.text);
  }

  /** How many windows follow this turn now. */
  get followers(): number {
    return this.#listeners.size;
  }

  get hasText(): boolean {
    return this.#text !== '';
  }

  get message(): Message {
    return {
      id: this.id,
      role: 'assistant',
      parts: [{ type: 'text', text: this.#text, state: 'done' }],
      metadata: this.metadata,
    };
  }

  metadata: MessageMetadata = { createdAt: 0 };

  write(delta: string): void {
    this.#text += delta;
    this.#push({ type: 'text-delta', id: 'text', delta });
  }

  /** Tells of the model's thoughts. */
  think(delta: string): void {
    if (!this.#isThinking) this.#push({ type: 'reasoning-start', id: 'thoughts' });
    this.#isThinking = true;
    this.#push({ type: 'reasoning-delta', id: 'thoughts', delta });
  }

  endThinking(thoughtMilliseconds: number): void {
    this.#isThinking = false;
    this.#push({ type: 'reasoning-end', id: 'thoughts' });
    this.#push({ type: 'message-metadata', messageMetadata: { thoughtMilliseconds } });
  }

  /** Tells a piece of the answer that is not text. */
  tellChunk(chunk: TurnChunk['chunk']): void {
    this.#push(chunk);
  }

  /** Waits for the person, as main does; null lets it go on. */
  pause(error: AppErrorData | null): void {
    this.#push({ type: 'message-metadata', messageMetadata: { pause: error } });
  }

  /** Tells what main tells along the way: a wait, another deployment. */
  tell(metadata: Partial<MessageMetadata>): void {
    this.#push({ type: 'message-metadata', messageMetadata: metadata });
  }

  /** Has a summary of earlier messages with the answer, as main does. */
  summarise(data: SummaryData): void {
    this.#push({ type: 'data-summary', id: 'summary', data });
  }

  finish(metadata: Partial<MessageMetadata> = {}): void {
    if (this.isOver) return;
    this.isOver = true;
    this.metadata = {
      createdAt: Date.now(),
      status: 'complete',
      deploymentId: this.deploymentId,
      usage: { inputTokens: 420, outputTokens: 814 },
      ...metadata,
    };
    this.#push({ type: 'text-end', id: 'text' });
    this.#push({ type: 'message-metadata', messageMetadata: this.metadata });
    this.#push({ type: 'finish' });
    this.#onEnd(this);
    for (const listener of this.#listeners) listener.end({});
    this.#listeners.clear();
  }

  /** The window loses sight of the turn. */
  lose(error: AppErrorData): void {
    for (const listener of this.#listeners) listener.end({ error });
    this.#listeners.clear();
  }

  follow(listener: StreamListener<TurnChunk>): () => void {
    for (const chunk of this.#chunks) listener.item(chunk);
    if (this.isOver) listener.end({});
    else this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #push(chunk: TurnChunk['chunk']): void {
    const item: TurnChunk = { sequence: this.#chunks.length, chunk };
    this.#chunks.push(item);
    for (const listener of this.#listeners) listener.item(item);
  }
}
