import { useEffect, useRef } from 'react';
import { assertNever } from '../../shared/errors.ts';
import type { ShellCommand, ShellWish } from '../../shared/model/shell.ts';
import { useBridge } from '../bridge.ts';
import { offered, type ShellActions, windowIdOf } from './shell-wishes.logic.ts';

/** What a window does when it is asked from outside. */
export interface ShellWishHandlers {
  readonly actions: ShellActions;
  readonly onOpen: (conversationId: string, messageId: string | undefined) => void;
  /** A text of a stranger's is to be shown as a draft. */
  readonly onCompose: (text: string) => void;
}

/** Does what menus, notifications and links ask of this window, and tells main what it can do now. */
export function useShellWishes(handlers: ShellWishHandlers): void {
  const { shell } = useBridge();
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  const commands = offered(handlers.actions);
  useEffect(() => {
    const input = {
      windowId: windowIdOf(window.location.search),
      commands: commands === '' ? [] : (commands.split(' ') as ShellCommand[]),
    };
    return shell.wishes(input, { item: (wish) => grant(wish, latest.current), end: () => {} });
  }, [shell, commands]);
}

function grant(wish: ShellWish, { actions, onOpen, onCompose }: ShellWishHandlers): void {
  switch (wish.kind) {
    case 'command':
      return actions[wish.command]?.();
    case 'open':
      return onOpen(wish.conversationId, wish.messageId ?? undefined);
    case 'compose':
      return onCompose(wish.text);
    default:
      return assertNever(wish);
  }
}
