import { type FocusEvent, type RefObject, useCallback, useEffect, useState } from 'react';
import type { PlaceRange } from './earlier-messages.ts';

/** Rows that stay though they are out of sight: the one with the focus, and those that are selected. */
export interface PinnedRows {
  readonly pinned: readonly (PlaceRange | null)[];
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void;
}

/** Keeps rows that scrolling must not take away from the person: their focus and selection would go with them. */
export function usePinnedRows(scroller: RefObject<HTMLElement | null>): PinnedRows {
  const [focused, setFocused] = useState<PlaceRange | null>(null);
  const [selected, setSelected] = useState<PlaceRange | null>(null);
  useEffect(() => {
    const onSelect = () => {
      const selection = document.getSelection();
      const root = scroller.current;
      const places = [selection?.anchorNode, selection?.focusNode].flatMap((node) =>
        node !== null && node !== undefined && root?.contains(node) === true ? placeOf(node) : [],
      );
      const next =
        selection?.isCollapsed !== false || places.length === 0
          ? null
          : { first: Math.min(...places), last: Math.max(...places) };
      setSelected((before) => (isSame(before, next) ? before : next));
    };
    document.addEventListener('selectionchange', onSelect);
    return () => document.removeEventListener('selectionchange', onSelect);
  }, [scroller]);
  const onFocus = useCallback(({ target }: FocusEvent<HTMLElement>) => {
    const [place] = placeOf(target);
    setFocused(place === undefined ? null : { first: place, last: place });
  }, []);
  return { pinned: [focused, selected], onFocus };
}

/** The place of the row that something is in; none where it is in no row. */
function placeOf(node: Node): number[] {
  const element = node instanceof Element ? node : node.parentElement;
  const place = element?.closest<HTMLElement>('[data-place]')?.dataset['place'];
  return place === undefined ? [] : [Number(place)];
}

function isSame(one: PlaceRange | null, other: PlaceRange | null): boolean {
  return one?.first === other?.first && one?.last === other?.last;
}
