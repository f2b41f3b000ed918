/**
 * Which of the search's indexes still hold words of what was deleted or changed: FTS5 only marks them, and takes them out when it
 * merges. Upkeep has it merge where there is a row (upkeep-database.ts).
 */
export const deletedWords = `
  CREATE TABLE deleted_words (
    kind TEXT NOT NULL PRIMARY KEY CHECK (kind IN ('message', 'title'))
  ) STRICT;

  INSERT INTO deleted_words SELECT 'message' WHERE EXISTS (SELECT 1 FROM messages);
  INSERT INTO deleted_words SELECT 'title' WHERE EXISTS (SELECT 1 FROM conversations);

  CREATE TRIGGER message_words_deleted AFTER DELETE ON messages BEGIN
    INSERT OR IGNORE INTO deleted_words VALUES ('message');
  END;

  CREATE TRIGGER message_words_changed AFTER UPDATE OF parts ON messages WHEN old.status IS NOT 'streaming' BEGIN
    INSERT OR IGNORE INTO deleted_words VALUES ('message');
  END;

  CREATE TRIGGER title_words_deleted AFTER DELETE ON search_titles BEGIN
    INSERT OR IGNORE INTO deleted_words VALUES ('title');
  END;

  CREATE TRIGGER title_words_changed AFTER UPDATE OF title ON conversations WHEN old.title IS NOT new.title BEGIN
    INSERT OR IGNORE INTO deleted_words VALUES ('title');
  END;
`;
