import type { FakeConversation } from '../../src/renderer/test-support/fake-conversations.ts';
import { answer, question, sampleConversation } from '../../src/renderer/test-support/samples.ts';
import { markdownAnswer, shortAnswer } from './texts.ts';

const count = 10_000;
const turnsPerDay = 40;
const day = 24 * 60 * 60 * 1000;

/** A conversation of years: short and long messages by turns, the newest of today. */
export function tenThousandMessages(now = Date.now()): FakeConversation {
  const messages = Array.from({ length: count }, (_, index) => {
    const time = now - Math.ceil((count - index) / 2 / turnsPerDay - 1) * day;
    const name = `Message ${index + 1}.`;
    const message =
      index % 2 === 0
        ? question(`${name} ${'And what of the next one? '.repeat(1 + (index % 7))}`)
        : answer(`${name}\n\n${index % 6 === 1 ? markdownAnswer : shortAnswer.repeat(1 + (index % 4))}`);
    return { ...message, metadata: { ...message.metadata, createdAt: time } };
  });
  return { conversation: sampleConversation('Ten thousand messages', 0.1), messages };
}
