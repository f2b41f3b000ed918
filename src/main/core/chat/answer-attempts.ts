import type { ModelMessage, UIMessageChunk } from 'ai';
import { AppError, assertNever, toAppError } from '../../../shared/errors.ts';
import type { ModelAbility } from '../../../shared/model/deployment.ts';
import type { RefusalReason } from '../../../shared/model/message.ts';
import { modelParts } from '../attachments/model-parts.ts';
import type { NextStep, WaitStep } from '../models/load/failover.ts';
import { type PassingRefusal, reasonOf } from '../models/load/refusal.ts';
import type { DeploymentSettings } from '../policy/policy.ts';
import { keptSteps } from '../tools/tool-history.ts';
import type { TurnTools } from '../tools/turn-tools.ts';
import type { AnswerRun, AnswerRunServices } from './answer-run.ts';
import { AnswerImages } from './answer-images.ts';
import { AnswerSources } from './answer-sources.ts';
import { AnswerSplice } from './answer-splice.ts';
import {
  type AnswerOutcome,
  type Call,
  failedOutcome,
  type StepEnd,
  streamAnswer,
  type StreamEnd,
} from './answer-stream.ts';
import type { ModelFailure } from './model-error.ts';
import { type AnswerUsage, withRequest } from './token-usage.ts';

/** How often an answer may call tools before it has to do with what it has. */
const stepLimit = 20;

/** What the requests for one answer stand on. */
export interface AttemptsOptions {
  readonly run: AnswerRun;
  readonly services: AnswerRunServices;
  readonly publish: (chunk: UIMessageChunk) => void;
  readonly call: Call;
}

type Move =
  | { readonly kind: 'ask'; readonly deploymentId: string }
  | WaitStep
  | { readonly kind: 'end'; readonly outcome: AnswerOutcome };

/**
 * The requests that one answer takes: asks again, elsewhere or later where a deployment refuses, waits where the person has
 * to do something first, and goes on from where a stream broke off. Never two requests at a time.
 */
export class AnswerAttempts {
  readonly #options: AttemptsOptions;
  readonly #splice: AnswerSplice;
  readonly #sources: AnswerSources;
  readonly #images: AnswerImages;
  /** The chosen one first; one that needs the person is taken out where it only stands in. */
  #candidates: readonly DeploymentSettings[];
  /** Why each has refused this turn. */
  readonly #refusals = new Map<string, RefusalReason>();
  /** The deployments that have refused since the last wait. */
  #refusedBy: readonly string[] = [];
  readonly #probedAgain = new Set<string>();
  #attempt = 0;
  #waitedMilliseconds = 0;
  #hasShownContent = false;
  #isTokenRenewed = false;
  #used: AnswerUsage;
  #told: Pick<AnswerOutcome, 'deploymentId' | 'insteadOf' | 'missingTools'>;
  #tools: TurnTools | undefined;
  /** What the answer's earlier steps said and got from tools. */
  readonly #steps: ModelMessage[] = [];
  #stepCount = 1;
  /** By what a model takes of them: read once, since every request of the turn carries the same. */
  readonly #files = new Map<string, ReturnType<typeof modelParts>>();

  constructor(options: AttemptsOptions) {
    const { run, services, publish } = options;
    const { metadata, parts } = run.answer;
    this.#options = options;
    this.#splice = new AnswerSplice(publish);
    this.#sources = new AnswerSources(parts);
    this.#images = new AnswerImages(services.images, run.turn);
    this.#candidates = [run.deployment, ...run.fallbacks];
    const { usage, cost } = metadata;
    this.#used = { ...(usage === undefined ? {} : { usage }), ...(cost === undefined ? {} : { cost }) };
    this.#told = { deploymentId: metadata.deploymentId };
    if (parts.length > 0) this.#splice.replay(parts);
  }

  /** Resolves to how the answer ended. Never rejects. */
  async run(): Promise<AnswerOutcome> {
    let move = await this.#prepare();
    for (;;) {
      switch (move.kind) {
        case 'end': {
          const { omitted } = this.#sources;
          const sources = omitted === 0 ? {} : { omittedSources: omitted };
          const { lost } = this.#images;
          const images = lost === 0 ? {} : { lostImages: lost };
          return { ...this.#told, ...this.#used, ...sources, ...images, ...move.outcome };
        }
        case 'wait':
          move = await this.#wait(move);
          break;
        case 'ask':
          move = await this.#ask(move.deploymentId);
          break;
        default:
          assertNever(move);
      }
    }
  }

  async #prepare(): Promise<Move> {
    const { run, services, publish } = this.#options;
    const { id: turnId, conversationId, signal } = run.turn;
    const pause = (error: AppError) => this.#pauseForTool(error);
    const { toolServersOff = [] } = run.settings;
    const assistants = run.assistant?.toolServerIds;
    const usesServer = (id: string) => !toolServersOff.includes(id) && (assistants?.includes(id) ?? true);
    try {
      this.#tools = await services.tools(run.deployment, {
        turnId,
        conversationId,
        usesServer,
        images: services.images,
        publish,
        pause,
        signal,
      });
    } catch (thrown) {
      return this.#toolsFailed(thrown);
    }
    const missing = this.#tools?.missing ?? [];
    if (missing.length > 0) this.#told = { ...this.#told, missingTools: [...missing] };
    this.#steps.push(...(await keptSteps(run.answer, this.#tools !== undefined)));
    return this.#begin();
  }

  /** A part of the answer is there: another model would go on in another voice. */
  get #isBound(): boolean {
    return this.#splice.text !== '' || this.#steps.length > 0;
  }

  #begin(): Move {
    const [wished, ...others] = this.#candidates;
    const isBound = wished === undefined || this.#isBound;
    const { deploymentId = this.#options.run.deployment.id } = this.#told;
    const priority: readonly [string, ...string[]] = isBound
      ? [deploymentId]
      : [wished.id, ...others.map((other) => other.id)];
    const step = this.#options.services.failover.begin(priority, this.#waitedMilliseconds);
    if (step.kind === 'ask' && step.insteadOf !== undefined) {
      this.#refusals.set(step.insteadOf.deploymentId, step.insteadOf.because);
    }
    return step;
  }

  async #ask(deploymentId: string): Promise<Move> {
    const { run, services, call } = this.#options;
    const deployment = this.#candidates.find(({ id }) => id === deploymentId);
    if (deployment === undefined || !services.isOffered(deployment)) {
      services.failover.release(deploymentId);
      const fields = { deployment: deployment?.displayName ?? deploymentId };
      return ended(failedOutcome(new AppError('deployment-not-found', { fields, correlationId: call.correlationId })));
    }
    this.#tell(deployment);
    this.#attempt += 1;
    const end = await streamAnswer({
      run,
      services,
      deployment,
      call,
      publish: (chunk) => {
        const shown = this.#sources.see(chunk);
        if (shown !== undefined) this.#splice.write(shown);
      },
      filesFor: (abilities) => this.#filesFor(abilities),
      images: this.#images,
      soFar: this.#splice.text,
      tools: deployment.abilities.includes('tools') ? this.#tools : undefined,
      steps: this.#steps,
      mayCallTools: this.#stepCount < stepLimit,
      onBegin: () => {
        this.#hasShownContent = true;
        services.failover.answer(deploymentId);
      },
    });
    return this.#after(end, deployment);
  }

  #filesFor(abilities: readonly ModelAbility[]): ReturnType<typeof modelParts> {
    const { run, services } = this.#options;
    const key = abilities.filter((ability) => ability === 'vision' || ability === 'files').join();
    const known = this.#files.get(key);
    if (known !== undefined) return known;
    const reading = modelParts(run.messages, { store: services.files, abilities });
    this.#files.set(key, reading);
    reading.catch(() => this.#files.delete(key));
    return reading;
  }

  async #after(end: StreamEnd, deployment: DeploymentSettings): Promise<Move> {
    const { failover } = this.#options.services;
    if (end.kind !== 'stopped') this.#used = withRequest(this.#used, end.usage, deployment.price);
    switch (end.kind) {
      case 'answered':
        failover.answer(deployment.id);
        return ended(end.outcome);
      case 'called':
        failover.answer(deployment.id);
        return this.#callTools(end, deployment);
      case 'stopped':
        failover.release(deployment.id);
        return this.#stopped();
      case 'failed': {
        const move = await this.#afterFailure(end, deployment);
        this.#splice.next();
        return move;
      }
      default:
        return assertNever(end);
    }
  }

  /** Has the tools called that the model asks for, and goes on with what they return. */
  async #callTools(
    { calls, messages, api }: StepEnd,
    { id: deploymentId, abilities }: DeploymentSettings,
  ): Promise<Move> {
    // It was told to call nothing more.
    if (this.#tools === undefined || this.#stepCount >= stepLimit) return ended({ status: 'complete' });
    // Chat completions take text alone from a tool.
    const seesImages = api === 'responses' && abilities.includes('vision');
    try {
      this.#steps.push(...messages, await this.#tools.run(calls, seesImages));
    } catch (thrown) {
      return this.#toolsFailed(thrown);
    }
    this.#stepCount += 1;
    this.#splice.nextStep();
    // Of this step nothing is shown yet: where it is refused there is no text to continue, and the calls were made in vain.
    this.#hasShownContent = false;
    this.#attempt = 0;
    return { kind: 'ask', deploymentId };
  }

  /** Whether a tool's server can be asked again, once the person has done what it needs. @throws the signal's reason */
  async #pauseForTool(error: AppError): Promise<boolean> {
    if (!waitsForPerson(error)) return false;
    if (await this.#pause(error)) return true;
    throw error;
  }

  async #afterFailure({ error, refusal }: ModelFailure, deployment: DeploymentSettings): Promise<Move> {
    const { services } = this.#options;
    const { failover } = services;
    const again: Move = { kind: 'ask', deploymentId: deployment.id };
    if (error.code === 'model-unauthorized' && this.#splice.text !== '' && !this.#isTokenRenewed) {
      // The token was good when the answer began and no longer is: the next request says what is missing, or goes on.
      failover.release(deployment.id);
      this.#isTokenRenewed = true;
      return again;
    }
    if (waitsForPerson(error)) {
      failover.release(deployment.id);
      // One that only stands in is not worth a question to the person.
      if (this.#isDispensable(deployment)) return this.#beginWithout(deployment);
      return (await this.#pause(error)) ? again : this.#stopped();
    }
    if (error.code === 'context-too-long' && this.#isDispensable(deployment)) {
      // It reads less than the chosen one, which is only busy.
      failover.release(deployment.id);
      return this.#beginWithout(deployment);
    }
    if (isApiGone(error) && deployment.endpoint.api === 'auto' && !this.#probedAgain.has(deployment.id)) {
      failover.release(deployment.id);
      this.#probedAgain.add(deployment.id);
      await services.forgetApi(deployment);
      return again;
    }
    if (refusal.kind !== 'final') this.#noteRefusal(refusal, deployment);
    const step = failover.refuse({
      priority: this.#isBound ? [deployment.id] : this.#candidates.map(({ id }) => id),
      deploymentId: deployment.id,
      refusal,
      refusedBy: this.#refusedBy,
      attempt: this.#attempt,
      waitedMilliseconds: this.#waitedMilliseconds,
      hasShownText: this.#hasShownContent,
    });
    return this.#afterRefusal(step, error, deployment);
  }

  /** Whether a deployment only stands in, and has said nothing yet. */
  #isDispensable({ id }: DeploymentSettings): boolean {
    return id !== this.#options.run.deployment.id && !this.#hasShownContent && !this.#isBound;
  }

  #beginWithout(deployment: DeploymentSettings): Move {
    this.#candidates = this.#candidates.filter((candidate) => candidate !== deployment);
    return this.#begin();
  }

  #noteRefusal(refusal: PassingRefusal, { id }: DeploymentSettings): void {
    this.#refusedBy = [...this.#refusedBy, id];
    this.#refusals.set(id, reasonOf(refusal));
  }

  #afterRefusal(step: NextStep, error: AppError, { id }: DeploymentSettings): Move {
    const { services, call } = this.#options;
    switch (step.kind) {
      case 'give-up':
      case 'keep-partial':
        return ended(failedOutcome(error));
      case 'switch':
      case 'wait': {
        const { correlationId } = call;
        const { code } = error;
        services.log.info('deployment-refuse', { deployment: id, code, correlationId, next: step.kind });
        return step.kind === 'wait' ? step : { kind: 'ask', deploymentId: step.deploymentId };
      }
      default:
        return assertNever(step);
    }
  }

  /** Waits for a deployment; longer waits are told, so that the person can stop instead. */
  async #wait({ deploymentId, milliseconds, shown, because: reason }: WaitStep): Promise<Move> {
    const { run, services, publish } = this.#options;
    const wait = { until: services.clock.now() + milliseconds, reason, deploymentId };
    if (shown === 'countdown') publish({ type: 'message-metadata', messageMetadata: { wait } });
    try {
      await services.clock.sleep(milliseconds, run.turn.signal);
    } catch {
      return this.#stopped();
    } finally {
      if (shown === 'countdown') publish({ type: 'message-metadata', messageMetadata: { wait: null } });
    }
    this.#waitedMilliseconds += milliseconds;
    this.#refusedBy = [];
    return this.#begin();
  }

  /** Waits for the person to do what the error asks for; false where the turn is stopped instead. */
  async #pause(error: AppError): Promise<boolean> {
    const { run, services, publish } = this.#options;
    publish({ type: 'message-metadata', messageMetadata: { pause: error.toData() } });
    try {
      await services.whenAnswered(error, run.turn.signal);
    } catch {
      return false;
    } finally {
      publish({ type: 'message-metadata', messageMetadata: { pause: null } });
    }
    this.#isTokenRenewed = false;
    return true;
  }

  /** Says who is asked, and in whose place. */
  #tell({ id }: DeploymentSettings): void {
    const wished = this.#options.run.deployment.id;
    if (id === this.#told.deploymentId) return;
    const insteadOf =
      id === wished ? null : { deploymentId: wished, because: this.#refusals.get(wished) ?? ('unavailable' as const) };
    this.#told = { ...this.#told, deploymentId: id, insteadOf };
    this.#options.publish({ type: 'message-metadata', messageMetadata: this.#told });
  }

  #toolsFailed(thrown: unknown): Move {
    return this.#options.run.turn.signal.aborted ? this.#stopped() : ended(failedOutcome(toAppError(thrown)));
  }

  #stopped(): Move {
    const { signal } = this.#options.run.turn;
    return ended({ status: signal.reason === 'interrupted' ? 'interrupted' : 'stopped' });
  }
}

function ended(outcome: AnswerOutcome): Move {
  return { kind: 'end', outcome };
}

/** Whether the API that was remembered may be the reason. */
function isApiGone({ code }: AppError): boolean {
  return code === 'endpoint-not-found' || code === 'deployment-not-found';
}

/** Whether the turn can go on once the person has done something. */
function waitsForPerson({ code }: AppError): boolean {
  switch (code) {
    case 'sign-in-required':
    case 'claims-challenge':
    case 'consent-required':
    case 'key-missing':
    case 'key-refused':
      return true;
    default:
      return false;
  }
}
