import { z } from 'zod';
import { isBlank } from './message.ts';

/** Longest name of a prompt or an assistant in characters. */
export const libraryNameLimit = 80;

/** Longest text of a prompt in characters. */
export const promptTextLimit = 20_000;

/** Most prompts, and most assistants, that a person keeps. */
export const libraryLimit = 500;

/** Most variables of one prompt: each is a field that is filled in before it is inserted. */
export const promptVariableLimit = 20;

/** What people know a prompt or an assistant by: it can be seen. */
export const LibraryName = z
  .string()
  .trim()
  .min(1)
  .max(libraryNameLimit)
  .refine((name) => !isBlank(name), 'a name that can be seen');

/** The text of a prompt, with its variables: `{{name}}`, `{{name|default}}`, `{{date}}`, `{{time}}`. */
export const PromptText = z
  .string()
  .min(1)
  .max(promptTextLimit)
  .refine((text) => !isBlank(text), 'a text that can be seen')
  .refine(
    (text) => promptVariables(text).length <= promptVariableLimit,
    `a text with at most ${promptVariableLimit} different variables`,
  );

/** A prompt as a person writes it. */
export const OwnPrompt = z.object({ id: z.uuid(), name: LibraryName, text: PromptText });
export type OwnPrompt = z.infer<typeof OwnPrompt>;

/** Whose something is: the organisation's comes from policy and cannot be changed. */
export const LibrarySource = z.enum(['person', 'organisation']);
export type LibrarySource = z.infer<typeof LibrarySource>;

/** A prompt of the library. */
export const Prompt = z.object({ id: z.string(), source: LibrarySource, name: z.string(), text: z.string() });
export type Prompt = z.infer<typeof Prompt>;

/** A variable that a person fills in. */
export interface PromptVariable {
  readonly name: string;
  /** Empty for none. */
  readonly usual: string;
}

const variablePattern = /\{\{([^{}|\n]{1,60})(?:\|([^{}]{0,1000}))?\}\}/g;

/** The variables of a prompt's text that a person fills in, in their order; the first default of each counts. */
export function promptVariables(text: string): readonly PromptVariable[] {
  const variables = new Map<string, PromptVariable>();
  for (const [, name = '', usual] of text.matchAll(variablePattern)) {
    const key = name.trim();
    if (isBlank(key) || isBuiltIn(key, usual)) continue;
    const known = variables.get(key);
    if (known === undefined || known.usual === '') variables.set(key, { name: key, usual: usual?.trim() ?? '' });
  }
  return [...variables.values()];
}

/** A prompt's text with its variables filled in; what is filled in is taken as it is. */
export function filledPrompt(text: string, values: ReadonlyMap<string, string>, now: Date): string {
  return text.replaceAll(variablePattern, (written: string, name: string, usual: string | undefined) => {
    const key = name.trim();
    if (isBuiltIn(key, usual)) return builtIns[key](now);
    return values.get(key) ?? written;
  });
}

/** What Parley itself fills in. */
const builtIns = {
  date: (now: Date) => now.toLocaleDateString('en-GB', { dateStyle: 'long' }),
  time: (now: Date) => now.toLocaleTimeString('en-GB', { timeStyle: 'short' }),
} as const;

/** One with a default is the person's own, whatever its name. */
function isBuiltIn(name: string, usual: string | undefined): name is keyof typeof builtIns {
  return usual === undefined && Object.hasOwn(builtIns, name);
}
