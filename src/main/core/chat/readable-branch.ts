import type { BranchPage } from '../../../shared/model/conversation.ts';
import { type Message, messageText } from '../../../shared/model/message.ts';
import type { BranchStore } from '../history/branch-store.ts';

/**
 * Characters that are read for a token that a model can take: a token of any language has four or so, and a summary is made of
 * as much again as is sent.
 */
const charactersPerToken = 8;
/** How much less what may not be sent counts: results of tools, thoughts, sources. */
const otherShare = 8;

/** The end of a branch that has been read. */
export interface BranchEnd extends Pick<BranchPage, 'messages' | 'start'> {
  /** A message that stands behind all that is read; where left out the last of these. */
  readonly anchorId?: string;
}

/** As much of a branch as a model can read. */
export interface ReadableBranch {
  /** Oldest first. */
  readonly messages: readonly Message[];
  /** How many messages of the branch come before them. */
  readonly earlier: number;
}

/** Reads on from the end of a branch, page by page, until there is more than fits or nothing more. @throws AppError the store's */
export async function readableBranch(
  store: Pick<BranchStore, 'branchPage'>,
  { conversationId, end, limit }: { readonly conversationId: string; readonly end: BranchEnd; readonly limit: number },
): Promise<ReadableBranch> {
  const anchorId = end.anchorId ?? end.messages.at(-1)?.id;
  const pages = [end.messages];
  let earlier = end.start;
  let room = limit * charactersPerToken - weight(end.messages);
  if (anchorId === undefined) return { messages: end.messages, earlier };
  while (earlier > 0 && room > 0) {
    const page = await store.branchPage({ conversationId, anchorId, place: earlier - 1, towards: 'earlier' });
    pages.push(page.messages);
    earlier = page.start;
    room -= weight(page.messages);
  }
  return { messages: pages.toReversed().flat(), earlier };
}

function weight(messages: readonly Message[]): number {
  return messages.reduce((sum, message) => {
    const said = messageText(message).length;
    return sum + said + (JSON.stringify(message.parts).length - said) / otherShare;
  }, 0);
}
