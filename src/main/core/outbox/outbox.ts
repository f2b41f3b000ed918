import { AppError, assertNever, toAppError } from '../../../shared/errors.ts';
import type { ConversationAssistant } from '../../../shared/model/conversation.ts';
import { isBlank } from '../../../shared/model/message.ts';
import type { OutboxState, WaitingMessage, WaitingState } from '../../../shared/model/outbox.ts';
import type { AttachmentTray } from '../attachments/attachment-tray.ts';
import type { QuestionInput } from '../chat/chat-service.ts';
import { draftTitle } from '../chat/title.ts';
import type { ShownBranch } from '../history/conversation-store.ts';
import type { OutboxStore } from '../history/outbox-store.ts';
import type { Clock, Log } from '../ports.ts';
import { WaitingList } from './waiting-list.ts';

/** How long until the network is looked for again, first and at most. */
const firstLookMilliseconds = 5000;
const lastLookMilliseconds = 60_000;
const idleMilliseconds = 24 * 60 * 60_000;

/** What the outbox stands on. */
export interface OutboxOptions {
  readonly store: OutboxStore;
  readonly tray: Pick<AttachmentTray, 'attachments' | 'release'>;
  readonly conversations: OutboxConversations;
  readonly gates: OutboxGates;
  /** Whether policy lets messages be sent by themselves once the network is back. */
  readonly mayBeAutomatic: boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends all waiting. */
  readonly signal: AbortSignal;
  readonly onChange: (state: OutboxState) => void;
  /** Called when a message has been sent by itself. */
  readonly onSent: (conversationId: string) => void;
}

/** What the outbox asks of conversations. */
export interface OutboxConversations {
  /** To be called before anything is written to a conversation. */
  readonly prepare: (conversationId: string) => Promise<void>;
  readonly isTemporary: (conversationId: string) => boolean;
  /** Whether a conversation is there and may be gone on with. */
  readonly isOpen: (conversationId: string) => Promise<boolean>;
  readonly isBusy: (conversationId: string) => boolean;
  readonly open: (conversationId: string) => Promise<Pick<ShownBranch, 'messages' | 'compared'>>;
  readonly assistant: (assistantId: string) => Promise<ConversationAssistant>;
  /** Sends a message with everything that is checked of one that a person sends. */
  readonly send: (message: WaitingMessage) => Promise<void>;
  readonly onChange: (conversationId: string) => void;
}

/** What has to be so before anything is sent by itself. */
export interface OutboxGates {
  /** Whether this computer has a network. */
  readonly isOnline: () => boolean;
  /** Whether the account may still use the app, asked anew. */
  readonly mayUse: (signal: AbortSignal) => Promise<boolean>;
  /** Whether a deployment can be reached; true for one that is not offered, which sending then tells. */
  readonly isReachable: (deploymentId: string, signal: AbortSignal) => Promise<boolean>;
}

/** A message for the outbox. */
export interface WaitingInput extends QuestionInput {
  readonly deploymentIds: readonly string[];
}

/**
 * Messages that wait for the network or for the answer before them, sent in the order of their conversation, one at a time. Each is taken out
 * by the transaction that puts it into its conversation, so that no crash and no flapping network sends it twice.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #list: WaitingList;
  readonly #watching: Promise<void>;
  #looking: Promise<void> | undefined;
  #isLookWanted = false;
  #isWindowOnline = true;
  /** Wakes who waits for the network. */
  #woken = new AbortController();

  constructor(options: OutboxOptions) {
    this.#options = options;
    const { store, conversations } = options;
    this.#list = new WaitingList({ store, isTemporary: conversations.isTemporary, onChange: () => this.#tell() });
    this.#watching = this.#watch();
  }

  get #isOnline(): boolean {
    return this.#isWindowOnline && this.#options.gates.isOnline();
  }

  get state(): OutboxState {
    const { mayBeAutomatic } = this.#options;
    return { isOnline: this.#isOnline, mayBeAutomatic, messages: [...this.#list.all] };
  }

  /** Takes what waited before Parley was last ended. */
  async load(): Promise<void> {
    await this.#list.load();
    this.#woken.abort();
    this.look();
  }

  /** Accepts a message. @throws AppError `outbox-full`, `assistant-missing`, the store's */
  async add(input: WaitingInput): Promise<void> {
    const { conversations, tray, mayBeAutomatic, clock } = this.#options;
    const { conversationId, messageId, text, attachmentIds = [], deploymentIds, settings, assistantId } = input;
    await conversations.prepare(conversationId);
    const files = tray.attachments(attachmentIds);
    if (files.length < attachmentIds.length) throw new AppError('attachment-missing');
    const message: WaitingMessage = {
      id: messageId,
      conversationId,
      text,
      files,
      deploymentIds: [...deploymentIds],
      ...(settings === undefined ? {} : { settings }),
      ...(assistantId === undefined ? {} : { assistantId }),
      isAutomatic: mayBeAutomatic,
      state: { kind: conversations.isBusy(conversationId) && this.#isOnline ? 'answer' : 'network' },
    };
    const title = draftTitle(isBlank(text) ? (files[0]?.name ?? '') : text);
    const assistant = assistantId === undefined ? undefined : await conversations.assistant(assistantId);
    await this.#list.add(message, { title, assistant, createdAt: clock.now() });
    conversations.onChange(conversationId);
    this.#woken.abort();
    this.look();
  }

  /** Takes a message out; false where it is being sent or was. @throws AppError of the store */
  async remove(messageId: string, isTakenBack: boolean): Promise<boolean> {
    const message = this.#list.find(messageId);
    if (message === undefined || message.state.kind === 'sending') return false;
    await this.#list.remove(message, isTakenBack);
    if (!isTakenBack) this.#options.tray.release(message.files.map(({ id }) => id));
    this.#options.conversations.onChange(message.conversationId);
    this.look();
    return true;
  }

  /** Sends the first message of its conversation at once. @throws AppError `turn-running` */
  async sendNow(messageId: string): Promise<void> {
    const message = this.#list.find(messageId);
    if (message === undefined || message.state.kind === 'sending') return;
    const [first] = this.#list.of(message.conversationId);
    if (first?.id !== messageId) return;
    if (this.#options.conversations.isBusy(message.conversationId)) throw new AppError('turn-running');
    await this.#send(message);
  }

  /** @throws AppError of the store */
  async setAutomatic(messageId: string, isAutomatic: boolean): Promise<void> {
    const message = this.#list.find(messageId);
    if (message === undefined) return;
    // SECURITY: policy holds whatever the window asks for.
    await this.#list.change({ ...message, isAutomatic: isAutomatic && this.#options.mayBeAutomatic });
    this.look();
  }

  /** @throws AppError of the store */
  async move(messageId: string, to: 'earlier' | 'later'): Promise<void> {
    const message = this.#list.find(messageId);
    if (message === undefined) return;
    const ordered = [...this.#list.of(message.conversationId)];
    const index = ordered.findIndex(({ id }) => id === messageId);
    const other = ordered[to === 'earlier' ? index - 1 : index + 1];
    if (other === undefined || [message, other].some(({ state }) => state.kind === 'sending')) return;
    ordered[to === 'earlier' ? index - 1 : index + 1] = message;
    ordered[index] = other;
    await this.#list.reorder(message.conversationId, ordered);
  }

  /** A window's own system says how the network is; the last word counts. */
  tellNetwork(isOnline: boolean): void {
    this.#isWindowOnline = isOnline;
    this.#tell();
    this.#woken.abort();
    this.look();
  }

  /** Leaves what waits for the network to the person: whoever signs out does not expect it to be sent one day. @throws AppError of the store */
  async hold(): Promise<void> {
    for (const message of this.#list.all) {
      if (message.state.kind === 'network') await this.#list.change({ ...message, isAutomatic: false });
    }
  }

  /** A conversation was deleted with what waited in it. */
  forget(conversationId: string): void {
    this.#list.drop((message) => message.conversationId === conversationId);
  }

  /** Sends what can be sent; to be called whenever that may have changed. */
  look(): void {
    if (this.#list.all.length === 0) return;
    this.#isLookWanted = true;
    this.#looking ??= this.#lookWhileWanted().finally(() => (this.#looking = undefined));
  }

  /** Resolves when nothing is under way any more; after the signal. */
  async close(): Promise<void> {
    await Promise.all([this.#watching, this.#looking]);
  }

  async #lookWhileWanted(): Promise<void> {
    const { signal, log } = this.#options;
    while (this.#isLookWanted && !signal.aborted) {
      this.#isLookWanted = false;
      for (const conversationId of new Set(this.#list.all.map((message) => message.conversationId))) {
        await this.#advance(conversationId).catch((thrown: unknown) => {
          if (!signal.aborted) log.warn('outbox-fail', { code: toAppError(thrown).code });
        });
      }
    }
  }

  async #advance(conversationId: string): Promise<void> {
    const { conversations, signal } = this.#options;
    if (conversations.isBusy(conversationId)) return this.#waitForAnswer(conversationId);
    const [first] = this.#list.of(conversationId);
    if (first === undefined || signal.aborted) return;
    const next = await this.#whatHolds(first);
    // The person may have changed it meanwhile, or sent it.
    if (this.#list.of(conversationId)[0] !== first || signal.aborted) return;
    if (next === undefined) await this.#send(first);
    else if (next.kind !== first.state.kind) await this.#list.change({ ...first, state: next });
  }

  async #waitForAnswer(conversationId: string): Promise<void> {
    for (const message of this.#list.of(conversationId)) {
      if (message.state.kind === 'network') await this.#list.change({ ...message, state: { kind: 'answer' } });
    }
  }

  /** What a message still waits for; undefined where it can be sent. */
  async #whatHolds(message: WaitingMessage): Promise<WaitingState | undefined> {
    const { conversations, gates, signal } = this.#options;
    const { state, conversationId, isAutomatic, deploymentIds } = message;
    switch (state.kind) {
      case 'sending':
      case 'held':
      case 'refused':
        return state;
      case 'answer':
      case 'choice': {
        if (!(await conversations.isOpen(conversationId))) return state;
        const { messages, compared } = await conversations.open(conversationId);
        if (compared.length > 0) return { kind: 'choice' };
        const status = messages.at(-1)?.metadata.status;
        if (status !== undefined && status !== 'complete') return { kind: 'held' };
        return this.#isOnline ? undefined : { kind: 'network' };
      }
      case 'network': {
        if (!isAutomatic || !this.#isOnline || !(await conversations.isOpen(conversationId))) return state;
        const isReachable = await gates.isReachable(deploymentIds[0] ?? '', signal);
        if (!isReachable || !(await gates.mayUse(signal))) return state;
        // Asked again: that took its time, and the person may have deleted it meanwhile.
        return (await conversations.isOpen(conversationId)) ? undefined : state;
      }
      default:
        return assertNever(state);
    }
  }

  async #send(message: WaitingMessage): Promise<void> {
    const { conversations, log, onSent } = this.#options;
    const { id, conversationId, state } = message;
    this.#list.show({ ...message, state: { kind: 'sending' } });
    try {
      await conversations.send(message);
    } catch (thrown) {
      const error = toAppError(thrown);
      log.warn('outbox-refused', { code: error.code });
      // The storage process may have died once it was in its conversation: then it is sent, whatever came of its answer.
      if (await this.#list.isKept(message).catch(() => true)) {
        await this.#list.change({ ...message, state: afterRefusal(error, state) });
        return;
      }
    }
    // The transaction that has put it into its conversation has taken it out of the store.
    this.#list.drop((each) => each.id === id);
    onSent(conversationId);
  }

  /** Looks for the network again and again while something waits for it, less and less often. */
  async #watch(): Promise<void> {
    const { signal, clock } = this.#options;
    let wait = firstLookMilliseconds;
    while (!signal.aborted) {
      const isWaiting = this.#list.all.some(({ state, isAutomatic }) => state.kind === 'network' && isAutomatic);
      const wake = AbortSignal.any([signal, this.#woken.signal]);
      const isWoken = await clock.sleep(isWaiting ? wait : idleMilliseconds, wake).then(
        () => false,
        () => true,
      );
      if (isWoken) this.#woken = new AbortController();
      wait = isWoken || !isWaiting ? firstLookMilliseconds : Math.min(wait * 2, lastLookMilliseconds);
      if (isWaiting) this.look();
    }
  }

  #tell(): void {
    if (!this.#options.signal.aborted) this.#options.onChange(this.state);
  }
}

/** Where a message stands that was not taken. */
function afterRefusal(error: AppError, before: WaitingState): WaitingState {
  switch (error.code) {
    case 'turn-running':
      return { kind: 'answer' };
    // The account is being left: nobody has said no.
    case 'sign-in-required':
    case 'history-unavailable':
      return before;
    default:
      return { kind: 'refused', error: error.toData() };
  }
}
