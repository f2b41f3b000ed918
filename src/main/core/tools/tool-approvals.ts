import { z } from 'zod';
import { type ToolDecision, decisionsWithin } from '../../../shared/model/tool.ts';
import type { Ports } from '../ports.ts';
import { SealedJson } from '../sealed-json.ts';
import { untilAborted } from '../until-aborted.ts';
import type { OfferedTool } from './tool-list.ts';

/** Most tools that are remembered as always allowed; the oldest are forgotten first. */
const rememberedLimit = 500;

const Remembered = z.array(z.string().max(100)).max(rememberedLimit);

/** A call that needs the person's leave. */
export interface CallToApprove {
  readonly turnId: string;
  readonly callId: string;
  readonly conversationId: string;
  readonly tool: OfferedTool;
}

/** What the person has allowed: for a conversation in memory, for always sealed on disk, each for one state of one tool. */
export class ToolApprovals {
  readonly #file: SealedJson<string[]>;
  readonly #conversations = new Map<string, Set<string>>();
  readonly #waiting = new Map<string, { readonly call: CallToApprove; decide(decision: ToolDecision): void }>();
  #always: readonly string[] = [];

  constructor(ports: Pick<Ports, 'secretBox' | 'log'>, file: string) {
    this.#file = new SealedJson({ file, schema: Remembered, ports });
  }

  async load(): Promise<void> {
    this.#always = (await this.#file.read()) ?? [];
  }

  /** Whether a call may go ahead without being asked for. What policy no longer allows to be chosen counts no longer. */
  isAllowed({ conversationId, tool: { fingerprint, server } }: CallToApprove): boolean {
    const choices = decisionsWithin(server.approval);
    return (
      (choices.includes('always') && this.#always.includes(fingerprint)) ||
      (choices.includes('conversation') && this.#conversations.get(conversationId)?.has(fingerprint) === true)
    );
  }

  /** Waits for the person. @throws the signal's reason */
  async ask(call: CallToApprove, signal: AbortSignal): Promise<'allowed' | 'denied'> {
    const key = keyOf(call.turnId, call.callId);
    const decided = Promise.withResolvers<ToolDecision>();
    this.#waiting.set(key, { call, decide: decided.resolve });
    try {
      const decision = await untilAborted(decided.promise, signal);
      return decision === 'deny' ? 'denied' : 'allowed';
    } finally {
      this.#waiting.delete(key);
    }
  }

  /**
   * What the person says to a call, and to those like it that wait too. Calls that wait no longer are no error: a second
   * window has decided.
   */
  async decide(turnId: string, callId: string, decision: ToolDecision): Promise<void> {
    const waiting = this.#waiting.get(keyOf(turnId, callId));
    if (waiting === undefined) return;
    const { call } = waiting;
    // SECURITY: a window can't grant more than policy lets a person choose.
    const granted = decisionsWithin(call.tool.server.approval).includes(decision) ? decision : 'once';
    const { fingerprint } = call.tool;
    if (granted === 'conversation') this.#allowInConversation(call.conversationId, fingerprint);
    if (granted === 'always' && !this.#always.includes(fingerprint)) {
      this.#always = [...this.#always, fingerprint].slice(-rememberedLimit);
      await this.#file.remember([...this.#always]);
    }
    waiting.decide(granted);
    for (const other of this.#waiting.values()) if (this.isAllowed(other.call)) other.decide(granted);
  }

  /** Forgets what was allowed in a conversation that is gone. */
  forgetConversation(conversationId: string): void {
    this.#conversations.delete(conversationId);
  }

  #allowInConversation(conversationId: string, fingerprint: string): void {
    const allowed = this.#conversations.get(conversationId) ?? new Set();
    this.#conversations.set(conversationId, allowed.add(fingerprint));
  }
}

function keyOf(turnId: string, callId: string): string {
  return JSON.stringify([turnId, callId]);
}
