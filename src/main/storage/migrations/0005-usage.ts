/**
 * What models were asked, a row a request, without a word of it: it outlives the conversation, and then belongs to none.
 * `currency` and `cost_millionths` are by the price that policy had at the time; without one both are null.
 */
export const usage = `
  CREATE TABLE usage (
    id TEXT NOT NULL PRIMARY KEY,
    day TEXT NOT NULL,
    conversation_id TEXT REFERENCES conversations (id) ON DELETE SET NULL,
    deployment_id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    is_told INTEGER NOT NULL,
    input_tokens INTEGER NOT NULL,
    cached_input_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    reasoning_tokens INTEGER NOT NULL,
    currency TEXT,
    cost_millionths INTEGER,
    CHECK ((currency IS NULL) = (cost_millionths IS NULL))
  ) STRICT;

  CREATE INDEX usage_by_day ON usage (day);
  CREATE INDEX usage_by_conversation ON usage (conversation_id);
`;
