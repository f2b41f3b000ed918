/** An address of the web or of a mailbox, fit to stand in a markdown link; undefined for every other one. */
export function webAddress(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed.length > 2000 || !/^(?:https?:\/\/|mailto:)[^\s<>()]+$/i.test(trimmed)) return undefined;
  return trimmed;
}
