import { expect } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { FakeMain } from './fake-bridge.ts';
import type { FakeConversation } from './fake-conversations.ts';
import type { FakeTurn } from './fake-turn.ts';
import { CommandContext, createCommandHub } from '../commands.ts';
import { renderPart } from './render-part.tsx';
import { answer, question, sampleConversation, sampleSession } from './samples.ts';
import { ChatPage, type ShownConversation } from '../features/chat/chat-page.tsx';
import { type ChatLibrary, emptyLibrary } from '../features/chat/chat-library.ts';
import { createDrafts } from '../features/chat/drafts.ts';

const message = page.getByRole('textbox', { name: 'Message' });

/** A stored conversation of question, answer, question and so on. */
export function stored(...texts: readonly string[]): FakeConversation {
  return {
    conversation: sampleConversation('Stored', 1, 'careful'),
    messages: texts.map((text, index) => (index % 2 === 0 ? question(text) : answer(text))),
  };
}

/** The chat page for whatever conversation is shown, with the drafts of one person. */
export function chatPage(
  drafts = createDrafts(),
  deployments = sampleSession.deployments,
  {
    library = emptyLibrary,
    onOpen = () => undefined,
  }: { readonly library?: ChatLibrary; readonly onOpen?: (conversationId: string) => void } = {},
) {
  return (shown: ShownConversation) => (
    <ChatPage
      shown={shown}
      givenName="Ada"
      deployments={deployments}
      drafts={drafts}
      library={library}
      onAssistant={() => undefined}
      notice={null}
      onOpen={onOpen}
    />
  );
}

/** Opens a conversation, a new one where none is given. */
export async function openChat(main: FakeMain, conversation?: FakeConversation) {
  const hub = createCommandHub();
  const plain = chatPage();
  const view = (shown: ShownConversation) => <CommandContext value={hub}>{plain(shown)}</CommandContext>;
  const shown = { id: conversation?.conversation.id ?? crypto.randomUUID(), isNew: conversation === undefined };
  const screen = await renderPart(view(shown), main.bridge);
  await expect.element(message).toBeVisible();
  return { screen, view, shown, hub };
}

/** Sends a message and gives the turn that has begun. */
export async function ask(main: FakeMain, text: string): Promise<FakeTurn> {
  await message.fill(text);
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('button', { name: 'Stop' })).toBeVisible();
  await expect.poll(() => main.turns.at(-1)?.followers).toBe(1);
  const turn = main.turns.at(-1);
  if (turn === undefined) throw new Error('No turn has begun');
  return turn;
}
