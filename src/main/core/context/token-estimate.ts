/** Tokens that a message costs besides its text: who says it, where it begins and ends. */
const messageOverhead = 4;

/** Bytes of UTF-8 that make a token; texts in most languages have more, so that the estimate errs on the high side. */
const bytesPerToken = 3;

/** About how many tokens a text has, at no cost. */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / bytesPerToken);
}

/** More tokens than a text can have: each stands for a byte of it at least, in every encoding of these models. */
export function mostTokens(text: string): number {
  return Buffer.byteLength(text);
}

/** The tokens of messages whose texts have so many. */
export function withOverhead(tokens: number): number {
  return tokens + messageOverhead;
}
