import { type AppErrorData, assertNever } from '../../../shared/errors.ts';
import { messageLimit } from '../../../shared/ipc/contract.ts';
import type { Deployment } from '../../../shared/model/deployment.ts';
import { type ChatMessage, chatMessageText } from './chat-message.ts';
import { isBlank, type MessageMetadata } from '../../../shared/model/message.ts';

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
  const model = deployments.find(({ id }) => id === metadata.deploymentId)?.displayName ?? metadata.deploymentId;
  const tokens = metadata.usage === undefined ? undefined : metadata.usage.inputTokens + metadata.usage.outputTokens;
  return [
    endingText(metadata),
    model,
    tokens === undefined ? undefined : `${tokens.toLocaleString('en')} ${tokens === 1 ? 'token' : 'tokens'}`,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ');
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
      return chatMessageText(answer) === '';
  }
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
  readonly isComposing: boolean;
}

/** The command of a key press in the composer; undefined leaves it to the text field. */
export function composerCommand(press: KeyPress): ComposerCommand | undefined {
  // An input method uses Enter and Escape for its own list; 229 is what some send after the composition has ended.
  if (press.isComposing || press.keyCode === 229) return undefined;
  if (press.key === 'Enter' && !press.shiftKey) return 'send';
  return press.key === 'Escape' ? 'stop' : undefined;
}

/** What a screen reader is told about the running answer: its beginning and its end, not every word. */
export function answerAnnouncement(isRunning: boolean, metadata: MessageMetadata | undefined): string {
  // What it waits for has its own alert.
  if (isRunning && pauseOf(metadata) !== undefined) return '';
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

/** General questions for an empty page; the first part is a label, the second begins the message. */
export const starters: readonly { readonly label: string; readonly draft: string }[] = [
  { label: 'Summarise a text', draft: 'Summarise the following text in five bullet points:\n\n' },
  { label: 'Draft an e-mail', draft: 'Draft a short, friendly e-mail that ' },
  { label: 'Explain something', draft: 'Explain in plain words, with an example: ' },
  { label: 'Work out a plan', draft: 'Work out a plan with steps and risks for ' },
];
