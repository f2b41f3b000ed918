import type { ParleyHandlers } from '../../shared/ipc/contract.ts';
import type { OutboxState, WaitingMessage } from '../../shared/model/outbox.ts';

/** Main's outbox in memory; a test says what becomes of what waits. */
export class FakeOutbox {
  state: OutboxState = { isOnline: true, mayBeAutomatic: true, messages: [] };
  readonly #emit: (name: string, payload: unknown) => void;

  constructor(emit: (name: string, payload: unknown) => void) {
    this.#emit = emit;
  }

  set(state: Partial<OutboxState>): void {
    this.state = { ...this.state, ...state };
    this.#emit('outbox.changed', this.state);
  }

  /** Changes the messages that wait. */
  put(change: (message: WaitingMessage) => WaitingMessage | undefined): void {
    this.set({ messages: this.state.messages.flatMap((message) => change(message) ?? []) });
  }

  /** Tells that a message of a conversation was sent by itself. */
  tellSent(conversationId: string): void {
    this.#emit('outbox.sent', { conversationId });
  }

  readonly handlers: ParleyHandlers['outbox'] = {
    state: () => this.state,
    add: ({ messageId, conversationId, text, deploymentIds }) => {
      const { isOnline, messages } = this.state;
      const state = { kind: isOnline ? 'answer' : 'network' } as const;
      const message = { id: messageId, conversationId, text, files: [], deploymentIds, isAutomatic: true, state };
      this.set({ messages: [...messages, message] });
    },
    remove: ({ messageId }) => {
      this.put((message) => (message.id === messageId ? undefined : message));
      return true;
    },
    sendNow: () => undefined,
    setAutomatic: ({ messageId, isAutomatic }) =>
      this.put((message) => (message.id === messageId ? { ...message, isAutomatic } : message)),
    move: () => undefined,
    network: ({ isOnline }) => this.set({ isOnline }),
  };
}
