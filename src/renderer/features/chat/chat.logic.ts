import { type AppErrorData, assertNever } from '../../../shared/errors.ts';
import { messageLimit } from '../../../shared/ipc/contract.ts';
import type { Preferences } from '../../../shared/model/preferences.ts';
import type { Deployment } from '../../../shared/model/deployment.ts';
import { type ChatMessage, chatMessageText } from './chat-message.ts';
import { omissionText } from './context.logic.ts';
import { costText } from '../../../shared/model/usage.ts';
import { type AnswerWait, isBlank, type MessageMetadata, type RefusalReason } from '../../../shared/model/message.ts';

/** The greeting of an empty page, by the person's own clock. */
export function greeting(givenName: string, hour: number): string {
  const time = hour < 5 ? 'evening' : hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening';
  return givenName === '' ? `Good ${time}` : `Good ${time}, ${givenName}`;
}

/** The deployment that the next answer comes from: the chosen one, else the conversation's, else the first. */
export function pickDeployment(
  deployments: readonly Deployment[],
  chosenId: string | undefined,
  lastId: string | undefined,
): Deployment | undefined {
  const find = (id: string | undefined) => deployments.find((deployment) => deployment.id === id);
  return find(chosenId) ?? find(lastId) ?? deployments[0];
}

/** The quiet line under a settled answer. */
export function answerDetails(metadata: MessageMetadata | undefined, deployments: readonly Deployment[]): string {
  if (metadata === undefined) return '';
  const { insteadOf } = metadata;
  const model = metadata.deploymentId === undefined ? undefined : deploymentName(metadata.deploymentId, deployments);
  const passedOver =
    insteadOf === undefined || insteadOf === null
      ? ''
      : ` instead of ${deploymentName(insteadOf.deploymentId, deployments)}, which ${refusalTexts[insteadOf.because].was}`;
  const { usage, cost } = metadata;
  const tokens = usage === undefined ? undefined : usage.inputTokens + usage.outputTokens;
  return [
    endingText(metadata),
    omissionText(metadata.context?.omittedMessages),
    model === undefined ? undefined : `${model}${passedOver}`,
    lostImagesText(metadata.lostImages),
    metadata.missingTools === undefined ? undefined : `Without the tools of ${metadata.missingTools.join(', ')}`,
    tokens === undefined ? undefined : `${tokens.toLocaleString('en')} ${tokens === 1 ? 'token' : 'tokens'}`,
    cost === undefined ? undefined : costText(cost),
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ');
}

function lostImagesText(count = 0): string {
  if (count === 0) return '';
  return count === 1 ? 'An image could not be shown' : `${count} images could not be shown`;
}

/** What people know a deployment by; its id where it is not offered any more. */
export function deploymentName(id: string, deployments: readonly Deployment[]): string {
  const name = deployments.find((deployment) => deployment.id === id)?.displayName;
  // The id of one that was found in Azure and is forgotten says nothing to anybody.
  return name ?? (/^arm-[0-9a-f]{32}$/.test(id) ? 'A model in Azure' : id);
}

/** Why a deployment does not answer, for the time of a wait and afterwards. */
const refusalTexts: Readonly<Record<RefusalReason, { readonly is: string; readonly was: string }>> = {
  'rate-limit': { is: 'is busy', was: 'was busy' },
  quota: { is: 'has no quota left for now', was: 'had no quota left' },
  unavailable: { is: 'is not available', was: 'was not available' },
  'no-answer': { is: 'does not answer', was: 'did not answer' },
  missing: { is: 'was not found', was: 'was not found' },
  forbidden: { is: 'did not let this account in', was: 'did not let this account in' },
};

/** What an answer waits for by itself; undefined where it does not. */
export function waitOf(metadata: MessageMetadata | undefined): AnswerWait | undefined {
  return metadata?.status === 'streaming' ? (metadata.wait ?? undefined) : undefined;
}

/** Why an answer waits; nothing in it changes while it does. */
export function waitText({ reason, deploymentId }: AnswerWait, deployments: readonly Deployment[]): string {
  return `“${deploymentName(deploymentId, deployments)}” ${refusalTexts[reason].is}.`;
}

/** How long a wait takes yet, `0:07`; nothing once it is over. */
export function countdown(until: number, now: number): string {
  const seconds = Math.ceil((until - now) / 1000);
  if (seconds <= 0) return '';
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function endingText({ status, truncated }: MessageMetadata): string | undefined {
  if (truncated === true) return 'Cut at the length limit';
  switch (status) {
    case undefined:
    case 'streaming':
    case 'complete':
      return undefined;
    case 'stopped':
      return 'Stopped';
    case 'interrupted':
      return 'Interrupted when Parley was closed';
    case 'failed':
      return 'Not finished';
    default:
      return assertNever(status);
  }
}

/** Why an answer waits for the person; undefined where it does not. */
export function pauseOf(metadata: MessageMetadata | undefined): AppErrorData | undefined {
  return metadata?.status === 'streaming' ? (metadata.pause ?? undefined) : undefined;
}

/** Which button a pause has: only what lets the same answer go on. */
export function pauseButton({ code }: AppErrorData): 'continue' | 'enter-key' | 'sign-in' {
  switch (code) {
    case 'consent-required':
      return 'continue';
    case 'key-missing':
    case 'key-refused':
      return 'enter-key';
    default:
      return 'sign-in';
  }
}

/** Whether a deployment is called with a key of the person's. */
export function takesKey(deployment: Deployment | undefined): boolean {
  return deployment?.credential === 'key' || deployment?.credential === 'key-missing';
}

/** Whether an answer has ended, but not well, before it said anything. */
export function isWordless(answer: Pick<ChatMessage, 'parts' | 'metadata'>): boolean {
  switch (answer.metadata?.status) {
    case undefined:
    case 'streaming':
    case 'complete':
      return false;
    case 'stopped':
    case 'interrupted':
    case 'failed':
      return chatMessageText(answer) === '' && !answer.parts.some(({ type }) => type === 'data-image');
  }
}

/** What an answer tells of the model's thoughts, its parts joined by blank lines. */
export function reasoningText({ parts }: Pick<ChatMessage, 'parts'>): string {
  return parts
    .flatMap((part) => (part.type === 'reasoning' && !isBlank(part.text) ? [part.text.trim()] : []))
    .join('\n\n');
}

/** What a draft comes to. */
export type DraftState =
  /** Nothing that can be seen. */
  | { readonly kind: 'blank' }
  | { readonly kind: 'too-long'; readonly length: number }
  | { readonly kind: 'sendable'; readonly text: string };

/** Whether a draft can be sent, and as what. */
export function draftState(draft: string): DraftState {
  const text = draft.trim();
  if (isBlank(text)) return { kind: 'blank' };
  return text.length > messageLimit ? { kind: 'too-long', length: text.length } : { kind: 'sendable', text };
}

/** What the composer's keys ask for. */
export type ComposerCommand = 'send' | 'stop';

/** The parts of a KeyboardEvent that decide what it means. */
export interface KeyPress {
  readonly key: string;
  /** Deprecated, and the only sign of some input methods' Enter. */
  readonly keyCode: number;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly isComposing: boolean;
}

/** The command of a key press in the composer; undefined leaves it to the text field. */
export function composerCommand(
  press: KeyPress,
  sendKey: Preferences['sendKey'] = 'enter',
): ComposerCommand | undefined {
  // An input method uses Enter and Escape for its own list; 229 is what some send after the composition has ended.
  if (press.isComposing || press.keyCode === 229) return undefined;
  if (press.key === 'Enter' && !press.shiftKey) {
    const isHeld = press.ctrlKey || press.metaKey;
    return sendKey === 'enter' || isHeld ? 'send' : undefined;
  }
  return press.key === 'Escape' ? 'stop' : undefined;
}

/** What a screen reader is told about the running answer: its beginning and its end, not every word. */
export function answerAnnouncement(
  isRunning: boolean,
  metadata: MessageMetadata | undefined,
  deployments: readonly Deployment[],
): string {
  // What it waits for has its own alert.
  if (isRunning && pauseOf(metadata) !== undefined) return '';
  const wait = isRunning ? waitOf(metadata) : undefined;
  if (wait !== undefined) return `${waitText(wait, deployments)} Parley asks again by itself.`;
  if (isRunning) return 'Answer is being written';
  switch (metadata?.status) {
    case undefined:
    case 'streaming':
    // A failed answer has its own alert.
    case 'failed':
      return '';
    case 'complete':
      return 'Answer complete';
    case 'stopped':
      return 'Answer stopped';
    case 'interrupted':
      return 'Answer interrupted';
  }
}

/** What a screen reader is told about answers to choose from. */
export function comparisonAnnouncement(isRunning: boolean): string {
  return isRunning ? 'Answers are being written' : 'Answers complete. Choose the one to go on with.';
}

/** The deployment that an answer was wished from, whichever has answered in its place. */
export function wishedDeploymentId(metadata: MessageMetadata | undefined): string | undefined {
  return metadata?.insteadOf?.deploymentId ?? metadata?.deploymentId;
}
