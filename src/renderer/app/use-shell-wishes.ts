import { useEffect, useRef } from 'react';
import { assertNever } from '../../shared/errors.ts';
import type { ShellWish } from '../../shared/model/shell.ts';
import { useBridge } from '../bridge.ts';
import { windowIdOf } from './shell-wishes.logic.ts';

/** What a window does when it is asked from outside. */
export interface ShellWishHandlers {
  readonly onOpen: (conversationId: string, messageId: string | undefined) => void;
  /** A text of a stranger's is to be shown as a draft. */
  readonly onCompose: (text: string) => void;
}

/** Does what notifications and links ask of this window. */
export function useShellWishes(handlers: ShellWishHandlers): void {
  const { shell } = useBridge();
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    const input = { windowId: windowIdOf(window.location.search) };
    return shell.wishes(input, { item: (wish) => grant(wish, latest.current), end: () => {} });
  }, [shell]);
}

function grant(wish: ShellWish, { onOpen, onCompose }: ShellWishHandlers): void {
  switch (wish.kind) {
    case 'open':
      return onOpen(wish.conversationId, wish.messageId ?? undefined);
    case 'compose':
      return onCompose(wish.text);
    default:
      return assertNever(wish);
  }
}
