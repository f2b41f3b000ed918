import { expect, it } from 'vitest';
import type { Message } from '../../../shared/model/message.ts';
import { keptSteps } from './tool-history.ts';

it('sends the calls of an answer to a model without tools that is to go on with it, or forgets what was said', async () => {
  const parts: Message['parts'] = [
    { type: 'text', text: 'Let me look.' },
    {
      type: 'dynamic-tool',
      toolName: 'crm__search',
      toolCallId: 'call_1',
      state: 'output-available',
      input: {},
      output: { text: '42 EUR.', images: [], isCut: false, isError: false },
    },
    { type: 'text', text: 'It is' },
  ];
  expect((await keptSteps({ parts }, true)).map(({ role }) => role)).toEqual(['assistant', 'tool']);
  expect(await keptSteps({ parts }, false)).toEqual([{ role: 'assistant', content: 'Let me look.' }]);
});
