import type { KeptDrafts } from '../../src/shared/model/draft.ts';
import type { OutboxState } from '../../src/shared/model/outbox.ts';
import type { Result } from '../../src/shared/ipc/define.ts';
import { isTitleRequest } from '../emulators/openai/demo-model.ts';
import type { OpenAIRequest } from '../emulators/openai/request-log.ts';
import type { Random } from './random.ts';
import { notAnswered, type VictimProcess } from './victim-process.ts';

/** Drafts and conversations that are gone on with: the last ones. */
const lively = 3;
const looks = 100;

/** What it stands on. */
export interface UnsentOptions {
  readonly random: Random;
  readonly deploymentId: string;
  /** Every request that has reached a model. */
  readonly requests: readonly OpenAIRequest[];
  /** Called for every message that a model is going to be asked, with a length of its answer in words. */
  readonly onAsk: (words: number) => void;
  /** The ids of a conversation's messages; undefined where there is none. */
  readonly messageIds: (victim: VictimProcess, conversationId: string) => Promise<readonly string[] | undefined>;
}

/** A message that was given to the outbox. */
interface Waiting {
  readonly id: string;
  readonly conversationId: string;
  isAccepted: boolean;
}

/** A text that is kept of what is not sent: a draft of a conversation, or an edit of a question. */
interface Kept {
  readonly kind: 'draft' | 'edit';
  readonly id: string;
  /** What it may be: one text where the last save was accepted. */
  allowed: readonly string[];
  isBusy: boolean;
}

/** What a person does without sending it: writes drafts, edits questions, and has messages wait for the network. */
export class Unsent {
  readonly #options: UnsentOptions;
  readonly #kept: Kept[] = [];
  readonly #waiting: Waiting[] = [];
  /** Of messages that have been sent, in their order. */
  readonly #sent = new Set<string>();
  /** How often a model was asked a message, by its id. */
  readonly #asked = new Map<string, number>();
  #requestsSeen = 0;
  #accepted = 0;

  constructor(options: UnsentOptions) {
    this.#options = options;
  }

  /** What was accepted, for people. */
  get summary(): string {
    const saved = `${this.#accepted} drafts and edits`;
    const waited = this.#waiting.filter(({ isAccepted }) => isAccepted).length;
    return `${saved} and ${waited} waiting messages, of which ${this.#sent.size} were sent`;
  }

  /** Does one of these things, by chance. */
  async act(victim: VictimProcess): Promise<void> {
    const { random } = this.#options;
    const kind = random.of<'draft' | 'edit' | 'wait' | 'online' | 'now'>([
      'draft',
      'edit',
      'wait',
      'wait',
      'online',
      'now',
    ]);
    switch (kind) {
      case 'draft':
        return this.#save(victim, 'draft', random.of([random.id(), ...this.#ids('draft')]));
      case 'edit': {
        const [first, ...others] = [...this.#sent].slice(-lively);
        return first === undefined ? undefined : this.#save(victim, 'edit', random.of([first, ...others]));
      }
      case 'wait':
        await this.#setOnline(victim, false);
        return this.#wait(victim);
      case 'online':
        return this.#setOnline(victim, true);
      case 'now':
        return this.#sendHeld(victim);
    }
  }

  /** Compares what was promised with what is there; from then on that is what is promised. @returns what is wrong */
  async faults(victim: VictimProcess): Promise<string[]> {
    const faults = new Set<string>();
    const kept = await valueOf<KeptDrafts>(victim.invoke('drafts.list', undefined));
    for (const each of this.#kept) {
      const found =
        each.kind === 'draft'
          ? kept.drafts.find(({ conversationId }) => conversationId === each.id)
          : kept.edits.find(({ questionId }) => questionId === each.id);
      const text = found?.text ?? '';
      if (!each.allowed.includes(text))
        faults.add(`${each.kind === 'draft' ? 'a draft' : 'an edit'} is not what was kept`);
      each.allowed = [text];
      each.isBusy = false;
    }
    for (const message of this.#waiting.filter(({ id }) => !this.#sent.has(id))) {
      const fault = await this.#faultOf(victim, message);
      if (fault !== undefined) faults.add(fault);
    }
    this.#countRequests();
    if ([...this.#asked.values()].some((count) => count > 1)) faults.add('a message that waited was sent twice');
    return [...faults];
  }

  /** A message is on its way from one place to the other while both are looked at. */
  async #faultOf(victim: VictimProcess, message: Waiting): Promise<string | undefined> {
    for (let look = 0; look < looks; look += 1) {
      const waiting = await valueOf<OutboxState>(victim.invoke('outbox.state', undefined));
      const there = (await this.#options.messageIds(victim, message.conversationId)) ?? [];
      const isSent = there.includes(message.id);
      const isWaiting = waiting.messages.some(({ id }) => id === message.id);
      if (isSent && isWaiting) continue;
      if (isSent) this.#sent.add(message.id);
      if (isSent || isWaiting) message.isAccepted = true;
      if (isSent || isWaiting || !message.isAccepted) return undefined;
    }
    return message.isAccepted ? 'a message that waited is gone, or there twice' : undefined;
  }

  #countRequests(): void {
    const { requests } = this.#options;
    for (const { modelRequest } of requests.slice(this.#requestsSeen)) {
      if (modelRequest === undefined || isTitleRequest(modelRequest)) continue;
      const said = JSON.stringify(modelRequest.messages.at(-1));
      const id = /Waiting ([0-9a-f-]{36})/.exec(said)?.[1];
      if (id !== undefined) this.#asked.set(id, (this.#asked.get(id) ?? 0) + 1);
    }
    this.#requestsSeen = requests.length;
  }

  async #save(victim: VictimProcess, kind: Kept['kind'], id: string): Promise<void> {
    const { random } = this.#options;
    let kept = this.#kept.find((each) => each.id === id);
    if (kept?.isBusy === true) return;
    if (kept === undefined) this.#kept.push((kept = { kind, id, allowed: [''], isBusy: false }));
    kept.isBusy = true;
    const text = random.below(1) < 0.1 ? '' : `${random.id()} ${'half a thought '.repeat(random.whole(300))}`;
    kept.allowed = [...kept.allowed, text];
    const { ok } =
      kind === 'draft'
        ? await victim.invoke('drafts.save', {
            writer: random.id(),
            conversationId: id,
            text,
            attachmentIds: [],
            choices: {},
          })
        : await victim.invoke('drafts.saveEdit', { questionId: id, edit: text === '' ? null : { text, removed: [] } });
    if (!ok) return;
    kept.allowed = [text];
    kept.isBusy = false;
    this.#accepted += 1;
  }

  async #wait(victim: VictimProcess): Promise<void> {
    const { random, deploymentId, onAsk } = this.#options;
    const known = [...new Set(this.#waiting.map(({ conversationId }) => conversationId))].slice(-lively);
    const message: Waiting = { id: random.id(), conversationId: random.of([random.id(), ...known]), isAccepted: false };
    this.#waiting.push(message);
    onAsk(1 + random.whole(40));
    const result = await victim.invoke('outbox.add', {
      conversationId: message.conversationId,
      messageId: message.id,
      text: `Waiting ${message.id} ${'and so on '.repeat(random.whole(100))}`.trim(),
      deploymentIds: [deploymentId],
    });
    if (result.ok) message.isAccepted = true;
    else if (!['outbox-full', notAnswered.code].includes(result.error.code)) {
      throw new Error(`A message may not wait: ${result.error.code}`);
    }
  }

  async #setOnline(victim: VictimProcess, isOnline: boolean): Promise<void> {
    await victim.invoke('outbox.network', { isOnline });
  }

  async #sendHeld(victim: VictimProcess): Promise<void> {
    const state = await victim.invoke('outbox.state', undefined);
    if (!state.ok) return;
    const held = (state.value as OutboxState).messages.find((message) => message.state.kind === 'held');
    if (held !== undefined) await victim.invoke('outbox.sendNow', { messageId: held.id });
  }

  #ids(kind: Kept['kind']): string[] {
    return this.#kept.flatMap((each) => (each.kind === kind ? [each.id] : [])).slice(-lively);
  }
}

async function valueOf<Value>(asked: Promise<Result<unknown>>): Promise<Value> {
  const result = await asked;
  if (!result.ok) throw new Error(`What is not sent cannot be looked at: ${result.error.code}`);
  return result.value as Value;
}
