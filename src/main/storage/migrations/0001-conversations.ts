/**
 * Conversations, each a tree of messages. `ordinal` is the order in which messages were made, so a child's is greater than
 * its parent's. `metadata` is JSON without what has a column of its own. `parent_id` doesn't cascade: a conversation takes all
 * of its messages along, and SQLite's cascades go no deeper than 1000 levels.
 */
export const conversations = `
  CREATE TABLE conversations (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    title_source TEXT NOT NULL CHECK (title_source IN ('automatic', 'person')),
    deployment_id TEXT NOT NULL,
    shown_leaf_id TEXT REFERENCES messages (id),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE messages (
    ordinal INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    parent_id TEXT REFERENCES messages (id),
    role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
    status TEXT,
    created_at INTEGER NOT NULL,
    parts TEXT NOT NULL CHECK (json_valid(parts)),
    metadata TEXT NOT NULL CHECK (json_valid(metadata))
  ) STRICT;

  CREATE INDEX conversations_by_use ON conversations (updated_at);
  CREATE INDEX conversations_by_leaf ON conversations (shown_leaf_id);
  CREATE INDEX messages_by_conversation ON messages (conversation_id);
  CREATE INDEX messages_by_parent ON messages (parent_id);
  CREATE INDEX messages_streaming ON messages (ordinal) WHERE status = 'streaming';
`;
