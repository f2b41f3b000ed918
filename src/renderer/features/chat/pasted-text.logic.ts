const mostCharacters = 8000;
const mostLines = 200;

/** Whether a pasted text is so long that it goes along as a file, which leaves the question above it to be seen. */
export function isLongText(text: string): boolean {
  return text.length > mostCharacters || lineCount(text) > mostLines;
}

/** Goes no further than it has to: what is pasted may be megabytes of line ends. */
function lineCount(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1 && lines <= mostLines; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
