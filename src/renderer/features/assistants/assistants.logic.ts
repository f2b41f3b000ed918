import type { AssistantDraft, OwnAssistant } from '../../../shared/model/assistant.ts';
import type { Starter } from '../../../shared/model/conversation.ts';
import { isBlank } from '../../../shared/model/message.ts';

/** An assistant that nothing has been written of yet. */
export function newAssistant(): OwnAssistant {
  return {
    id: crypto.randomUUID(),
    name: '',
    description: '',
    instructions: '',
    settings: {},
    starters: [],
    files: [],
  };
}

/** An assistant as main is to keep it: starters that are not finished are left out. */
export function toDraft(assistant: OwnAssistant, fileIds: readonly string[]): AssistantDraft {
  const { id, name, description, instructions, deploymentId, settings, starters, toolServerIds } = assistant;
  return {
    id,
    name: name.trim(),
    description: description.trim(),
    instructions,
    deploymentId,
    settings,
    starters: starters.filter(({ label, text }) => !isBlank(label) && !isBlank(text)),
    toolServerIds,
    fileIds: [...fileIds],
  };
}

/** What stands at the field of the model. */
export function modelChoices(
  deployments: readonly { readonly id: string; readonly displayName: string }[],
  chosenId: string | undefined,
): readonly { readonly id: string; readonly label: string }[] {
  const offered = deployments.map(({ id, displayName }) => ({ id, label: displayName }));
  const isGone = chosenId !== undefined && !deployments.some(({ id }) => id === chosenId);
  return [
    { id: '', label: 'Whichever is chosen for the chat' },
    ...offered,
    ...(isGone ? [{ id: chosenId, label: `${chosenId} (not offered to you)` }] : []),
  ];
}

/** The servers that an assistant may use with one of them let in or kept out; all of the known ones mean any. */
export function withServer(
  chosen: readonly string[] | undefined,
  change: { readonly id: string; readonly isAllowed: boolean },
  known: readonly { readonly id: string }[],
): string[] | undefined {
  const before = chosen ?? known.map(({ id }) => id);
  const others = before.filter((id) => id !== change.id);
  const next = change.isAllowed ? [...others, change.id] : others;
  return known.every(({ id }) => next.includes(id)) ? undefined : next;
}

/** The starters with one of them written anew. */
export function withStarter(starters: readonly Starter[], index: number, change: Partial<Starter>): Starter[] {
  return starters.map((starter, at) => (at === index ? { ...starter, ...change } : starter));
}
