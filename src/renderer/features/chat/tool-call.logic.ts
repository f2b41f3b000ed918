import { errorText } from '../../../shared/error-text.ts';
import { assertNever, errorCodes } from '../../../shared/errors.ts';
import { KeptFile } from '../../../shared/model/message.ts';
import { type ToolCallPart, type ToolDecision, decisionsWithin } from '../../../shared/model/tool.ts';
import type { ChatMessage } from './chat-message.ts';
import { citedText, type SourceLine } from './sources/sources.logic.ts';

/** A stretch of an answer, in its order: words, a call of a tool, or an image. */
export type AnswerSection =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tool'; readonly call: ToolCallPart }
  | { readonly kind: 'image'; readonly image: KeptFile };

/** An answer's stretches; words without a call between them are one. */
export function answerSections(
  { parts }: Pick<ChatMessage, 'parts'>,
  sources: readonly SourceLine[] = [],
): readonly AnswerSection[] {
  const sections: AnswerSection[] = [];
  for (const part of parts) {
    const last = sections.at(-1);
    // Main makes these parts by the schema.
    if (part.type === 'dynamic-tool') sections.push({ kind: 'tool', call: part as unknown as ToolCallPart });
    const image = part.type === 'data-image' ? KeptFile.safeParse(part.data).data : undefined;
    if (image !== undefined) sections.push({ kind: 'image', image });
    if (part.type !== 'text') continue;
    const text = citedText(part, sources);
    if (last?.kind === 'text') sections[sections.length - 1] = { ...last, text: `${last.text}\n\n${text}` };
    else sections.push({ kind: 'text', text });
  }
  return sections.filter((section) => section.kind !== 'text' || section.text.trim() !== '');
}

/** Where a call stands, in a few words. */
export function callStatus(call: ToolCallPart, isRunning: boolean): string {
  switch (call.state) {
    case 'input-streaming':
      return isRunning ? 'Being prepared' : 'Not run';
    case 'approval-requested':
      return isRunning ? 'Waits for you' : 'Not run';
    case 'input-available':
      return isRunning ? 'Running' : 'Not run';
    case 'approval-responded':
      if (call.approval?.approved !== true) return 'Not allowed';
      return isRunning ? 'Running' : 'Not finished';
    case 'output-available':
      return call.output?.isError === true ? 'Failed' : 'Done';
    case 'output-error':
      return 'Failed';
    case 'output-denied':
      return 'Not allowed';
    default:
      return assertNever(call.state);
  }
}

/** Why a call has failed, in a sentence; undefined where it has not, or its result says so. */
export function callFailure({ state, errorText: written, toolMetadata }: ToolCallPart): string | undefined {
  if (state !== 'output-error') return undefined;
  const code = errorCodes.find((candidate) => candidate === written);
  if (code === undefined || code === 'invalid-request')
    return 'The model called this tool in a way that it does not take.';
  const fields = toolMetadata === undefined ? {} : { server: toolMetadata.server };
  return errorText({ code, fields }).sentence;
}

/** The name that a call is shown by. */
export function callTitle({ toolName, toolMetadata }: ToolCallPart): string {
  return toolMetadata?.title ?? toolName;
}

/** What a call that waits is for: the server's title, and the name beside it that the title may gloss over. */
export function callWish(call: ToolCallPart): string {
  const title = callTitle(call);
  const name = call.toolName.slice(call.toolName.indexOf('__') + 2);
  return title === name || title === call.toolName ? `“${title}”` : `“${title}” (${name})`;
}

/** What the buttons of a call that waits say, the main one first. */
export function callChoices({ toolMetadata }: ToolCallPart): readonly { decision: ToolDecision; label: string }[] {
  return decisionsWithin(toolMetadata?.approval ?? 'ask').map((decision) => ({ decision, label: labels[decision] }));
}

const labels: Readonly<Record<ToolDecision, string>> = {
  once: 'Allow once',
  conversation: 'Allow in this conversation',
  always: 'Always allow',
  deny: 'Don’t allow',
};

// SECURITY: what has no shape, or turns the text around it, would let a person allow something else than they read.
const unseen = /(?!\n|\t|\u200c|\u200d|\ufe0f)[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/gu;

function seen(text: string): string {
  return text.replace(unseen, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`);
}

/** The arguments of a call, one a line; what is no plain value is its JSON, what cannot be seen is its number. */
export function callArguments({
  input,
}: Pick<ToolCallPart, 'input'>): readonly { readonly name: string; readonly value: string }[] {
  if (typeof input !== 'object' || input === null) return [];
  return Object.entries(input).map(([name, value]) => ({
    name: seen(name),
    value: seen(typeof value === 'string' ? value : JSON.stringify(value, null, 2)),
  }));
}
