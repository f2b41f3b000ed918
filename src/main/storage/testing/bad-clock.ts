import type { BeginTurn } from '../../core/history/conversation-store.ts';

/** The same turn, so many milliseconds later by a clock that may be wrong. */
export function answerAfter(begun: BeginTurn, milliseconds: number): BeginTurn {
  const { answer } = begun;
  const createdAt = answer.metadata.createdAt + milliseconds;
  return { ...begun, answer: { ...answer, metadata: { ...answer.metadata, createdAt } } };
}
