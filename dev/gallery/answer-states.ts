import type { FakeMain, FakeOptions } from '../../src/renderer/test-support/fake-bridge.ts';
import type { FakeConversation } from '../../src/renderer/test-support/fake-conversations.ts';
import type { FakeTurn } from '../../src/renderer/test-support/fake-turn.ts';
import { answer, question, sampleConversation, sampleSession } from '../../src/renderer/test-support/samples.ts';
import { AppError } from '../../src/shared/errors.ts';
import type { FilePart, Message, MessageMetadata } from '../../src/shared/model/message.ts';
import type { ToolCallPart } from '../../src/shared/model/tool.ts';
import type { GalleryState } from './states.ts';
import { longWord, markdownAnswer, shortAnswer } from './texts.ts';

/** The looks of answers on their way and of what goes along with a question: calls of tools, waits, files, the meter. */
export function answerStates(usual: FakeOptions): Readonly<Record<string, GalleryState>> {
  const shown = (messages: readonly Message[], more: Partial<GalleryState> = {}): GalleryState => {
    const conversation = sampleConversation('What Heron owes us', 0);
    const stored: FakeConversation = { conversation, messages };
    const { onTurn: _, ...still } = usual;
    const options = { ...still, conversations: [stored, ...(usual.conversations ?? [])] };
    return { shownId: conversation.id, ...more, options: { ...options, ...more.options } };
  };
  const running = (messages: readonly Message[], drive: (turn: FakeTurn) => void, options = {}): GalleryState =>
    shown(messages, {
      options,
      begin: (main: FakeMain) => drive(main.beginTurn(main.list()[0]?.id ?? '', 'everyday')),
    });
  const asked = [question('How much does Heron owe us?')];
  const named = (name: string) => ({
    ...sampleSession,
    deployments: sampleSession.deployments.map((each) => ({ ...each, displayName: `${name} ${each.displayName}` })),
  });
  const wait = () => ({ until: Date.now() + 754_000, reason: 'rate-limit', deploymentId: 'everyday' }) as const;
  return {
    'tool-waiting': running(asked, (turn) => {
      turn.write('Let me look.');
      askForLeave(turn, { customer: 'Heron Logistics', since: '2026-01-01', open: true });
    }),
    'tool-hostile': running(asked, (turn) => {
      askForLeave(turn, {
        [longWord]: longWord,
        path: 'report\u202Etxt.exe \u200Bend',
        markup: '<img src=x onerror=alert(1)> [click](javascript:alert(1))',
        hebrew: 'מה זה TLS?',
        nested: { lines: Array.from({ length: 40 }, (_, index) => `line ${index}`) },
        empty: '',
      });
    }),
    'tool-calls': shown([...asked, toolAnswer()]),
    wait: running(asked, (turn) => turn.tell({ wait: wait() })),
    'wait-long-name': running(asked, (turn) => turn.tell({ wait: wait() }), { session: named(longWord) }),
    fallback: shown([
      ...asked,
      answer(shortAnswer, {
        deploymentId: 'careful',
        insteadOf: { deploymentId: 'everyday', because: 'quota' },
        missingTools: ['Customers', 'Human resources'],
      }),
    ]),
    'fallback-long-name': shown(
      [
        ...asked,
        answer(shortAnswer, { deploymentId: 'careful', insteadOf: { deploymentId: longWord, because: 'rate-limit' } }),
      ],
      { options: { session: named(longWord) } },
    ),
    continue: shown([...asked, answer('Heron owes us three', { status: 'stopped' })]),
    'continue-cut': shown([...asked, answer('Heron owes us three', { status: 'complete', truncated: true })]),
    'continue-failed': shown([
      ...asked,
      answer('Heron owes us three', { status: 'failed', error: new AppError('stream-cut').toData() }),
    ]),
    files: shown([
      { ...question('What is in these?'), parts: [...sentFiles, text('What is in these?')] },
      answer(shortAnswer),
    ]),
    'files-lost': shown([{ ...question(''), parts: sentFiles }, answer(shortAnswer)], {
      begin: (main) => void main.refuse('attachments.image', 'not-found'),
    }),
    'draft-files': {
      options: usual,
      act: () => {
        choose(['Quarterly report of the logistics department, final version 7.docx', 'photo.png', `${longWord}.xlsx`]);
      },
    },
    'draft-files-reading': {
      options: usual,
      begin: (main) => void main.hold('attachments.add'),
      act: () => choose(['plan.docx', 'photo.png']),
    },
    'draft-files-failed': {
      options: usual,
      begin: (main) => void main.refuse('attachments.add', 'attachment-encrypted'),
      act: () => choose(['locked.pdf', 'plan.docx']),
    },
    meter: full(shown, 4_600),
    'meter-over': full(shown, 6_400),
    thoughts: shown([...asked, thoughtful({ thoughtMilliseconds: 75_000 })]),
  };
}

function full(shown: (messages: readonly Message[], more: Partial<GalleryState>) => GalleryState, tokens: number) {
  const messages = [question('And then?'), answer(shortAnswer, { context: { tokens, limit: 6_000 } })];
  const deployments = sampleSession.deployments.map((each) =>
    Object.assign({}, each, { contextTokens: 8_000, outputTokens: 2_000 }),
  );
  return shown(messages, { options: { session: { ...sampleSession, deployments } } });
}

function askForLeave(turn: FakeTurn, input: unknown): void {
  const toolMetadata = { server: 'Customers', title: 'Search invoices', approval: 'always-allowed' };
  const call = { toolCallId: 'call_1', toolName: 'crm__search_invoices' };
  turn.tellChunk({ type: 'tool-input-available', ...call, input, dynamic: true, toolMetadata });
  turn.tellChunk({ type: 'tool-approval-request', toolCallId: 'call_1', approvalId: 'call_1' });
}

function toolAnswer(): Message {
  const part = (id: string, more: Partial<ToolCallPart>): ToolCallPart => ({
    type: 'dynamic-tool',
    toolName: 'crm__search_invoices',
    toolCallId: id,
    toolMetadata: { server: 'Customers', title: 'Search invoices', approval: 'ask' },
    state: 'output-available',
    input: { customer: 'Heron Logistics' },
    ...more,
  });
  const output = { text: '3 invoices, 12,400.00 EUR\n<b>not bold</b>', images: [], isCut: true, isError: false };
  return {
    ...answer(''),
    parts: [
      text('Let me look.'),
      part('done', { output }),
      part('failed', { output: { ...output, text: 'No such customer', isCut: false, isError: true } }),
      part('refused', { state: 'output-denied' }),
      part('broken', { state: 'output-error', errorText: 'tool-server-unavailable' }),
      text(shortAnswer),
    ],
  };
}

const text = (words: string) => ({ type: 'text', text: words }) as const;

const sentFiles: FilePart[] = [
  ['photo.png', 'image'],
  ['plan.docx', 'document'],
  [`${longWord}.xlsx`, 'spreadsheet'],
  ['דוח שנתי.pdf', 'pdf'],
].map(([filename = '', kind]) => ({
  type: 'file',
  attachmentId: filename,
  filename,
  kind: kind as FilePart['kind'],
  mediaType: kind === 'image' ? 'image/png' : 'application/octet-stream',
  bytes: 123_456,
  tokens: kind === 'image' ? undefined : 1_200,
  truncated: kind === 'spreadsheet',
}));

function thoughtful(metadata: Partial<MessageMetadata>): Message {
  const { parts, ...message } = answer(shortAnswer, metadata);
  return { ...message, parts: [{ type: 'reasoning', text: markdownAnswer, state: 'done' }, ...parts] };
}

/** What choosing files in the dialog comes to. */
function choose(names: readonly string[]): void {
  const input = document.querySelector<HTMLInputElement>('input[type=file]');
  if (input === null) return;
  const transfer = new DataTransfer();
  for (const name of names) transfer.items.add(new File(['content'], name));
  input.files = transfer.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}
