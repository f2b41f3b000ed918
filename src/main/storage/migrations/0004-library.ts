/**
 * The person's prompts and assistants, and which assistant a conversation was begun with, as it was then: JSON. The files of
 * an assistant are kept as long as it or a conversation that was begun with it names them; the triggers see to that.
 */
export const library = `
  CREATE TABLE prompts (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    text TEXT NOT NULL
  ) STRICT;

  CREATE TABLE assistants (
    id TEXT NOT NULL PRIMARY KEY,
    content TEXT NOT NULL CHECK (json_valid(content))
  ) STRICT;

  ALTER TABLE conversations ADD COLUMN assistant TEXT CHECK (assistant IS NULL OR json_valid(assistant));

  CREATE TABLE assistant_files (
    assistant_id TEXT NOT NULL REFERENCES assistants (id) ON DELETE CASCADE,
    attachment_id TEXT NOT NULL REFERENCES attachments (id),
    PRIMARY KEY (assistant_id, attachment_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE conversation_files (
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    attachment_id TEXT NOT NULL REFERENCES attachments (id),
    PRIMARY KEY (conversation_id, attachment_id)
  ) STRICT, WITHOUT ROWID;

  CREATE INDEX assistant_files_by_file ON assistant_files (attachment_id);
  CREATE INDEX conversation_files_by_file ON conversation_files (attachment_id);

  CREATE TRIGGER assistant_file_goes AFTER DELETE ON assistant_files BEGIN
    DELETE FROM attachments WHERE id = OLD.attachment_id AND conversation_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM assistant_files WHERE attachment_id = OLD.attachment_id)
      AND NOT EXISTS (SELECT 1 FROM conversation_files WHERE attachment_id = OLD.attachment_id);
  END;

  CREATE TRIGGER conversation_file_goes AFTER DELETE ON conversation_files BEGIN
    DELETE FROM attachments WHERE id = OLD.attachment_id AND conversation_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM assistant_files WHERE attachment_id = OLD.attachment_id)
      AND NOT EXISTS (SELECT 1 FROM conversation_files WHERE attachment_id = OLD.attachment_id);
  END;
`;
