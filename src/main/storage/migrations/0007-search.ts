/**
 * The search: two indexes over what messages say and two over titles, one of words and one of their parts (docs/decisions/0007).
 * They hold no text (`content=''`), only where words stand, by the number of the message or title. Triggers keep them in step in
 * the transaction of whoever writes; the functions are those of search/search-functions.ts. An answer is taken in when it
 * has ended. What is there already is taken in later, newest first: `search_backlog` tells from where on down.
 */
export const search = `
  CREATE TABLE search_titles (
    ordinal INTEGER NOT NULL PRIMARY KEY,
    conversation_id TEXT NOT NULL UNIQUE REFERENCES conversations (id) ON DELETE CASCADE
  ) STRICT;

  CREATE TABLE search_backlog (
    kind TEXT NOT NULL PRIMARY KEY CHECK (kind IN ('messages', 'titles')),
    before INTEGER NOT NULL
  ) STRICT;

  CREATE VIRTUAL TABLE message_words USING fts5 (
    text, files, content = '', contentless_delete = 1, prefix = '2 3',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
  );
  CREATE VIRTUAL TABLE message_parts USING fts5 (
    text, content = '', contentless_delete = 1, detail = none,
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
  );
  CREATE VIRTUAL TABLE title_words USING fts5 (
    text, content = '', contentless_delete = 1, prefix = '2 3',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
  );
  CREATE VIRTUAL TABLE title_parts USING fts5 (
    text, content = '', contentless_delete = 1, detail = none,
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
  );

  INSERT INTO search_titles (conversation_id) SELECT id FROM conversations ORDER BY updated_at;
  INSERT INTO search_backlog SELECT 'titles', max(ordinal) + 1 FROM search_titles HAVING max(ordinal) IS NOT NULL;
  INSERT INTO search_backlog SELECT 'messages', max(ordinal) + 1 FROM messages HAVING max(ordinal) IS NOT NULL;

  CREATE TRIGGER messages_found AFTER INSERT ON messages WHEN new.status IS NOT 'streaming' BEGIN
    INSERT INTO message_words (rowid, text, files)
      VALUES (new.ordinal, index_words(message_text(new.parts)), index_words(message_files(new.parts)));
    INSERT INTO message_parts (rowid, text)
      VALUES (new.ordinal, index_parts(message_text(new.parts) || char(10) || message_files(new.parts)));
  END;

  CREATE TRIGGER messages_found_again AFTER UPDATE OF parts, status ON messages WHEN new.status IS NOT 'streaming' BEGIN
    INSERT OR REPLACE INTO message_words (rowid, text, files)
      VALUES (new.ordinal, index_words(message_text(new.parts)), index_words(message_files(new.parts)));
    INSERT OR REPLACE INTO message_parts (rowid, text)
      VALUES (new.ordinal, index_parts(message_text(new.parts) || char(10) || message_files(new.parts)));
  END;

  CREATE TRIGGER messages_found_no_more AFTER DELETE ON messages BEGIN
    DELETE FROM message_words WHERE rowid = old.ordinal;
    DELETE FROM message_parts WHERE rowid = old.ordinal;
  END;

  CREATE TRIGGER titles_found AFTER INSERT ON conversations BEGIN
    INSERT INTO search_titles (conversation_id) VALUES (new.id);
    INSERT INTO title_words (rowid, text)
      SELECT ordinal, index_words(new.title) FROM search_titles WHERE conversation_id = new.id;
    INSERT INTO title_parts (rowid, text)
      SELECT ordinal, index_parts(new.title) FROM search_titles WHERE conversation_id = new.id;
  END;

  CREATE TRIGGER titles_found_again AFTER UPDATE OF title ON conversations BEGIN
    INSERT OR REPLACE INTO title_words (rowid, text)
      SELECT ordinal, index_words(new.title) FROM search_titles WHERE conversation_id = new.id;
    INSERT OR REPLACE INTO title_parts (rowid, text)
      SELECT ordinal, index_parts(new.title) FROM search_titles WHERE conversation_id = new.id;
  END;

  CREATE TRIGGER titles_found_no_more AFTER DELETE ON search_titles BEGIN
    DELETE FROM title_words WHERE rowid = old.ordinal;
    DELETE FROM title_parts WHERE rowid = old.ordinal;
  END;
`;
