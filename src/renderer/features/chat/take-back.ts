import type { ParleyBridge } from '../../../shared/ipc/contract.ts';
import type { WaitingMessage } from '../../../shared/model/outbox.ts';
import type { Drafts } from './drafts.ts';
import { joinedDraft } from './waiting.logic.ts';

/** Takes a waiting message back into the composer, before what is written there; one that is being sent stays. */
export async function takeBack(
  { id, conversationId, text, files, deploymentIds }: WaitingMessage,
  drafts: Drafts,
  main: ParleyBridge['outbox'],
): Promise<void> {
  const reply = await main.remove({ messageId: id, isTakenBack: true });
  if (!reply.ok || !reply.value) return;
  for (const attachment of files) {
    drafts.files.add(conversationId, {
      id: attachment.id,
      name: attachment.name,
      state: { kind: 'ready', attachment },
    });
  }
  drafts.choose(conversationId, { deploymentId: deploymentIds[0] });
  drafts.set(conversationId, joinedDraft(text, drafts.get(conversationId)));
}
