/**
 * Where the list shows a conversation. `place` and `placed_at` follow from the other columns, so that a page of any place is a
 * stretch of one index (`placeOf` and `cursorOf` of the model say the same).
 */
export const conversationOrder = `
  CREATE TABLE folders (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    is_collapsed INTEGER NOT NULL DEFAULT 0 CHECK (is_collapsed IN (0, 1))
  ) STRICT;

  ALTER TABLE conversations ADD COLUMN pinned_at INTEGER;
  ALTER TABLE conversations ADD COLUMN folder_id TEXT REFERENCES folders (id) ON DELETE SET NULL;
  ALTER TABLE conversations ADD COLUMN archived_at INTEGER;
  ALTER TABLE conversations ADD COLUMN binned_at INTEGER;
  ALTER TABLE conversations ADD COLUMN place TEXT AS (
    CASE
      WHEN binned_at IS NOT NULL THEN 'bin'
      WHEN archived_at IS NOT NULL THEN 'archive'
      WHEN pinned_at IS NOT NULL THEN 'pinned'
      WHEN folder_id IS NOT NULL THEN 'folder:' || folder_id
      ELSE 'days'
    END
  );
  ALTER TABLE conversations ADD COLUMN placed_at INTEGER AS (coalesce(binned_at, updated_at));

  CREATE INDEX conversations_by_place ON conversations (place, placed_at, id);
  CREATE INDEX conversations_by_folder ON conversations (folder_id);
`;
