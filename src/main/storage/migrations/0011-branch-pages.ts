/**
 * The path from a conversation's root to a message is read out of this index alone: its messages themselves, which may be many
 * and long, are not touched.
 */
export const branchPages = `
  DROP INDEX messages_by_conversation;
  CREATE INDEX messages_by_conversation ON messages (conversation_id, id, parent_id);
`;
