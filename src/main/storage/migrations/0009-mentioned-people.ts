/**
 * Who is mentioned in a message, out of its metadata, for the search; triggers keep it in step. What the search has taken in is taken
 * in again in the background, since it reads letters and emoji in another way now.
 */
export const mentionedPeople = `
  CREATE TABLE mentioned_people (
    person_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL REFERENCES messages (ordinal) ON DELETE CASCADE,
    name TEXT NOT NULL,
    PRIMARY KEY (person_id, ordinal)
  ) STRICT, WITHOUT ROWID;

  CREATE INDEX mentioned_people_by_message ON mentioned_people (ordinal);

  CREATE TRIGGER people_mentioned AFTER INSERT ON messages WHEN new.metadata ->> '$.people' IS NOT NULL BEGIN
    INSERT OR IGNORE INTO mentioned_people (person_id, ordinal, name)
      SELECT value ->> 'id', new.ordinal, value ->> 'name' FROM json_each(new.metadata, '$.people');
  END;

  CREATE TRIGGER people_mentioned_again AFTER UPDATE OF metadata ON messages
  WHEN old.metadata ->> '$.people' IS NOT new.metadata ->> '$.people' BEGIN
    DELETE FROM mentioned_people WHERE ordinal = new.ordinal;
    INSERT OR IGNORE INTO mentioned_people (person_id, ordinal, name)
      SELECT value ->> 'id', new.ordinal, value ->> 'name' FROM json_each(new.metadata, '$.people');
  END;

  INSERT OR REPLACE INTO search_backlog SELECT 'titles', max(ordinal) + 1 FROM search_titles HAVING max(ordinal) IS NOT NULL;
  INSERT OR REPLACE INTO search_backlog SELECT 'messages', max(ordinal) + 1 FROM messages HAVING max(ordinal) IS NOT NULL;
`;
