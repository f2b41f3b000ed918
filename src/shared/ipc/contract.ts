import { z } from 'zod';
import { Attachment, attachmentsPerMessage } from '../model/attachment.ts';
import {
  BranchPage,
  BranchPageRequest,
  comparedLimit,
  Conversation,
  ConversationSettings,
  FindRequest,
  FoundPlaces,
  OpenConversation,
  titleLimit,
  NewTitle,
} from '../model/conversation.ts';
import {
  arrangeLimit,
  ConversationPage,
  Folder,
  folderNameLimit,
  HistoryChange,
  PageRequest,
  Placement,
} from '../model/conversation-order.ts';
import { isBlank, MentionedPerson } from '../model/message.ts';
import { Draft, DraftChoices, DraftEdit, draftLimit, KeptDrafts } from '../model/draft.ts';
import { OutboxState } from '../model/outbox.ts';
import { queryLimit, SearchCursor, SearchFilters, SearchPage } from '../model/search.ts';
import { HistoryStorage } from '../model/history.ts';
import { LibraryExport, LibraryImport, LibraryKind } from '../model/library-file.ts';
import { AccountHealth, SignInMethod } from '../model/account.ts';
import { ConversationTools, ToolDecision } from '../model/tool.ts';
import { AssistantDraft, AssistantLibrary } from '../model/assistant.ts';
import { OwnPrompt, Prompt } from '../model/prompt.ts';
import { AppInfo, SessionState } from '../model/session.ts';
import { PreferenceKey, PreferencesChange, PreferencesView } from '../model/preferences.ts';
import { UsageRange, UsageRow, UsageSummary } from '../model/usage.ts';
import { ExportFormat, ExportProgress, ImportProgress } from '../model/transfer.ts';
import { CommandName } from '../commands/commands.ts';
import { OtherWindow, QuickAskExit, ShellWish, SystemState } from '../model/shell.ts';
import { type Bridge, command, type Emit, event, type Handlers, stream } from './define.ts';

const nothing = z.void();
const id = z.uuid();
/** What main knows a window by; empty in a browser. */
const windowId = z.string().max(40);

/** Longest message in characters that the window may send. */
export const messageLimit = 400_000;

/** A piece of an answer: one chunk of the AI SDK's UI message stream. The sequence starts at 0 and has no gaps. */
export const TurnChunk = z.object({
  sequence: z.number(),
  chunk: z.looseObject({ type: z.string() }),
});
export type TurnChunk = z.infer<typeof TurnChunk>;

/** A message from the window. */
const question = {
  conversationId: id,
  messageId: id,
  /** Blank only where files are sent alone. */
  text: z.string().trim().max(messageLimit),
  attachmentIds: z.array(id).max(attachmentsPerMessage).default([]),
  /** Kept with a conversation that is new; one that is there has its own. */
  settings: ConversationSettings.optional(),
  /** The assistant that a new conversation is begun with. */
  assistantId: z.string().min(1).max(200).optional(),
};

function isSomething({ text, attachmentIds }: { readonly text: string; readonly attachmentIds: readonly string[] }) {
  return attachmentIds.length > 0 || !isBlank(text);
}

/** THE list of what the renderer may ask for and is told. A new ability is one entry here and one handler. */
export const contract = {
  app: {
    /** The frame's facts: version, organisation, notices. */
    info: command(nothing, AppInfo),
    /** `info` has changed. */
    infoChanged: event(AppInfo),
  },
  preferences: {
    /** What counts now. */
    get: command(nothing, PreferencesView),
    changed: event(PreferencesView),
    /** Takes what the person chooses; refused where policy has fixed it. */
    change: command(PreferencesChange, nothing),
    /** Forgets what the person has chosen. */
    reset: command(z.object({ keys: z.array(PreferenceKey) }), nothing),
  },
  shell: {
    /** The commands that a menu gives to a window, whose page says which of them it can do now. */
    commands: stream(z.object({ windowId, commands: z.array(CommandName).max(100) }), CommandName),
    /** What notifications and links ask of a window. */
    wishes: stream(z.object({ windowId }), ShellWish),
    /** Opens another window: one of conversations, or the small one. */
    openWindow: command(OtherWindow, nothing),
    /** Prints what is shown of a conversation, as the person says in the system's dialog; false where they print nothing. */
    print: command(z.object({ conversationId: id }), z.boolean()),
    /** Leaves the quick-ask window for another one, or for none of Parley's. */
    leaveQuickAsk: command(QuickAskExit, nothing),
    /** How far the operating system goes along; null in a browser. */
    system: command(nothing, SystemState.nullable()),
    /** `system` has changed. */
    systemChanged: event(SystemState.nullable()),
  },
  session: {
    state: command(nothing, SessionState),
    changed: event(SessionState),
    /**
     * Starts signing in; the outcome is told by `changed`. Without a tenant it is the account of now that signs in again,
     * or the first one; with a tenant another account is added.
     */
    signIn: command(
      z
        .object({
          tenantId: z.string().optional(),
          method: SignInMethod.optional(),
          /** `discovery` asks for the leave to look for models in Azure. */
          purpose: z.literal('discovery').optional(),
        })
        .optional(),
      nothing,
    ),
    cancelSignIn: command(nothing, nothing),
    /** Puts the sign-in page's address on the clipboard, for a person whose browser did not open. */
    copySignInLink: command(nothing, nothing),
    /**
     * Forgets an account's tokens; `browser` opens the page that ends its session there too, `forget` deletes its history
     * and everything else that is kept for it on this computer.
     */
    signOut: command(z.object({ accountId: z.string(), browser: z.boolean(), forget: z.boolean() }), nothing),
    /** Goes on with another account that is signed in. */
    switchAccount: command(z.object({ accountId: z.string() }), nothing),
    /** Opens the history of an account that is not signed in, to be read; the outcome is told by `changed`. */
    readHistory: command(z.object({ accountId: z.string() }), nothing),
    /** Closes what `readHistory` has opened. */
    closeHistory: command(nothing, nothing),
    /** Asks the gate again. */
    checkAccess: command(nothing, nothing),
    /** The account of now, for its menu and the help desk. */
    health: command(nothing, AccountHealth),
    /** Keeps the person's API key for a deployment that takes one; it is never given out again. Empty removes it. */
    setKey: command(z.object({ deploymentId: z.string().min(1), key: z.string().trim().max(1000) }), nothing),
    /** Looks for models in Azure again, where policy allows it; the outcome is told by `changed`. */
    findModels: command(nothing, nothing),
    /** Tries to leave `blocked`. */
    retry: command(nothing, nothing),
    /** The person's photo as a data URL; null where there is none. */
    photo: command(nothing, z.string().nullable()),
  },
  history: {
    /** Some conversations of a place, last used first. */
    page: command(PageRequest, ConversationPage),
    /** A conversation without its messages; null where there is none. */
    conversation: command(z.object({ conversationId: id }), Conversation.nullable()),
    /** All folders, in no order. */
    folders: command(nothing, z.array(Folder)),
    /** Conversations or folders have changed, here or in another window. */
    changed: event(HistoryChange),
    /** The end of a conversation, and what is around a message of it. */
    open: command(z.object({ conversationId: id, messageId: id.optional() }), OpenConversation),
    /** Some more messages of a conversation, for as long as their branch is there. */
    messages: command(BranchPageRequest, BranchPage),
    /** Messages of a conversation that have a text somewhere in theirs; each request looks for a moment only. */
    find: command(FindRequest, FoundPlaces),
    /** Shows a version of a message, with what was shown below it last; where answers are compared, chooses one. */
    show: command(z.object({ conversationId: id, messageId: id }), OpenConversation),
    /** Deletes one of several versions of a message with everything that follows it. */
    deleteVersion: command(z.object({ conversationId: id, messageId: id }), OpenConversation),
    /** Begins a conversation with a copy of what is shown up to an answer. */
    fork: command(z.object({ conversationId: id, answerId: id, newConversationId: id }), nothing),
    rename: command(z.object({ conversationId: id, title: z.string().trim().min(1).max(titleLimit) }), nothing),
    /** Asks the conversation's model for another title. */
    makeTitle: command(z.object({ conversationId: id, replaceOwn: z.boolean() }), NewTitle),
    /** Hits in titles, messages and names of files, best first; a page that a newer search has overtaken may be empty. */
    search: command(
      z.object({ query: z.string().max(queryLimit), filters: SearchFilters, cursor: SearchCursor.nullable() }),
      SearchPage,
    ),
    /** Whom messages mention, last mentioned first: whom a search can be about. */
    mentioned: command(nothing, z.array(MentionedPerson)),
    /** Pins, moves, archives or deletes conversations, or takes that back, all at once; unknown ones are no error. */
    arrange: command(z.object({ placements: z.array(Placement).min(1).max(arrangeLimit) }), nothing),
    /** Makes a folder, or changes one. */
    saveFolder: command(
      z.object({ id, name: z.string().trim().min(1).max(folderNameLimit), isCollapsed: z.boolean() }),
      nothing,
    ),
    /** Removes a folder; what is in it stays. */
    deleteFolder: command(z.object({ folderId: id }), nothing),
    /** Deletes conversations for good. */
    delete: command(z.object({ conversationIds: z.array(id).min(1).max(arrangeLimit) }), nothing),
    /** Deletes for good what is in the bin. */
    emptyBin: command(nothing, nothing),
    /** Makes a conversation without messages one that is never written, or an ordinary one again. */
    setTemporary: command(z.object({ conversationId: id, isTemporary: z.boolean() }), nothing),
    /** Deletes every conversation of the account, with its backups. */
    deleteAll: command(nothing, nothing),
    /** How much room the account's history takes, and what policy says of keeping it. */
    storage: command(nothing, HistoryStorage),
    /** Puts a backup in the history's place, which is put aside; nothing is deleted. Leaves `blocked`. */
    restore: command(z.object({ time: z.int().nonnegative() }), nothing),
    /** Puts a history aside that cannot be opened, and begins a new one. Leaves `blocked`. */
    startNew: command(nothing, nothing),
  },
  transfer: {
    /** What conversations can be written as on this computer. */
    formats: command(nothing, z.array(ExportFormat)),
    /**
     * Asks the person where to, and writes a conversation, or all of them where none is named. Leaving the stream stops it;
     * a file that is not finished does not stay.
     */
    export: stream(
      z.object({ conversationId: id.nullable(), format: ExportFormat, includeFiles: z.boolean() }),
      ExportProgress,
    ),
    /** Asks the person for a file, and takes the conversations in it. Leaving the stream stops it; what was taken stays. */
    import: stream(nothing, ImportProgress),
    /** Stops what runs; its stream tells what came of it. */
    stop: command(nothing, nothing),
  },
  attachments: {
    /** Reads a file for a draft and keeps it until it is sent or removed; resolves when it has been read. */
    add: command(
      z.object({
        attachmentId: id,
        name: z.string().min(1).max(1000),
        bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
      }),
      Attachment,
    ),
    /** Forgets a file of a draft, also while it is read. */
    remove: command(z.object({ attachmentId: id }), nothing),
    /** The text of a draft's file, where it is one of text. */
    text: command(z.object({ attachmentId: id }), z.string()),
    /** An image of a message as a data URL. */
    image: command(z.object({ attachmentId: id }), z.string()),
    /** Saves a copy of an image of a message where the person says; false where they think better of it. */
    saveImage: command(z.object({ attachmentId: id }), z.boolean()),
    /** Saves a text of an answer where the person says; false where they think better of it. */
    saveText: command(
      z.object({ name: z.string().regex(/^[a-z-]{1,40}\.[a-z0-9]{1,12}$/), text: z.string().max(10_000_000) }),
      z.boolean(),
    ),
  },
  drafts: {
    /** Everything that the account has written and not sent. */
    list: command(nothing, KeptDrafts),
    /** Keeps a draft; one without text and files is forgotten. `writer` names the window. */
    save: command(
      z.object({
        writer: id,
        conversationId: id,
        text: z.string().max(draftLimit),
        attachmentIds: z.array(id).max(attachmentsPerMessage),
        choices: DraftChoices,
      }),
      nothing,
    ),
    /** A window has changed a draft, or sent it. */
    changed: event(z.object({ writer: z.string(), draft: Draft })),
    /** All drafts and edits are deleted. */
    forgotten: event(nothing),
    /** Keeps an edit of a question; null forgets it. */
    saveEdit: command(
      z.object({ questionId: id, edit: DraftEdit.pick({ text: true, removed: true }).nullable() }),
      nothing,
    ),
  },
  tools: {
    /** What the models of a conversation may call; a new one may be asked for before its first message. */
    ofConversation: command(z.object({ conversationId: id }), ConversationTools),
    /** Takes back that a tool is called without asking, here and always. */
    askAgain: command(z.object({ conversationId: id, fingerprint: z.string().max(100) }), nothing),
  },
  prompts: {
    /** The organisation's first, each group by name. */
    list: command(nothing, z.array(Prompt)),
    /** The list has changed. */
    changed: event(z.array(Prompt)),
    /** Keeps a prompt of the person's own: a new one, or in place of the one with its id. */
    save: command(OwnPrompt, nothing),
    delete: command(z.object({ promptId: id }), nothing),
  },
  assistants: {
    list: command(nothing, AssistantLibrary),
    /** The list has changed. */
    changed: event(AssistantLibrary),
    /** Keeps an assistant of the person's own: a new one, or in place of the one with its id. */
    save: command(AssistantDraft, nothing),
    /** Conversations that were begun with it keep it as it was. */
    delete: command(z.object({ assistantId: id }), nothing),
  },
  library: {
    /** Asks the person where to, and writes their own prompts or assistants. */
    export: command(z.object({ kind: LibraryKind }), LibraryExport),
    /** Asks the person for a file, and takes the prompts and assistants in it that are new here. */
    import: command(nothing, LibraryImport),
  },
  usage: {
    /** What the account has used on this computer, by day, deployment and currency, the newest day first. */
    summary: command(z.object({ range: UsageRange }), UsageSummary),
    /** The same of one conversation, with its title and summaries; empty where it is not written. */
    conversation: command(z.object({ conversationId: id }), z.array(UsageRow)),
  },
  chat: {
    /** Accepts a message, makes the conversation where it is new, and starts a turn. */
    send: command(
      z
        .object({
          ...question,
          deploymentId: z.string().min(1),
          /** The question that this one is another version of; its files may be sent with this one too. */
          besideId: id.optional(),
        })
        .refine(isSomething),
      z.object({ turnId: id }),
    ),
    /** Accepts a message that several models answer, each in a turn of its own, for the person to choose from. */
    compare: command(
      z
        .object({ ...question, deploymentIds: z.array(z.string().min(1)).min(2).max(comparedLimit) })
        .refine(isSomething)
        .refine(({ deploymentIds }) => new Set(deploymentIds).size === deploymentIds.length),
      z.object({ turnIds: z.array(id) }),
    ),
    /** Keeps how the model of a conversation is to answer from its next turn on; a new one takes it along with its first message. */
    configure: command(z.object({ conversationId: id, settings: ConversationSettings }), nothing),
    /** Answers the same question again, beside the answer that is there. */
    regenerate: command(
      z.object({ conversationId: id, answerId: id, deploymentId: z.string().min(1) }),
      z.object({ turnId: id }),
    ),
    /** Goes on with an answer that broke off, in the same message; it is the last one that is shown. */
    continue: command(
      z.object({ conversationId: id, answerId: id, deploymentId: z.string().min(1) }),
      z.object({ turnId: id }),
    ),
    /** Ends a turn; what has arrived is kept. Unknown and ended turns are no error: the person has what they asked for. */
    stop: command(z.object({ turnId: id }), nothing),
    /** What the person says to a call of a tool that waits for them. A call that waits no longer is no error. */
    approveTool: command(z.object({ turnId: id, callId: z.string().min(1).max(200), decision: ToolDecision }), nothing),
    /** Replays a turn from its first chunk and goes on live to its end. */
    follow: stream(z.object({ turnId: id }), TurnChunk),
  },
  /** Messages that wait: for the network, or for the answer before them. */
  outbox: {
    state: command(nothing, OutboxState),
    changed: event(OutboxState),
    /** A message that waited has been sent by itself: its conversation has a turn. */
    sent: event(z.object({ conversationId: z.string() })),
    /** Accepts a message that is sent when it can be, after those that wait in its conversation. */
    add: command(
      z
        .object({ ...question, deploymentIds: z.array(z.string().min(1)).min(1).max(comparedLimit) })
        .refine(isSomething),
      nothing,
    ),
    /**
     * Takes a message that waits out; false where it is being sent. `isTakenBack` leaves its files for the composer that it goes back
     * to.
     */
    remove: command(z.object({ messageId: id, isTakenBack: z.boolean() }), z.boolean()),
    /** Sends the first message of its conversation at once, whatever it waits for. */
    sendNow: command(z.object({ messageId: id }), nothing),
    /** Whether a message is sent by itself once the network is back. */
    setAutomatic: command(z.object({ messageId: id, isAutomatic: z.boolean() }), nothing),
    /** Moves a message before or behind its neighbour. */
    move: command(z.object({ messageId: id, to: z.enum(['earlier', 'later']) }), nothing),
    /** What the window's own system says of the network. */
    network: command(z.object({ isOnline: z.boolean() }), nothing),
  },
} as const;

/** The type of the one contract. */
export type ParleyContract = typeof contract;
/** What `window.parley` is. */
export type ParleyBridge = Bridge<ParleyContract>;
/** What main implements. */
export type ParleyHandlers = Handlers<ParleyContract>;
/** How main tells the windows. */
export type ParleyEmit = Emit<ParleyContract>;
