/** How a conversation's model is to answer: JSON, with what the person has set and nothing else. */
export const conversationSettings = `
  ALTER TABLE conversations ADD COLUMN settings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(settings));
`;
