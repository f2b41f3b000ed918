import { generateText, type LanguageModel } from 'ai';

const draftLimit = 60;
const excerptLimit = 2000;

const instructions =
  'Write a title for this conversation: at most six words, in its language, no quotation marks, no full stop at the end. ' +
  'Reply with the title only.';

/** The title until there is a better one: the start of the first question. */
export function draftTitle(question: string): string {
  const line = question.replace(/\s+/g, ' ').trim();
  if (line.length <= draftLimit) return line;
  const cut = line.slice(0, draftLimit);
  const lastSpace = cut.lastIndexOf(' ');
  return `${lastSpace > draftLimit / 2 ? cut.slice(0, lastSpace) : cut}…`;
}

/** What a title is made from. */
export interface TitleRequest {
  readonly model: LanguageModel;
  /** `maxRetries` and provider options. */
  readonly options: object;
  readonly question: string;
  readonly answer: string;
  readonly signal: AbortSignal;
}

/** Asks the model for a title; undefined where what it says can't be one. @throws what the model's call throws */
export async function writeTitle({
  model,
  options,
  question,
  answer,
  signal,
}: TitleRequest): Promise<string | undefined> {
  const { text } = await generateText({
    model,
    instructions,
    messages: [
      { role: 'user', content: question.slice(0, excerptLimit) },
      { role: 'assistant', content: answer.slice(0, excerptLimit) },
      { role: 'user', content: 'The title, please.' },
    ],
    abortSignal: signal,
    ...options,
  });
  return toTitle(text);
}

/** One plain line out of what a model said. */
export function toTitle(text: string): string | undefined {
  const line = text.trim().split('\n')[0] ?? '';
  const title = line
    .replace(/^(title:|#+)\s*/i, '')
    .replace(/[*_`]/g, '')
    .replace(/^["'“„«]+|["'”“».]+$/g, '')
    .trim();
  return title === '' || title.length > draftLimit * 2 ? undefined : draftTitle(title);
}
