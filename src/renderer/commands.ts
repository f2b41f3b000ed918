import { createContext, useContext, useEffect, useRef } from 'react';
import type { CommandId } from '../shared/commands/commands.ts';

/** What a part of the window can be asked to do: a command of the table, or one that needs to be told more. */
export type WindowCommand = CommandId | 'choose-model' | 'make-temporary';

/** Does a command. */
export type CommandHandler = (argument: string) => void;

/** Where parts of the window say which commands they do, and whoever gives one finds them. */
export interface CommandHub {
  /** Of several that do a command, the last one is asked. */
  readonly register: (id: WindowCommand, handler: CommandHandler) => () => void;
  readonly isAvailable: (id: WindowCommand) => boolean;
  /** @returns false where nothing that is shown does it now */
  readonly run: (id: WindowCommand, argument?: string) => boolean;
  /** Calls when other commands can be done than before. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Makes the hub of one window. */
export function createCommandHub(): CommandHub {
  const handlers = new Map<WindowCommand, readonly CommandHandler[]>();
  const listeners = new Set<() => void>();
  const find = (id: WindowCommand) => handlers.get(id)?.at(-1);
  const change = (id: WindowCommand, next: readonly CommandHandler[]) => {
    const wasAvailable = find(id) !== undefined;
    handlers.set(id, next);
    if (wasAvailable !== next.length > 0) for (const listener of listeners) listener();
  };
  return {
    register(id, handler) {
      change(id, [...(handlers.get(id) ?? []), handler]);
      return () => {
        const others = (handlers.get(id) ?? []).filter((each) => each !== handler);
        change(id, others);
      };
    },
    isAvailable: (id) => find(id) !== undefined,
    run(id, argument = '') {
      const handler = find(id);
      handler?.(argument);
      return handler !== undefined;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Hands down the hub; null where commands are given by nobody. */
export const CommandContext = createContext<CommandHub | null>(null);

/** The hub of the window. */
export function useCommandHub(): CommandHub {
  const hub = useContext(CommandContext);
  if (hub === null) throw new Error('No CommandContext above this component');
  return hub;
}

/** Does a command while the calling part is shown; undefined while it cannot. */
export function useCommand(id: WindowCommand, handler: CommandHandler | undefined): void {
  const hub = useContext(CommandContext);
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  const isAvailable = handler !== undefined;
  useEffect(
    () => (hub === null || !isAvailable ? undefined : hub.register(id, (argument) => latest.current?.(argument))),
    [hub, id, isAvailable],
  );
}
