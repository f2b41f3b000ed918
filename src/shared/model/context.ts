/** What a deployment is taken to have where policy does not say: what the smallest of the current models has. */
const usual = { contextTokens: 128_000, outputTokens: 16_384 } as const;

/** The limits of a deployment as policy may say them. */
export interface TokenLimits {
  /** Most tokens of a request and its answer together. */
  readonly contextTokens?: number | undefined;
  /** Most tokens of an answer. */
  readonly outputTokens?: number | undefined;
}

/** How many tokens a request may have, so that an answer has room beside it; the answer gets half of all at most. */
export function inputTokenLimit(limits: TokenLimits): number {
  const { contextTokens = usual.contextTokens, outputTokens = usual.outputTokens } = limits;
  return contextTokens - Math.min(outputTokens, Math.floor(contextTokens / 2));
}
