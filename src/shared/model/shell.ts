import { z } from 'zod';

/** Longest text in characters that a link can put into a message. */
export const linkTextLimit = 4000;

/** What a window is asked for from outside of its page: by a notification, a link or another window. */
export const ShellWish = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('open'),
    conversationId: z.string(),
    /** The message that it is opened at; null for the last one. */
    messageId: z.string().nullable(),
  }),
  /** A text of a stranger's for a message: it is shown as one, and never sent by itself. */
  z.object({ kind: z.literal('compose'), text: z.string().max(linkTextLimit) }),
]);
export type ShellWish = z.infer<typeof ShellWish>;

/** A window that a page can open beside itself. */
export const OtherWindow = z.enum(['new-window', 'quick-ask']);
export type OtherWindow = z.infer<typeof OtherWindow>;

/** Where a person goes on who leaves the quick-ask window. */
export const QuickAskExit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hide') }),
  z.object({ kind: z.literal('open-window') }),
  z.object({ kind: z.literal('open-conversation'), conversationId: z.uuid() }),
]);
export type QuickAskExit = z.infer<typeof QuickAskExit>;

/** How a choice of the person's stands that another program, or the desktop, may stand in the way of. */
export const SystemChoice = z.enum(['off', 'on', 'taken', 'unsupported']);
export type SystemChoice = z.infer<typeof SystemChoice>;

/** How far the operating system goes along with what the person has chosen. */
export const SystemState = z.object({
  /** `taken` where another program has the shortcut. */
  quickAskShortcut: SystemChoice,
  /** `unsupported` where the desktop has no place for an icon. */
  tray: SystemChoice,
  /** `unsupported` where there are no dictionaries but those of a foreign server, which Parley does not ask. */
  spellCheck: SystemChoice,
});
export type SystemState = z.infer<typeof SystemState>;
