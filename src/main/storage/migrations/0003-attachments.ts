/**
 * Attached files, with the text that was read out of them. A file without a conversation belongs to a draft; once sent it
 * belongs to the conversation, whose messages name it by its id, and goes with it. What is in it stands by itself, because
 * SQLite would write all of it again when the conversation is filled in.
 */
export const attachments = `
  CREATE TABLE attachments (
    id TEXT NOT NULL PRIMARY KEY,
    conversation_id TEXT REFERENCES conversations (id) ON DELETE CASCADE
  ) STRICT;

  CREATE TABLE attachment_contents (
    id TEXT NOT NULL PRIMARY KEY REFERENCES attachments (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    data BLOB NOT NULL
  ) STRICT;

  CREATE INDEX attachments_by_conversation ON attachments (conversation_id);
`;
