/**
 * Which of several versions was shown last, kept only where there are several; the answers that a person compares, as a JSON
 * array of their ids. A file of a conversation that goes is handed to another one that has it in `conversation_files`.
 */
export const branches = `
  CREATE TABLE shown_children (
    parent_id TEXT NOT NULL PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
    child_id TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  ALTER TABLE conversations ADD COLUMN compared TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(compared));

  CREATE TRIGGER attachments_outlive_conversation BEFORE DELETE ON conversations BEGIN
    DELETE FROM conversation_files WHERE conversation_id = old.id;
    UPDATE attachments SET conversation_id = (
      SELECT min(conversation_id) FROM conversation_files WHERE attachment_id = attachments.id
    )
    WHERE conversation_id = old.id AND EXISTS (SELECT 1 FROM conversation_files WHERE attachment_id = attachments.id);
  END;
`;
