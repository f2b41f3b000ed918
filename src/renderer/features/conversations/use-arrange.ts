import { useCallback, useState } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { Conversation } from '../../../shared/model/conversation.ts';
import { arrangeLimit, type Placement } from '../../../shared/model/conversation-order.ts';
import type { Result } from '../../../shared/ipc/define.ts';
import { useBridge } from '../../bridge.ts';
import { doneText, placementBefore, type PlacementWish } from './list-actions.logic.ts';

/** What was done last, and how it is taken back. */
export interface Undo {
  readonly text: string;
  readonly placements: readonly Placement[];
}

/** Changes of the list, and how the last one stands. */
export interface Arrange {
  /** Why the last change was refused. */
  readonly error: AppErrorData | null;
  readonly undo: Undo | null;
  readonly dismissUndo: () => void;
  /** Puts conversations somewhere; it can be taken back. */
  readonly arrange: (conversations: readonly Conversation[], wish: PlacementWish) => void;
  readonly takeBack: (undo: Undo) => void;
  readonly deleteForGood: (conversations: readonly Conversation[]) => void;
  /** Follows a change of another kind. */
  readonly follow: (work: Promise<Result<unknown>>) => void;
}

/** Changes where conversations are. */
export function useArrange(): Arrange {
  const { history } = useBridge();
  const [error, setError] = useState<AppErrorData | null>(null);
  const [undo, setUndo] = useState<Undo | null>(null);
  const dismissUndo = useCallback(() => setUndo(null), []);
  const follow = useCallback((work: Promise<Result<unknown>>) => {
    void work.then((result) => setError(result.ok ? null : result.error));
  }, []);
  const place = useCallback(
    (placements: readonly Placement[]) => inPieces(placements, (piece) => history.arrange({ placements: piece })),
    [history],
  );
  const arrange = useCallback(
    (conversations: readonly Conversation[], wish: PlacementWish) => {
      const before = conversations.map((conversation) => placementBefore(conversation, wish));
      const work = place(conversations.map(({ id }) => ({ conversationId: id, ...wish })));
      follow(work);
      // Offered only for what was done.
      void work.then((result) => {
        setUndo(result.ok ? { text: doneText(wish, before.length), placements: before } : null);
      });
    },
    [place, follow],
  );
  const takeBack = useCallback(
    ({ placements }: Undo) => {
      setUndo(null);
      follow(place(placements));
    },
    [place, follow],
  );
  const deleteForGood = useCallback(
    (conversations: readonly Conversation[]) => {
      const ids = conversations.map(({ id }) => id);
      follow(inPieces(ids, (piece) => history.delete({ conversationIds: piece })));
    },
    [history, follow],
  );
  return { error, undo, dismissUndo, arrange, takeBack, deleteForGood, follow };
}

/** One command names so many conversations and no more. Ends with the first one that is refused. */
async function inPieces<Item>(
  items: readonly Item[],
  run: (piece: Item[]) => Promise<Result<unknown>>,
): Promise<Result<unknown>> {
  for (let from = 0; from < items.length; from += arrangeLimit) {
    const result = await run(items.slice(from, from + arrangeLimit));
    if (!result.ok) return result;
  }
  return { ok: true, value: undefined };
}
