import type { FakeOptions } from '../../src/renderer/test-support/fake-bridge.ts';
import type { FakeConversation } from '../../src/renderer/test-support/fake-conversations.ts';
import { sampleConversation } from '../../src/renderer/test-support/samples.ts';
import type { GalleryState } from './states.ts';

const folders = [
  { id: '6f1c2a3b-0000-4000-8000-00000000a001', name: 'Customers', isCollapsed: false },
  { id: '6f1c2a3b-0000-4000-8000-00000000a002', name: 'Works council', isCollapsed: true },
  {
    id: '6f1c2a3b-0000-4000-8000-00000000a003',
    name: 'Nothing yet, and a name that is much too long',
    isCollapsed: false,
  },
];

const many = 100_000;

/** How the list of conversations looks. */
export function listStates(usual: FakeOptions): Readonly<Record<string, GalleryState>> {
  const put = (place: Partial<FakeConversation['conversation']>, from: number, to: number) =>
    (usual.conversations ?? []).slice(from, to).map(({ conversation, messages }) => ({
      conversation: { ...conversation, ...place },
      messages,
    }));
  const now = Date.now();
  return {
    organised: {
      options: {
        ...usual,
        folders,
        conversations: [
          ...put({ pinnedAt: now }, 0, 2),
          ...put({ folderId: folders[0]?.id ?? null }, 2, 4),
          ...put({ archivedAt: now }, 4, 5),
          ...put({ binnedAt: now }, 5, 7),
          ...put({}, 7, 100),
        ],
      },
    },
    many: {
      options: {
        ...usual,
        conversations: Array.from({ length: many }, (_, index) => ({
          conversation: sampleConversation(`Conversation number ${index + 1}`, index * 0.1),
          messages: [],
        })),
      },
    },
  };
}
