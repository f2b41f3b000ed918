/** A message of the branch, with what it costs. */
export interface CountedMessage {
  readonly id: string;
  readonly role: 'user' | 'assistant';
  /** With its overhead. */
  readonly tokens: number;
}

/** A summary that is there already. */
export interface CountedSummary {
  /** The last message that it stands for. */
  readonly upToId: string;
  readonly tokens: number;
}

/** What is to be made to fit. */
export interface FitInput {
  /** Most tokens of the request. */
  readonly limit: number;
  /** What is sent whatever the messages are: instructions, and what an answer has so far. */
  readonly fixedTokens: number;
  /** Oldest first, the question last. */
  readonly messages: readonly CountedMessage[];
  /** Whether these are all; true where left out. */
  readonly isWhole?: boolean;
  readonly summary?: CountedSummary | undefined;
}

/** What of a branch is sent. */
export type Fit =
  /** The messages from this index on; those before it as the summary that is there. */
  | { readonly kind: 'fits'; readonly from: number; readonly tokens: number }
  /** The messages from this index on; those before it as a new summary of so many tokens at most, or, with 0, not at all. */
  | { readonly kind: 'shorten'; readonly from: number; readonly room: number; readonly tokens: number }
  /** The question alone is too long, by so many tokens. */
  | { readonly kind: 'too-long'; readonly over: number };

/** Fewer would say nothing. */
const leastSummaryTokens = 64;
const mostSummaryTokens = 2_000;

/**
 * Decides what of a branch is sent: the whole where it fits, else what the summary does not stand for, else the latest
 * turns. A new summary leaves half of the room free, so that the next one is many turns away, and what is sent begins with
 * the same words until then, which the service's prompt cache lives on. Questions stay with their answers.
 */
export function fitBranch({ limit, fixedTokens, messages, isWhole = true, summary }: FitInput): Fit {
  const room = limit - fixedTokens;
  const tokensFrom = (index: number) => messages.slice(index).reduce((sum, { tokens }) => sum + tokens, 0);
  const questions = messages.flatMap(({ role }, index) => (role === 'user' ? [index] : []));
  const last = questions.at(-1) ?? 0;
  if (tokensFrom(last) > room) return { kind: 'too-long', over: tokensFrom(last) - room };

  const whole = tokensFrom(0);
  if (isWhole && whole <= room) return { kind: 'fits', from: 0, tokens: fixedTokens + whole };

  const summarised = messages.findIndex(({ id }) => id === summary?.upToId) + 1;
  if (summary !== undefined && summarised > 0 && summarised <= last) {
    const tokens = summary.tokens + tokensFrom(summarised);
    if (tokens <= room) return { kind: 'fits', from: summarised, tokens: fixedTokens + tokens };
  }

  const latest = questions.find((index) => tokensFrom(index) <= room / 2) ?? last;
  const from = Math.min(Math.max(latest, summarised), last);
  const rest = tokensFrom(from);
  const free = Math.min(mostSummaryTokens, Math.floor(room / 8), room - rest);
  return { kind: 'shorten', from, room: free < leastSummaryTokens ? 0 : free, tokens: fixedTokens + rest };
}
