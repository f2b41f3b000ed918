import { generateText, type LanguageModel, type LanguageModelUsage } from 'ai';

const draftLimit = 60;
const excerptLimit = 2000;
/** Longer than any character that is meant as one; UTF-16 units. */
const graphemeLimit = 64;

const instructions =
  'Write a title for this conversation: at most six words, in its language, no quotation marks, no full stop at the end. ' +
  'Reply with the title only.';

/** The title until there is a better one: the start of the first question. */
export function draftTitle(question: string): string {
  const line = question.replace(/\s+/g, ' ').trim();
  if (line.length <= draftLimit) return line;
  const cut = excerpt(line, draftLimit);
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
  readonly onUsage: (usage: LanguageModelUsage) => void;
}

/** Asks the model for a title; undefined where what it says can't be one. @throws what the model's call throws */
export async function writeTitle({
  model,
  options,
  question,
  answer,
  signal,
  onUsage,
}: TitleRequest): Promise<string | undefined> {
  const { text, usage } = await generateText({
    model,
    instructions,
    messages: [
      { role: 'user', content: excerpt(question, excerptLimit) },
      { role: 'assistant', content: excerpt(answer, excerptLimit) },
      { role: 'user', content: 'The title, please.' },
    ],
    abortSignal: signal,
    ...options,
  });
  onUsage(usage);
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

/** The start of a text in at most so many UTF-16 units, without cutting what a person sees as one character. */
function excerpt(text: string, limit: number): string {
  let end = 0;
  for (const { index, segment } of new Intl.Segmenter().segment(text.slice(0, limit + graphemeLimit))) {
    if (index + segment.length > limit) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
