import type { ConversationTools, ToolDecision } from '../../../shared/model/tool.ts';
import type { DeploymentSettings } from '../policy/policy.ts';
import type { ToolApprovals } from './tool-approvals.ts';
import { ToolServers, type ToolServersOptions } from './tool-servers.ts';
import { TurnTools, type TurnToolsOptions } from './turn-tools.ts';

const connectMilliseconds = 15_000;
const callMilliseconds = 120_000;

/** What an account's tools stand on. */
export interface ToolBoxOptions extends Omit<ToolServersOptions, 'connectMilliseconds' | 'callMilliseconds'> {
  readonly approvals: ToolApprovals;
}

/** The tools of an account: what models may call, and what the person has said to it. */
export class ToolBox {
  readonly #options: ToolBoxOptions;
  readonly #servers: ToolServers;

  constructor(options: ToolBoxOptions) {
    this.#options = options;
    this.#servers = new ToolServers({ ...options, connectMilliseconds, callMilliseconds });
  }

  /** The tools of a turn; undefined where the model, the person or policy allows none. @throws the signal's reason */
  async forTurn(
    { abilities }: DeploymentSettings,
    turn: Omit<TurnToolsOptions, 'servers' | 'approvals' | 'log'>,
  ): Promise<TurnTools | undefined> {
    const { approvals, log, servers } = this.#options;
    if (!abilities.includes('tools') || servers().length === 0) return undefined;
    return TurnTools.prepare({ ...turn, servers: this.#servers, approvals, log });
  }

  /** What the models of a conversation may call, and what of it without asking. */
  of(conversationId: string): ConversationTools {
    const { approvals, servers } = this.#options;
    return {
      servers: servers().map(({ id, displayName }) => ({ id, displayName })),
      ...approvals.allowed(conversationId),
    };
  }

  /** What the person says to a call that waits for them. */
  approve(turnId: string, callId: string, decision: ToolDecision): Promise<void> {
    return this.#options.approvals.decide(turnId, callId, decision);
  }

  /** Takes back that a tool is called without asking. */
  askAgain(conversationId: string, fingerprint: string): Promise<void> {
    return this.#options.approvals.takeBack(conversationId, fingerprint);
  }

  /** Forgets what was allowed in a conversation that is gone. */
  forgetConversation(conversationId: string): void {
    this.#options.approvals.forgetConversation(conversationId);
  }

  /** Ends every connection to a server. */
  close(): Promise<void> {
    return this.#servers.close();
  }
}
