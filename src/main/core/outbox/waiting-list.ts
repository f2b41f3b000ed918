import { AppError } from '../../../shared/errors.ts';
import { type WaitingMessage, waitingLimit } from '../../../shared/model/outbox.ts';
import type { OutboxStore, SaveWaiting } from '../history/outbox-store.ts';

/** What the list stands on. */
export interface WaitingListOptions {
  readonly store: OutboxStore;
  /** Whether nothing of a conversation may be written. */
  readonly isTemporary: (conversationId: string) => boolean;
  /** Called after every change. */
  readonly onChange: () => void;
}

/** The messages of an account that wait, in the order of each conversation; written first, then told. */
export class WaitingList {
  readonly #options: WaitingListOptions;
  #messages: readonly WaitingMessage[] = [];

  constructor(options: WaitingListOptions) {
    this.#options = options;
  }

  get all(): readonly WaitingMessage[] {
    return this.#messages;
  }

  /** Takes what the store has. */
  async load(): Promise<void> {
    const stored = await this.#options.store.waiting();
    this.#set([...stored, ...this.#messages.filter(({ conversationId }) => this.#options.isTemporary(conversationId))]);
  }

  of(conversationId: string): readonly WaitingMessage[] {
    return this.#messages.filter((message) => message.conversationId === conversationId);
  }

  find(messageId: string): WaitingMessage | undefined {
    return this.#messages.find(({ id }) => id === messageId);
  }

  /** @throws AppError `outbox-full`, the store's */
  async add(message: WaitingMessage, conversation: SaveWaiting['conversation']): Promise<void> {
    const others = this.of(message.conversationId);
    if (others.some(({ id }) => id === message.id)) return;
    if (others.length >= waitingLimit) throw new AppError('outbox-full', { fields: { limit: waitingLimit } });
    if (!this.#options.isTemporary(message.conversationId)) {
      await this.#options.store.saveWaiting({
        message,
        position: others.length,
        ...(conversation && { conversation }),
      });
    }
    this.#set([...this.#messages, message]);
  }

  /** Changes a message that is there. @throws AppError of the store */
  async change(message: WaitingMessage): Promise<void> {
    if (this.find(message.id) === undefined) return;
    this.#set(this.#messages.map((each) => (each.id === message.id ? message : each)));
    const upToIt = this.of(message.conversationId);
    // Its place may be another one since messages before it were sent: those before it must not come to stand behind it.
    for (const [position, each] of upToIt.entries()) {
      await this.#save(each, position);
      if (each.id === message.id) return;
    }
  }

  /** Whether the store still has a message, rather than its conversation. @throws AppError of the store */
  async isKept({ id, conversationId }: WaitingMessage): Promise<boolean> {
    if (this.#options.isTemporary(conversationId)) return true;
    return (await this.#options.store.waiting()).some((stored) => stored.id === id);
  }

  /** Shows a message in another state, which is not kept. */
  show(message: WaitingMessage): void {
    this.#set(this.#messages.map((each) => (each.id === message.id ? message : each)));
  }

  /** Puts the messages of a conversation into an order. @throws AppError of the store */
  async reorder(conversationId: string, ordered: readonly WaitingMessage[]): Promise<void> {
    this.#set([...this.#messages.filter((each) => each.conversationId !== conversationId), ...ordered]);
    for (const [position, message] of ordered.entries()) await this.#save(message, position);
  }

  /** Deletes a message. @throws AppError of the store */
  async remove(message: WaitingMessage, isTakenBack: boolean): Promise<void> {
    if (!this.#options.isTemporary(message.conversationId)) {
      await this.#options.store.deleteWaiting({ messageId: message.id, isTakenBack });
    }
    this.drop((each) => each.id === message.id);
  }

  /** Lets go of messages that the store has let go of already. */
  drop(isGone: (message: WaitingMessage) => boolean): void {
    if (this.#messages.some(isGone)) this.#set(this.#messages.filter((message) => !isGone(message)));
  }

  async #save(message: WaitingMessage, position: number): Promise<void> {
    if (this.#options.isTemporary(message.conversationId)) return;
    await this.#options.store.saveWaiting({ message, position });
  }

  #set(messages: readonly WaitingMessage[]): void {
    this.#messages = messages;
    this.#options.onChange();
  }
}
