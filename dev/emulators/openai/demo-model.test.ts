import { expect, test } from 'vitest';
import { demoAnswer, demoCall } from './demo-model.ts';
import type { ModelRequest } from './model-request.ts';
import { splitText } from './play.ts';

function request(text: string, changes: Partial<ModelRequest> = {}): ModelRequest {
  return {
    deployment: 'corp-chat',
    stream: false,
    includeUsage: false,
    instructions: '',
    messages: [{ role: 'user', text, attachments: [] }],
    makesImages: false,
    tools: [],
    toolResults: [],
    reasoning: undefined,
    verbosity: undefined,
    maxOutputTokens: undefined,
    promptCacheKey: undefined,
    sampling: [],
    ...changes,
  };
}

const ask = (text: string, instructions = ''): string => demoAnswer(request(text, { instructions }));

test.each([
  ['Hello there', /demo model/],
  ['help', /\| Ask for \| You get \|/],
  ['Write a function', /```typescript\n/],
  ['Some Python code please', /```python\n/],
  ['Make a table', /\| --- \|/],
  ['Give me a list', /- \[x\]/],
  ['Why is the sky blue?', /> Why is the sky blue\?[\s\S]*\*\*1 message\*\*/],
])('%s is answered in a shape of its own (screens would have nothing to show)', (question, shape) => {
  expect(ask(question)).toMatch(shape);
});

test('a tool is called where there is one for the question, and not again for its answer', () => {
  const tools = ['crm__search_invoices'];
  expect(demoCall(request('Any open invoices?', { tools }))).toMatchObject({ name: 'crm__search_invoices' });
  expect(demoCall(request('Any open invoices?'))).toBeUndefined();
  expect(demoCall(request('Hello', { tools }))).toBeUndefined();
  const toolResults = [{ callId: '1', output: 'Two.' }];
  expect(demoCall(request('Any open invoices?', { tools, toolResults }))).toBeUndefined();
});

test('the long answer is six to eight kilobytes', () => {
  const { length } = ask('Tell me a long story');
  expect(length).toBeGreaterThan(6000);
  expect(length).toBeLessThan(8200);
});

test('a title has at most six words and no marks', () => {
  expect(ask('"how" do **I** renew my badge, quickly?', 'Give a title for this conversation.')).toBe(
    'How do I renew my badge',
  );
  expect(ask('???', 'Give a title for this conversation.')).toBe('New conversation');
});

test.each([[undefined], [1], [7]])('chunks (size %s) are the text again, whatever its white space', (size) => {
  for (const text of ['', ' ', '\n\na  b\n', ask('table'), ask('long'), 'no-space-at-all']) {
    expect(splitText(text, size).join('')).toBe(text);
  }
});
