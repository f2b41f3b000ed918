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
}

/** Makes the hub of one window. */
export function createCommandHub(): CommandHub {
  const handlers = new Map<WindowCommand, CommandHandler[]>();
  const find = (id: WindowCommand) => handlers.get(id)?.at(-1);
  return {
    register(id, handler) {
      handlers.set(id, [...(handlers.get(id) ?? []), handler]);
      return () =>
        void handlers.set(
          id,
          (handlers.get(id) ?? []).filter((each) => each !== handler),
        );
    },
    isAvailable: (id) => find(id) !== undefined,
    run(id, argument = '') {
      const handler = find(id);
      handler?.(argument);
      return handler !== undefined;
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
