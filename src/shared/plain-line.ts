/** What no person sees, but for what joins the parts of a letter or of an emoji. */
const unseen = /(?!\s|\u200C|\u200D|\uFE0E|\uFE0F)[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * A text that others wrote as one line of so many characters at most.
 * SECURITY: without what turns a line around or hides a part of it, so that it says what it seems to say.
 */
export function plainLine(text: string, limit: number): string {
  // What is cut off need not be looked at; it may be endless.
  const line = text
    .slice(0, limit * 8)
    .replace(unseen, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= limit) return line;
  // The limit may fall between the halves of a character.
  return `${line.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
