import type { OpenConversation } from '../../src/shared/model/conversation.ts';
import type { Message } from '../../src/shared/model/message.ts';

/** A message that the campaign has sent, and what it has seen of the answer. */
export interface Asked {
  readonly conversationId: string;
  readonly questionId: string;
  readonly text: string;
  /** Set once it was accepted; also the answer's id. */
  turnId?: string;
  /** When so many characters of the answer had been shown. */
  readonly shown: { readonly time: number; readonly length: number }[];
  hasEnded: boolean;
}

/** One thing about where a conversation is. */
export type Placement =
  | { readonly isPinned: boolean }
  | { readonly isArchived: boolean }
  | { readonly isInBin: boolean }
  | { readonly folderId: string | null };

/** What was promised of one conversation. */
export interface PromisedConversation {
  readonly asked: Asked[];
  /** The person's, once it was accepted. */
  title?: string;
  /** Where it was put last, once that was accepted. */
  placement?: Placement;
  /** Of one that came out of a file: all of it or nothing is there, and once accepted all of it. */
  readonly imported?: { readonly messageIds: readonly string[]; isAccepted: boolean };
  /** Once it was asked for: then it may be there or not, and once accepted it may not. */
  deletion?: 'asked' | 'accepted';
}

/** What every answer of a campaign is the beginning of. */
export function answerText(words: number): string {
  return Array.from({ length: words }, (_, index) => `w${index}`).join(' ');
}

/** What a message says, to the last space. */
export function textOf({ parts }: Message): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

/** How a conversation came through a kill. */
export interface Outcome {
  readonly faults: readonly string[];
  /** Most of an answer that had been shown and is not there any more, in milliseconds before the kill. */
  readonly lostMilliseconds: number;
}

/** Longest time of an answer that may be lost with a process. */
const bearableMilliseconds = 1000;

/**
 * Compares what was promised of a conversation with what is there.
 * @param killedAt when main was ended; undefined where it goes on, so that nothing may be missing
 */
export function compare(
  { asked, title, placement, imported, deletion }: PromisedConversation,
  found: OpenConversation | undefined,
  killedAt: number | undefined,
): Outcome {
  if (found === undefined) {
    const isAccepted = imported?.isAccepted === true || asked.some(({ turnId }) => turnId !== undefined);
    const isPromised = deletion === undefined && isAccepted;
    return { faults: isPromised ? ['a conversation is gone'] : [], lostMilliseconds: 0 };
  }
  const faults: string[] = deletion === 'accepted' ? ['a deleted conversation is there'] : [];
  if (title !== undefined && found.conversation.title !== title) faults.push('a title is not the one that was given');
  if (placement !== undefined && !isPlaced(found, placement)) faults.push('a conversation is not where it was put');
  const ids = new Set(found.messages.map(({ id }) => id));
  if (imported?.messageIds.some((id) => !ids.has(id)) === true) faults.push('half of an import is there');
  let lostMilliseconds = 0;
  for (const { questionId, text, turnId, shown } of asked) {
    const question = found.messages.find(({ id }) => id === questionId);
    if (question === undefined) {
      if (turnId !== undefined) faults.push('an accepted message is gone');
      continue;
    }
    if (textOf(question) !== text) faults.push('a message is not what was sent');
    const answer = found.messages.find(({ id }) => id === turnId);
    if (turnId === undefined || answer === undefined) {
      if (turnId !== undefined) faults.push('the answer of an accepted message is gone');
      continue;
    }
    const kept = textOf(answer);
    if (!answerText(kept.length).startsWith(kept)) faults.push('an answer is not what came');
    if (answer.metadata.status === 'streaming') faults.push('an answer streams for ever');
    const missing = shown.find(({ length }) => length > kept.length);
    if (missing === undefined) continue;
    if (killedAt === undefined) faults.push('a part of an answer is gone, though Parley went on');
    else lostMilliseconds = Math.max(lostMilliseconds, killedAt - missing.time);
  }
  if (lostMilliseconds > bearableMilliseconds) faults.push(`${lostMilliseconds} ms of an answer are gone`);
  return { faults, lostMilliseconds };
}

function isPlaced({ conversation }: OpenConversation, placement: Placement): boolean {
  const { pinnedAt, archivedAt, binnedAt, folderId } = conversation;
  if ('isPinned' in placement) return placement.isPinned === (pinnedAt !== null);
  if ('isArchived' in placement) return placement.isArchived === (archivedAt !== null);
  if ('isInBin' in placement) return placement.isInBin === (binnedAt !== null);
  return placement.folderId === folderId;
}
