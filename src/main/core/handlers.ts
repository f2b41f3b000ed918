import type { ParleyHandlers } from '../../shared/ipc/contract.ts';
import type { DesktopService } from './desktop/desktop-service.ts';
import { putAside, restoreBackup } from './history/rescue.ts';
import type { PreferenceStore } from './preferences/preference-store.ts';
import type { Session } from './session/session.ts';

/** What the contract's entries are about. */
export interface Services {
  readonly session: Session;
  readonly preferences: PreferenceStore;
  readonly desktop: DesktopService;
}

/** What each entry of the contract does. The type makes the list exhaustive. */
export function createHandlers({ session, preferences, desktop }: Services): ParleyHandlers {
  return {
    app: {
      info: () => session.info,
    },
    preferences: {
      get: () => preferences.view,
      change: (change) => preferences.change(change),
      reset: ({ keys }) => preferences.reset(keys),
    },
    shell: {
      commands: (input, listener) => desktop.commands.follow(input, listener),
      wishes: (input, listener) => desktop.wishes.follow(input, listener),
      openWindow: (window) => desktop.openWindow(window),
      print: ({ conversationId }) => session.workspace.print(conversationId),
      leaveQuickAsk: (exit) => desktop.leaveQuickAsk(exit),
      system: () => desktop.system,
    },
    session: {
      state: () => session.state,
      // The outcome is told by the state, so the call need not stay open for minutes.
      signIn: (wish) => void session.signIn(wish),
      cancelSignIn: () => session.cancelSignIn(),
      copySignInLink: () => session.copySignInLink(),
      signOut: ({ accountId, browser, forget }) => session.signOut(accountId, { browser, forget }),
      switchAccount: ({ accountId }) => session.switchAccount(accountId),
      readHistory: ({ accountId }) => session.readHistory(accountId),
      closeHistory: () => session.closeHistory(),
      checkAccess: () => session.checkAccess(),
      health: () => session.health,
      setKey: ({ deploymentId, key }) => session.workspace.setKey(deploymentId, key),
      // What is found is told by the state, so the call need not stay open.
      findModels: () => session.workspace.findModels(),
      retry: () => session.retry(),
      photo: async () => (await session.workspace.photo()) ?? null,
    },
    history: {
      page: (input) => session.readable.history.page(input),
      conversation: ({ conversationId }) => session.readable.order.conversation(conversationId),
      folders: () => session.readable.history.folders(),
      open: ({ conversationId, messageId }) => session.readable.branches.open(conversationId, messageId),
      messages: (request) => session.readable.branches.page(request),
      find: (request) => session.readable.history.findInBranch(request),
      show: (input) => session.readable.branches.show(input),
      deleteVersion: (input) => session.workspace.branches.deleteVersion(input),
      fork: (input) => session.workspace.branches.fork(input),
      rename: ({ conversationId, title }) => session.workspace.renameConversation(conversationId, title),
      makeTitle: (input) => session.workspace.makeTitle(input),
      search: (request) => session.readable.search.search(request),
      mentioned: () => session.readable.history.mentioned(),
      arrange: ({ placements }) => session.workspace.order.arrange(placements),
      saveFolder: (folder) => session.workspace.order.saveFolder(folder),
      deleteFolder: ({ folderId }) => session.workspace.order.deleteFolder(folderId),
      delete: ({ conversationIds }) => session.workspace.order.delete(conversationIds),
      emptyBin: () => session.workspace.order.emptyBin(),
      setTemporary: ({ conversationId, isTemporary }) =>
        session.workspace.questions.setTemporary(conversationId, isTemporary),
      deleteAll: () => session.workspace.deleteAll(),
      storage: () => session.workspace.keeping.storage(),
      restore: ({ time }) => session.mendHistory((folder, events) => restoreBackup(folder, time, events)),
      startNew: () => session.mendHistory(putAside),
    },
    transfer: {
      formats: () => session.readable.transfer.formats,
      export: (wish, listener) => session.readable.transfer.export(wish, listener),
      import: (_nothing, listener) => session.workspace.transfer.import(listener),
      stop: () => session.readable.transfer.stop(),
    },
    attachments: {
      add: (input) => session.workspace.tray.add(input),
      remove: ({ attachmentId }) => session.workspace.tray.remove(attachmentId),
      text: ({ attachmentId }) => session.workspace.tray.text(attachmentId),
      image: ({ attachmentId }) => session.readable.files.image(attachmentId),
      saveImage: ({ attachmentId }) => session.readable.files.saveImage(attachmentId),
      saveText: (file) => session.readable.files.saveText(file),
    },
    drafts: {
      list: () => session.workspace.drafts.list(),
      save: (input) => session.workspace.drafts.save(input),
      saveEdit: ({ questionId, edit }) => session.workspace.drafts.saveEdit(questionId, edit),
    },
    tools: {
      ofConversation: ({ conversationId }) => session.workspace.tools.of(conversationId),
      askAgain: ({ conversationId, fingerprint }) => session.workspace.tools.askAgain(conversationId, fingerprint),
    },
    prompts: {
      list: () => session.workspace.library.prompts(),
      save: (prompt) => session.workspace.library.savePrompt(prompt),
      delete: ({ promptId }) => session.workspace.library.deletePrompt(promptId),
    },
    assistants: {
      list: () => session.workspace.library.assistants(),
      save: (draft) => session.workspace.library.saveAssistant(draft),
      delete: ({ assistantId }) => session.workspace.library.deleteAssistant(assistantId),
    },
    library: {
      export: ({ kind }) => session.workspace.libraryFiles.export(kind),
      import: () => session.workspace.libraryFiles.import(),
    },
    usage: {
      summary: ({ range }) => session.workspace.usage(range),
      conversation: ({ conversationId }) => session.readable.history.usage({ conversationId }),
    },
    chat: {
      send: async (input) => ({ turnId: (await session.workspace.questions.send(input)).id }),
      compare: async (input) => ({ turnIds: (await session.workspace.questions.compare(input)).map(({ id }) => id) }),
      regenerate: async (input) => ({ turnId: (await session.workspace.chat.regenerate(input)).id }),
      continue: async (input) => ({ turnId: (await session.workspace.chat.continue(input)).id }),
      configure: ({ conversationId, settings }) => session.workspace.history.configure({ conversationId, settings }),
      stop: ({ turnId }) => session.workspace.chat.stop(turnId),
      approveTool: ({ turnId, callId, decision }) => session.workspace.tools.approve(turnId, callId, decision),
      follow: ({ turnId }, listener) => session.workspace.chat.follow(turnId, listener),
    },
    outbox: {
      state: () => session.workspace.outbox.state,
      add: (input) => session.workspace.queue(input),
      remove: ({ messageId, isTakenBack }) => session.workspace.outbox.remove(messageId, isTakenBack),
      sendNow: ({ messageId }) => session.workspace.outbox.sendNow(messageId),
      setAutomatic: ({ messageId, isAutomatic }) => session.workspace.outbox.setAutomatic(messageId, isAutomatic),
      move: ({ messageId, to }) => session.workspace.outbox.move(messageId, to),
      network: ({ isOnline }) => session.workspace.outbox.tellNetwork(isOnline),
    },
  };
}
