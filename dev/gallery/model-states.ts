import type { FakeOptions } from '../../src/renderer/test-support/fake-bridge.ts';
import {
  answer,
  foundDeployment,
  question,
  sampleConversation,
  sampleSession,
} from '../../src/renderer/test-support/samples.ts';
import type { GalleryState } from './states.ts';
import { shortAnswer } from './texts.ts';

const day = 86_400_000;

/** The looks of models and of what a conversation sets for them. */
export function modelStates(usual: FakeOptions): Readonly<Record<string, GalleryState>> {
  const [everyday, careful, plain] = sampleSession.deployments;
  const isoDay = (time: number) => new Date(time).toISOString().slice(0, 10);
  const deployments = [everyday, careful, plain].flatMap((each, index) =>
    each === undefined ? [] : [index === 2 ? { ...each, retiresOn: isoDay(Date.now() + 12 * day) } : each],
  );
  const session = { ...sampleSession, deployments };
  const settings = { instructions: 'Answer as a careful engineer would.', reasoningEffort: 'high' } as const;
  return {
    settings: {
      options: {
        ...usual,
        session,
        conversations: [
          {
            conversation: sampleConversation('Choice of a VPN', 0, 'careful'),
            settings,
            messages: [
              question('WireGuard or IPsec for 400 laptops?'),
              thoughtful(
                '**Weighing the options**\n\nThe fleet is managed, so:\n\n- kernel support\n- key distribution',
                12_300,
              ),
            ],
          },
        ],
      },
    },
    'settings-new': { options: { ...usual, session } },
    'models-found': {
      options: {
        ...usual,
        session: {
          ...session,
          deployments: [...deployments, ...foundModels()],
          discovery: { kind: 'looked', at: Date.now(), gaps: 1 },
        },
      },
    },
    'models-to-allow': {
      options: { ...usual, session: { ...session, deployments: [], discovery: { kind: 'permission-needed' } } },
    },
  };
}

function foundModels() {
  const names = ['claims-drafts', 'code-review', 'everyday-gpt-4.1', 'long-context', 'minutes', 'translations'];
  return ['contoso-ai-north', 'contoso-ai-research'].flatMap((resource) =>
    names.map((name, index) => foundDeployment(name, resource, index === 3)),
  );
}

function thoughtful(reasoning: string, thoughtMilliseconds: number) {
  const { parts, ...message } = answer(shortAnswer, { deploymentId: 'careful', thoughtMilliseconds });
  return { ...message, parts: [{ type: 'reasoning' as const, text: reasoning, state: 'done' as const }, ...parts] };
}
