/**
 * What was written and not sent. A draft's conversation need not be there yet; an edit's question is. `files` and `content` are
 * JSON. A file goes with the last draft or waiting message that has it, unless it was sent. A waiting message goes in the transaction
 * that puts it into its conversation, so that nothing is sent twice.
 */
export const drafts = `
  CREATE TABLE drafts (
    conversation_id TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL,
    files TEXT NOT NULL CHECK (json_valid(files)),
    choices TEXT NOT NULL CHECK (json_valid(choices)),
    saved_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE draft_edits (
    question_id TEXT NOT NULL PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    removed TEXT NOT NULL CHECK (json_valid(removed)),
    saved_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE waiting_messages (
    id TEXT NOT NULL PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    files TEXT NOT NULL CHECK (json_valid(files)),
    content TEXT NOT NULL CHECK (json_valid(content))
  ) STRICT;

  CREATE INDEX waiting_messages_by_conversation ON waiting_messages (conversation_id, position);

  CREATE TRIGGER drafts_go AFTER DELETE ON conversations BEGIN
    DELETE FROM drafts WHERE conversation_id = old.id;
  END;

  CREATE TRIGGER waiting_message_sent AFTER INSERT ON messages WHEN new.role = 'user' BEGIN
    DELETE FROM waiting_messages WHERE id = new.id;
  END;

  CREATE TRIGGER draft_files_go AFTER DELETE ON drafts WHEN old.files <> '[]' BEGIN
    DELETE FROM attachments
    WHERE id IN (SELECT value ->> 'id' FROM json_each(old.files)) AND conversation_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM assistant_files WHERE attachment_id = attachments.id)
      AND NOT EXISTS (SELECT 1 FROM conversation_files WHERE attachment_id = attachments.id)
      AND NOT EXISTS (
        SELECT 1 FROM waiting_messages, json_each(waiting_messages.files) AS file WHERE file.value ->> 'id' = attachments.id
      );
  END;

  CREATE TRIGGER waiting_files_go AFTER DELETE ON waiting_messages WHEN old.files <> '[]' BEGIN
    DELETE FROM attachments
    WHERE id IN (SELECT value ->> 'id' FROM json_each(old.files)) AND conversation_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM assistant_files WHERE attachment_id = attachments.id)
      AND NOT EXISTS (SELECT 1 FROM conversation_files WHERE attachment_id = attachments.id)
      AND NOT EXISTS (
        SELECT 1 FROM messages, json_each(messages.parts) AS part
        WHERE messages.id = old.id AND part.value ->> 'attachmentId' = attachments.id
      )
      AND NOT EXISTS (
        SELECT 1 FROM drafts, json_each(drafts.files) AS file WHERE file.value ->> 'id' = attachments.id
      );
  END;
`;
