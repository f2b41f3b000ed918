import { randomUUID } from 'node:crypto';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { ConversationAssistant } from '../../../shared/model/conversation.ts';
import { inputTokenLimit } from '../../../shared/model/context.ts';
import type { Message } from '../../../shared/model/message.ts';
import type { HistoryStore } from '../history/store.ts';
import type { DeploymentSettings } from '../policy/policy.ts';
import { type AnswerRun, type AnswerRunServices, runAnswer } from './answer-run.ts';
import { ConversationTitles } from './conversation-titles.ts';
import type { TitleMaterial } from './name-again.ts';
import { stopAll, type StopReason, type Turn } from './turn.ts';
import { type BranchEnd, readableBranch } from './readable-branch.ts';
import { Turns } from './turns.ts';

/** What turns run on. */
export interface TurnRunnerOptions {
  /** The models that this person may use now. */
  readonly deployments: () => readonly DeploymentSettings[];
  readonly services: AnswerRunServices;
  readonly store: Pick<HistoryStore, 'rename' | 'branchPage'>;
  /** Called when the list of conversations has changed. */
  readonly onHistoryChange: (conversationId: string) => void;
}

/** Turns that are to begin together, one a deployment. */
export interface NewTurns {
  readonly conversationId: string;
  readonly deploymentIds: readonly string[];
  /** The id of the only turn's answer, where that is there already. */
  readonly turnId?: string;
}

/** What has been written to history for turns that begin. */
export interface WrittenTurns extends Pick<AnswerRun, 'settings' | 'assistant'>, BranchEnd {
  /** Each turn's, in their order. */
  readonly answers: readonly Message[];
}

/** Begins turns, and owns each until it has ended and its conversation has a title. */
export class TurnRunner {
  readonly turns = new Turns();
  readonly #options: TurnRunnerOptions;
  readonly #titles: ConversationTitles;
  readonly #running = new Set<Promise<void>>();
  readonly #closed = new AbortController();

  constructor(options: TurnRunnerOptions) {
    const { services, store, onHistoryChange } = options;
    this.#options = options;
    this.#titles = new ConversationTitles({ ...services, store, onHistoryChange, signal: this.#closed.signal });
  }

  /**
   * Begins turns once `write` has put their answers, which it is given empty, into history.
   * @throws AppError `turn-running`, `deployment-not-found`, `sign-in-required` while signing out; what `write` throws
   */
  async start(
    { conversationId, deploymentIds, turnId = randomUUID() }: NewTurns,
    write: (answers: readonly Message[]) => Promise<WrittenTurns>,
  ): Promise<readonly Turn[]> {
    this.#closed.signal.throwIfAborted();
    const deployments = deploymentIds.map((id) => this.#offered(id));
    const turnIds = deployments.map((_deployment, index) => (index === 0 ? turnId : randomUUID()));
    const runs = await this.turns.start(conversationId, turnIds, async (turns) => {
      const createdAt = this.#options.services.clock.now();
      const { settings, assistant, answers, ...end } = await write(
        turnIds.map((id, index) => ({
          id,
          role: 'assistant',
          parts: [],
          metadata: { createdAt, status: 'streaming', deploymentId: deploymentIds[index] },
        })),
      );
      const fallbacks = deployments.map((each) => this.#fallbacks(each));
      const limit = Math.max(...[...deployments, ...fallbacks.flat()].map(inputTokenLimit));
      const { messages, earlier } = await readableBranch(this.#options.store, { conversationId, end, limit });
      const sent = earlier === 0 ? withAssistantFiles(messages, assistant) : messages;
      return turns.flatMap((turn, index): AnswerRun[] => {
        const deployment = deployments[index];
        const answer = answers[index];
        if (deployment === undefined || answer === undefined) return [];
        const run = { turn, deployment, fallbacks: fallbacks[index] ?? [], settings, assistant, answer };
        return [{ ...run, messages: sent, earlier }];
      });
    });
    this.#own(this.#run(runs));
    this.#options.onHistoryChange(conversationId);
    return runs.map(({ turn }) => turn);
  }

  /** Asks a model for a title. @throws AppError `deployment-not-found` and those of a call */
  async writeTitle({ deploymentId, ...material }: TitleMaterial): Promise<string | undefined> {
    const offered = this.#options.deployments();
    // A conversation of a model that is gone is named by the one that it would go on with.
    const deployment = offered.find(({ id }) => id === deploymentId) ?? offered[0] ?? this.#offered(deploymentId);
    return this.#titles.write(deployment, material);
  }

  /** Ends every turn and resolves when their answers are kept. */
  async close(reason: StopReason): Promise<void> {
    this.#closed.abort(new AppError('sign-in-required'));
    await stopAll(this.turns.all, reason);
    await Promise.all(this.#running);
  }

  #offered(deploymentId: string): DeploymentSettings {
    const deployment = this.#options.deployments().find(({ id }) => id === deploymentId);
    if (deployment === undefined) throw new AppError('deployment-not-found', { fields: { deployment: deploymentId } });
    return deployment;
  }

  #fallbacks({ fallbacks }: DeploymentSettings): readonly DeploymentSettings[] {
    const offered = this.#options.deployments();
    return fallbacks.flatMap((id) => offered.filter((candidate) => candidate.id === id));
  }

  /** Runs the answers to one question; the first one that is whole gives the conversation its title. */
  async #run(runs: readonly AnswerRun[]): Promise<void> {
    const answers = runs.map(async (run) => {
      const answer = await runAnswer(run, this.#options.services);
      this.#options.onHistoryChange(run.turn.conversationId);
      return { run, answer };
    });
    const whole = answers.map(async (pending) => {
      const ended = await pending;
      return ended.answer.metadata.status === 'complete' ? ended : Promise.reject(new AppError('not-found'));
    });
    const first = await Promise.any(whole).catch(() => undefined);
    if (first !== undefined) await this.#titles.nameAfter(first.run, first.answer);
    await Promise.all(answers);
  }

  #own(task: Promise<void>): void {
    const owned = task
      .catch((thrown: unknown) => this.#options.services.log.error('turn-fault', { code: toAppError(thrown).code }))
      .finally(() => this.#running.delete(owned));
    this.#running.add(owned);
  }
}

/** The assistant's files go along with the first question, whichever branch is shown. */
function withAssistantFiles(messages: readonly Message[], assistant: ConversationAssistant | null): readonly Message[] {
  const [first, ...others] = messages;
  if (first === undefined || assistant === null || assistant.files.length === 0) return messages;
  return [{ ...first, parts: [...assistant.files, ...first.parts] }, ...others];
}
