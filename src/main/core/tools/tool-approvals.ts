import { z } from 'zod';
import { AllowedTool, type ToolDecision, decisionsWithin } from '../../../shared/model/tool.ts';
import type { Ports } from '../ports.ts';
import { SealedJson } from '../sealed-json.ts';
import { untilAborted } from '../until-aborted.ts';
import type { OfferedTool } from './tool-list.ts';

/** Most tools that are remembered as always allowed; the oldest are forgotten first. */
const rememberedLimit = 500;

const Remembered = z.array(AllowedTool).max(rememberedLimit);

/** A call that needs the person's leave. */
export interface CallToApprove {
  readonly turnId: string;
  readonly callId: string;
  readonly conversationId: string;
  readonly tool: OfferedTool;
}

/** What the person has allowed: for a conversation in memory, for always sealed on disk, each for one state of one tool. */
export class ToolApprovals {
  readonly #file: SealedJson<AllowedTool[]>;
  readonly #conversations = new Map<string, readonly AllowedTool[]>();
  readonly #waiting = new Map<string, { readonly call: CallToApprove; decide(decision: ToolDecision): void }>();
  #always: readonly AllowedTool[] = [];

  constructor(ports: Pick<Ports, 'secretBox' | 'log'>, file: string) {
    this.#file = new SealedJson({ file, schema: Remembered, ports });
  }

  async load(): Promise<void> {
    this.#always = (await this.#file.read()) ?? [];
  }

  /** Whether a call may go ahead without being asked for. What policy no longer allows to be chosen counts no longer. */
  isAllowed({ conversationId, tool: { fingerprint, server } }: CallToApprove): boolean {
    const choices = decisionsWithin(server.approval);
    const isTool = (tool: AllowedTool) => tool.fingerprint === fingerprint;
    const { allowedHere, allowedAlways } = this.allowed(conversationId);
    return (
      (choices.includes('always') && allowedAlways.some(isTool)) ||
      (choices.includes('conversation') && allowedHere.some(isTool))
    );
  }

  /** What is allowed without asking, as the person has said. */
  allowed(conversationId: string): { allowedHere: AllowedTool[]; allowedAlways: AllowedTool[] } {
    return { allowedHere: [...(this.#conversations.get(conversationId) ?? [])], allowedAlways: [...this.#always] };
  }

  /** Asks for a tool again from its next call on. */
  async takeBack(conversationId: string, fingerprint: string): Promise<void> {
    const isOther = (tool: AllowedTool) => tool.fingerprint !== fingerprint;
    this.#conversations.set(conversationId, this.allowed(conversationId).allowedHere.filter(isOther));
    if (this.#always.every(isOther)) return;
    this.#always = this.#always.filter(isOther);
    await this.#file.remember([...this.#always]);
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
    const { fingerprint, title, server } = call.tool;
    const tool = { fingerprint, server: server.displayName, title };
    const { allowedHere, allowedAlways } = this.allowed(call.conversationId);
    if (granted === 'conversation') this.#conversations.set(call.conversationId, withTool(allowedHere, tool));
    if (granted === 'always') {
      this.#always = withTool(allowedAlways, tool).slice(-rememberedLimit);
      await this.#file.remember([...this.#always]);
    }
    waiting.decide(granted);
    for (const other of this.#waiting.values()) if (this.isAllowed(other.call)) other.decide(granted);
  }

  /** Forgets what was allowed in a conversation that is gone. */
  forgetConversation(conversationId: string): void {
    this.#conversations.delete(conversationId);
  }
}

function withTool(tools: readonly AllowedTool[], tool: AllowedTool): AllowedTool[] {
  return [...tools.filter(({ fingerprint }) => fingerprint !== tool.fingerprint), tool];
}

function keyOf(turnId: string, callId: string): string {
  return JSON.stringify([turnId, callId]);
}
