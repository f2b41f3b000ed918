import { isBlank } from '../../../shared/model/message.ts';
import { promptVariableLimit, promptVariables } from '../../../shared/model/prompt.ts';

/** Why a prompt cannot be saved: it is not finished, or more than it may be. */
export type PromptFault = { readonly kind: 'unfinished' } | { readonly kind: 'wrong'; readonly reason: string };

/** What is wrong with a prompt that is being written; undefined where it can be saved. */
export function promptFault(name: string, text: string): PromptFault | undefined {
  const { length } = promptVariables(text);
  if (length > promptVariableLimit) {
    return { kind: 'wrong', reason: `It asks for ${length} things; ${promptVariableLimit} are the most.` };
  }
  return isBlank(name) || isBlank(text) ? { kind: 'unfinished' } : undefined;
}

/** What stands under the text: what will be asked for, or how to have something asked for. */
export function variablesText(text: string): string {
  const names = promptVariables(text).map(({ name }) => name);
  return names.length === 0
    ? 'Write {{name}} for what you want to be asked for, {{name|default}} with a default; {{date}} and {{time}} are filled in.'
    : `You will be asked for ${new Intl.ListFormat('en').format(names)}.`;
}
