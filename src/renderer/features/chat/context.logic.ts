import type { AttachmentFacts } from '../../../shared/model/attachment.ts';
import type { Deployment } from '../../../shared/model/deployment.ts';
import { inputTokenLimit } from '../../../shared/model/context.ts';
import { summariesOf, type SummaryData } from '../../../shared/model/message.ts';
import { type ChatMessage, chatMessageText } from './chat-message.ts';

/** From where on the person is told how full the model's memory of the conversation is. */
const nearPercent = 70;

/** Characters that make a token, roughly: the window has no tokenizer. */
const charactersPerToken = 4;

/** How much of what a model can read at once the conversation takes. */
export interface ContextMeter {
  /** Of the next message, too: its draft is counted. */
  readonly percent: number;
  /** `over`: the next message cannot be sent with all that came before it. */
  readonly state: 'near' | 'over';
  readonly sentence: string;
}

/** Tokens of the conversation as its last answer left it; 0 where nothing has been sent yet. */
export function usedTokens(messages: readonly ChatMessage[]): number {
  const answer = messages.findLast(
    ({ metadata }) => metadata?.context !== undefined && metadata.status !== 'streaming',
  );
  const sent = answer?.metadata?.context?.tokens ?? 0;
  return sent + (answer === undefined ? 0 : estimate(chatMessageText(answer).length));
}

/** Tokens of a message that is not sent yet, roughly: what is written and the text of the files that go along. */
export function draftTokens(text: string, files: readonly Pick<AttachmentFacts, 'tokens'>[]): number {
  return files.reduce((sum, { tokens = 0 }) => sum + tokens, estimate(text.length));
}

/** The meter by the composer, of the tokens of the conversation and of its draft; undefined while there is room enough. */
export function contextMeter(
  used: number,
  draft: number,
  deployment: Deployment | undefined,
): ContextMeter | undefined {
  if (deployment === undefined) return undefined;
  const limit = inputTokenLimit(deployment);
  const percent = Math.round(((used + draft) / limit) * 100);
  if (percent < nearPercent) return undefined;
  const model = `“${deployment.displayName}”`;
  if (draft > limit) {
    return { percent, state: 'over', sentence: `This message is probably longer than ${model} can read.` };
  }
  return percent > 100
    ? {
        percent,
        state: 'over',
        sentence: `This conversation is longer than ${model} can read at once: it will get a summary of the earlier messages.`,
      }
    : {
        percent,
        state: 'near',
        sentence: `This conversation takes ${percent} % of what ${model} can read at once. Once it is full, earlier messages are summarised.`,
      };
}

/** Of the summaries of a conversation, the one that stands for the most. */
export function shownSummary(messages: readonly ChatMessage[]): SummaryData | undefined {
  return summariesOf(messages).at(-1);
}

/** What an answer was made without. */
export function omissionText(omittedMessages: number | undefined): string | undefined {
  if (omittedMessages === undefined) return undefined;
  return omittedMessages === 1
    ? '1 earlier message was left out'
    : `${omittedMessages.toLocaleString('en')} earlier messages were left out`;
}

function estimate(characters: number): number {
  return Math.ceil(characters / charactersPerToken);
}
