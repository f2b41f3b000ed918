import { AppError } from '../../src/shared/errors.ts';
import type { FakeMain, FakeOptions } from '../../src/renderer/test-support/fake-bridge.ts';
import type { FakeConversation } from '../../src/renderer/test-support/fake-conversations.ts';
import type { FakeTurn } from '../../src/renderer/test-support/fake-turn.ts';
import {
  answer,
  question,
  sampleConversation,
  sampleInfo,
  sampleReading,
  sampleSession,
  sampleSignIn,
} from '../../src/renderer/test-support/samples.ts';
import { answerStates } from './answer-states.ts';
import { identityStates } from './identity-states.ts';
import { listStates } from './list-states.ts';
import { modelStates } from './model-states.ts';
import { tenThousandMessages } from './transcript-states.ts';
import { hebrewAnswer, hostileAnswer, longAnswer, longWord, markdownAnswer, shortAnswer } from './texts.ts';

/** One look at the window. */
export interface GalleryState {
  readonly options: FakeOptions;
  readonly begin?: (main: FakeMain) => void;
  /** The conversation that is shown; a new chat where it is left out. */
  readonly shownId?: string | undefined;
  /** What a person does once the composer is there. */
  readonly act?: () => void;
}

/** The state of a name; a new chat for names that there are not. */
export function galleryState(name: string): GalleryState {
  return states[name] ?? { options: usual };
}

const history: readonly FakeConversation[] = [
  {
    conversation: sampleConversation('Rollout plan for the new VPN client', 0.2),
    messages: [
      question('We replace the VPN client on 400 laptops. What would a careful rollout plan look like?'),
      answer(markdownAnswer),
      question('And how do I tell people?'),
      answer(shortAnswer, { deploymentId: 'careful', usage: { inputTokens: 1304, outputTokens: 212 } }),
    ],
  },
  {
    conversation: sampleConversation('Questions about every kind of leave that there is in the handbook', 1, 'careful'),
    messages: [question('What kinds of leave are there?'), answer('There are **five** kinds.', { status: 'stopped' })],
  },
  {
    conversation: sampleConversation('Translate the press release', 3),
    messages: [question('Translate this.'), answer('The beginning of a trans', { status: 'interrupted' })],
  },
  {
    conversation: sampleConversation('Excel formula for workdays', 4),
    messages: [
      question('Which formula counts workdays?'),
      answer('', {
        status: 'failed',
        usage: undefined,
        error: new AppError('model-rate-limited', {
          fields: { deployment: 'Everyday', retryAfterSeconds: 40 },
        }).toData(),
      }),
    ],
  },
  {
    conversation: sampleConversation('Minutes of the works council', 5),
    messages: [
      question('Summarise the minutes.'),
      answer('The council discussed three points:\n\n1. The new', {
        status: 'failed',
        error: new AppError('sign-in-required').toData(),
      }),
    ],
  },
  ...['Onboarding checklist', 'SQL for the monthly report'].map((title) => ({
    conversation: sampleConversation(title, 26),
    messages: [question(title), answer(shortAnswer)],
  })),
  ...['Regex for invoice numbers', 'Agenda for the offsite', 'Compare two contracts'].map((title) => ({
    conversation: sampleConversation(title, 80),
    messages: [question(title), answer(shortAnswer)],
  })),
  ...Array.from({ length: 20 }, (_, index) => ({
    conversation: sampleConversation(`An older conversation, number ${index + 1}`, 400 + index * 30),
    messages: [question('Hello'), answer(shortAnswer)],
  })),
];

const firstAnswer = answer('There are three: a **pilot**, a ring for each site, and the rest.');
const summarisedConversation: FakeConversation = {
  conversation: sampleConversation('A conversation longer than its model can read', 0.1),
  messages: [
    question('Which rings should the rollout have?'),
    firstAnswer,
    question('And who is in the pilot?'),
    {
      ...answer(shortAnswer, { context: { tokens: 5_000, limit: 6_000, omittedMessages: 2 } }),
      parts: [
        {
          type: 'data-summary',
          data: {
            text: 'The person plans a rollout of a VPN client to **400 laptops** in three rings.',
            upToId: firstAnswer.id,
          },
        },
        { type: 'text', text: shortAnswer },
      ],
    },
  ],
};

const usual: FakeOptions = { conversations: history, onTurn: (turn) => stream(turn, markdownAnswer) };

const states: Readonly<Record<string, GalleryState>> = {
  ...identityStates(usual),
  ...modelStates(usual),
  ...answerStates(usual),
  ...listStates(usual),
  reading: { options: { ...usual, session: sampleReading }, shownId: history[0]?.conversation.id },
  'signed-out-readable': {
    options: { session: { kind: 'signed-out', error: null, readable: [sampleReading.account] } },
  },
  updating: { options: { session: { kind: 'starting', work: { kind: 'copying', done: 0.31 } } } },
  damaged: {
    options: {
      ...usual,
      session: {
        ...sampleSession,
        damage: {
          error: new AppError('history-unreadable', { fields: { reason: 'wrong-key-or-corrupt' } }).toData(),
          rescue: { backups: [{ time: Date.now() - 86_400_000, bytes: 5_000_000 }] },
        },
      },
    },
  },
  'signed-out': { options: { session: { kind: 'signed-out', error: null, readable: [] } } },
  'signed-out-error': {
    options: {
      session: {
        kind: 'signed-out',
        error: new AppError('sign-in-refused', { fields: { aadsts: 'AADSTS53003' } }).toData(),
        readable: [],
      },
    },
  },
  'signing-in': { options: { session: { kind: 'signing-in', ...sampleSignIn() } } },
  'contacting-sign-in': {
    options: { session: { kind: 'signing-in', ...sampleSignIn(), linkReady: false } },
  },
  starting: { options: { session: { kind: 'starting', work: null } } },
  blocked: {
    options: {
      session: {
        kind: 'blocked',
        error: new AppError('policy-invalid', {
          fields: {
            source: '/etc/parley/policy.json',
            key: 'Cloud',
            problem: 'has an unknown value',
            accepted: 'global, usgov, usdod, china or an object',
          },
        }).toData(),
        rescue: null,
      },
    },
  },
  unreadable: {
    options: {
      session: {
        kind: 'blocked',
        error: new AppError('history-unreadable', { fields: { reason: 'wrong-key-or-corrupt' } }).toData(),
        rescue: {
          backups: [
            { time: Date.UTC(2026, 10, 20, 8, 30), bytes: 12_000_000 },
            { time: Date.UTC(2026, 10, 19, 8, 30), bytes: 11_000_000 },
          ],
        },
      },
    },
  },
  empty: { options: usual },
  first: { options: { ...usual, conversations: [] } },
  summarised: {
    options: {
      ...usual,
      session: {
        ...sampleSession,
        deployments: sampleSession.deployments.map((deployment) =>
          Object.assign({}, deployment, { contextTokens: 8_000, outputTokens: 2_000 }),
        ),
      },
      conversations: [summarisedConversation],
    },
    shownId: summarisedConversation.conversation.id,
  },
  notice: {
    options: {
      ...usual,
      info: {
        ...sampleInfo,
        notice: 'Demo: this tenant and its scripted model are made up. Nothing you write leaves this computer.',
        unprotectedStorage: true,
      },
    },
  },
  'long-words': {
    options: {
      ...usual,
      conversations: [
        {
          conversation: sampleConversation(longWord, 0),
          messages: [
            question(longWord),
            answer('', {
              status: 'failed',
              error: new AppError('model-forbidden', { fields: { deployment: longWord } }).toData(),
            }),
          ],
        },
      ],
      info: { ...sampleInfo, notice: longWord },
    },
  },
  'right-to-left': {
    options: {
      ...usual,
      conversations: [
        {
          conversation: sampleConversation('תוכנית פריסה ללקוח ה־VPN החדש: שאלות, תשובות ועוד הרבה מילים', 0),
          messages: [question('מה זה TLS?\n\nAnd in English, please.'), answer(hebrewAnswer)],
        },
        ...history,
      ],
    },
  },
  hostile: {
    options: {
      ...usual,
      conversations: [
        { conversation: sampleConversation('Hostile', 0), messages: [question('Nest!'), answer(hostileAnswer)] },
      ],
    },
  },
  'sign-in-failed': {
    options: {
      ...usual,
      session: {
        ...sampleSession,
        error: new AppError('sign-in-refused', { fields: { aadsts: 'AADSTS53003' } }).toData(),
      },
    },
  },
  failing: { options: usual, begin: (main) => main.refuse('chat.send', 'network-unreachable', { host: 'Contoso' }) },
  streaming: {
    options: { ...usual, onTurn: (turn) => turn.write(markdownAnswer.slice(0, 700)) },
    begin: (main) => main.beginTurn(history[0]?.conversation.id ?? '', 'everyday'),
  },
  get 'ten-thousand'() {
    const ten = tenThousandMessages();
    return { options: { ...usual, conversations: [...history, ten] }, shownId: ten.conversation.id };
  },
  long: { options: { ...usual, onTurn: (turn) => stream(turn, longAnswer) } },
  one: { options: { ...usual, session: { ...sampleSession, deployments: sampleSession.deployments.slice(0, 1) } } },
};

function stream(turn: FakeTurn, text: string): void {
  let sent = 0;
  const timer = setInterval(() => {
    if (!turn.isOver && sent < text.length) turn.write(text.slice(sent, (sent += 12)));
    else {
      clearInterval(timer);
      turn.finish();
    }
  }, 16);
}
