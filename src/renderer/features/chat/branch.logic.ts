import type { OpenConversation } from '../../../shared/model/conversation.ts';
import { type ChatMessage, chatMessageFiles, chatMessageText } from './chat-message.ts';

/** By the id of a shown message: the ids of its versions, where it has several. */
export type Versions = ReadonlyMap<string, readonly string[]>;

/** The versions of a conversation as main tells of them. */
export function versionsOf(groups: OpenConversation['versions']): Versions {
  return new Map(groups.flatMap((ids) => ids.map((id) => [id, ids] as const)));
}

/** Where a message stands among its versions. */
export interface VersionPosition {
  /** From 1. */
  readonly number: number;
  readonly count: number;
  readonly previousId: string | undefined;
  readonly nextId: string | undefined;
}

/** Where a message stands among its versions; undefined where it is the only one. */
export function versionPosition(id: string, versions: readonly string[] | undefined): VersionPosition | undefined {
  const index = versions?.indexOf(id) ?? -1;
  if (versions === undefined || index === -1 || versions.length < 2) return undefined;
  return { number: index + 1, count: versions.length, previousId: versions[index - 1], nextId: versions[index + 1] };
}

/** What a screen reader is told once another version is shown. */
export function versionAnnouncement(id: string, versions: Versions): string {
  const position = versionPosition(id, versions.get(id));
  return position === undefined ? '' : `Version ${position.number} of ${position.count}`;
}

/** An edit that has not been sent. */
export interface Edit {
  readonly text: string;
  /** Ids of the question's files that it does not have any more. */
  readonly removed: readonly string[];
}

/** An edit that has changed nothing yet. */
export function newEdit(question: Pick<ChatMessage, 'parts'>): Edit {
  return { text: chatMessageText(question), removed: [] };
}

/** The files that an edited question still has. */
export function keptFiles(question: Pick<ChatMessage, 'parts'>, { removed }: Edit) {
  return chatMessageFiles(question).filter(({ attachmentId }) => !removed.includes(attachmentId));
}

/** The models that a chosen one can be compared with. */
export function withoutChosen<Offered extends { readonly id: string }>(
  offered: readonly Offered[],
  chosenId: string | undefined,
): readonly Offered[] {
  return offered.filter(({ id }) => id !== chosenId);
}
