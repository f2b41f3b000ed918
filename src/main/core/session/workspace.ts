import path from 'node:path';
import { toAppError } from '../../../shared/errors.ts';
import type { ParleyEmit } from '../../../shared/ipc/contract.ts';
import type { Attachment } from '../../../shared/model/attachment.ts';
import type { Deployment, Discovery } from '../../../shared/model/deployment.ts';
import type { NewTitle } from '../../../shared/model/conversation.ts';
import type { HistoryChange } from '../../../shared/model/conversation-order.ts';
import type { UsageRange, UsageSummary } from '../../../shared/model/usage.ts';
import { AttachmentReader } from '../attachments/attachment-reader.ts';
import { AttachmentTray } from '../attachments/attachment-tray.ts';
import { ImageKeeper } from '../attachments/image-keeper.ts';
import { MessageFiles } from '../attachments/message-files.ts';
import { ApiKeys } from '../auth/credentials/api-keys.ts';
import { personCredential } from '../auth/credentials/credential.ts';
import { modelCredentials } from '../auth/credentials/model-credentials.ts';
import type { AccountTokens, SignedInAccount } from '../auth/token-source.ts';
import type { AnswerRunServices } from '../chat/answer-run.ts';
import { ChatService } from '../chat/chat-service.ts';
import { ConversationBranches } from '../chat/conversation-branches.ts';
import { nameAgain, type TitleMaterial, type TitleWish } from '../chat/name-again.ts';
import { ContextService } from '../context/context-service.ts';
import { AnswerWatch } from '../desktop/answer-watch.ts';
import { TokenCounter } from '../context/token-counter.ts';
import type { StopReason } from '../chat/turn.ts';
import { DraftKeeper } from '../drafts/draft-keeper.ts';
import type { Access } from '../gate/verdict.ts';
import { GraphClient } from '../graph/graph-client.ts';
import { GraphConnection } from '../graph/graph-connection.ts';
import { ConversationOrder } from '../history/conversation-order.ts';
import { type HistoryClient, type HistoryOptions, memoryHistory } from '../history/history-client.ts';
import { HistoryKeeping } from '../history/history-keeping.ts';
import { Library, type LibraryEvents } from '../library/library.ts';
import { LibraryFiles } from '../library/library-files.ts';
import { HistorySearch } from '../history/history-search.ts';
import type { HistoryStore } from '../history/store.ts';
import { TemporaryConversations } from '../history/temporary-conversations.ts';
import type { Outbox, WaitingInput } from '../outbox/outbox.ts';
import { ApiProbe } from '../models/api-probe.ts';
import { createDiscovery, type ModelDiscovery } from '../models/discovery/model-discovery.ts';
import { Failover } from '../models/load/failover.ts';
import type { Directory, Policy } from '../policy/policy.ts';
import type { Ports } from '../ports.ts';
import { ToolBox } from '../tools/tool-box.ts';
import { type PrinterOptions, printConversation } from '../transfer/printer.ts';
import { TransferService } from '../transfer/transfer-service.ts';
import { firstDay, localDay } from '../usage/usage-days.ts';
import type { ReadableHistory } from './history-reader.ts';
import { Offer } from './offer.ts';
import { Questions } from './questions.ts';
import { toDeployment } from './views.ts';
import { type Kept, openKept } from './kept.ts';
import { createOutbox } from './workspace-outbox.ts';

const photoDeadlineMilliseconds = 30_000;

/** What a workspace stands on. */
export interface WorkspaceOptions {
  readonly ports: Ports;
  readonly policy: Policy;
  readonly directory: Directory;
  readonly tokens: AccountTokens;
  readonly account: SignedInAccount;
  /** What the gate has allowed. */
  readonly access: Access;
  /** Absolute path; everything that is kept for the account is below it. */
  readonly folder: string;
  /** The files that drafts of the account hold, by id; they are still there when it is opened again. */
  readonly draftFiles: Map<string, Attachment>;
  /** The time as a service has told it; undefined where none has yet. */
  readonly serviceTime: () => number | undefined;
  readonly onHistoryChange: (change: HistoryChange) => void;
  /** Told how far the opening is, where it takes long. */
  readonly onWork: HistoryOptions['onWork'];
  /** Told that a part of the history cannot be read. */
  readonly onDamage: HistoryOptions['onDamage'];
  /** Tells the windows of what is not sent yet. */
  readonly emit: ParleyEmit;
  /** Asks the gate anew. */
  readonly mayUse: (signal: AbortSignal) => Promise<boolean>;
  /** Called when other models are offered, or the search for them stands otherwise. */
  readonly onModelsChange: () => void;
  readonly libraryEvents: LibraryEvents;
}

/** Everything that belongs to one signed-in account: its history, its chats and its directory entry. */
export class Workspace implements ReadableHistory {
  readonly accountId: string;
  readonly chat: ChatService;
  readonly questions: Questions;
  readonly branches: ConversationBranches;
  readonly tray: AttachmentTray;
  readonly drafts: DraftKeeper;
  readonly outbox: Outbox;
  readonly graph: GraphClient;
  /** Temporary conversations among them. */
  readonly history: HistoryStore;
  readonly library: Library;
  readonly libraryFiles: LibraryFiles;
  readonly search: HistorySearch;
  readonly order: ConversationOrder;
  readonly transfer: TransferService;
  readonly keeping: HistoryKeeping;
  readonly tools: ToolBox;
  readonly temporary: TemporaryConversations;
  readonly files: MessageFiles;
  readonly #options: WorkspaceOptions;
  readonly #file: HistoryClient;
  readonly #keys: ApiKeys;
  readonly #counter: TokenCounter;
  readonly #discovery: ModelDiscovery | undefined;
  /** Until the workspace is closed. */
  #searching: Promise<void> | undefined;
  readonly #closed = new AbortController();
  /** Settled when nothing older is left to be taken into the search. */
  readonly #takenIn: Promise<void>;
  readonly #keepingBin: Promise<void>;
  readonly #printing: PrinterOptions;
  readonly #offer: Offer;

  private constructor(options: WorkspaceOptions, { history, key, keys, approvals }: Kept) {
    const { ports, policy, directory, tokens, account, access, draftFiles, onHistoryChange } = options;
    const { clock, fetch, log, tokenHost } = ports;
    this.#options = options;
    this.#keys = keys;
    this.#discovery = createDiscovery({
      ...options,
      isAllowed: () => this.#offer.hasAllModels,
      onChange: options.onModelsChange,
    });
    this.#offer = new Offer(access, { policy, directory, found: () => this.#discovery?.deployments ?? [] });
    this.accountId = account.id;
    const openMemory = () => memoryHistory({ storeHost: ports.storeHost, clock, log });
    this.temporary = new TemporaryConversations({
      history,
      openMemory,
      rule: policy.temporaryChats,
      onForget: (id) => this.outbox.forget(id),
    });
    this.history = this.temporary.store;
    this.#file = history;
    this.files = new MessageFiles(this.history, ports.fileDialogs);
    const { graphOrigin: origin } = directory.cloud;
    this.graph = new GraphClient(new GraphConnection({ origin, tokens, fetch, clock, log }));
    this.tools = new ToolBox({
      servers: () => this.#offer.toolServers,
      approvals,
      credential: personCredential(tokens),
      fetch,
      clock,
      log,
      version: ports.app.version,
    });
    const { streamFirstMilliseconds: firstMilliseconds, streamStallMilliseconds: nextMilliseconds } = policy;
    const stall = { firstMilliseconds, nextMilliseconds };
    const failover = new Failover({ now: () => clock.now(), random: Math.random });
    const deployments = () => this.#offer.deployments;
    const file = path.join(ports.app.profileFolder, 'apis.json');
    const probe = new ApiProbe({ file, clock, log, signal: this.#closed.signal });
    const reader = new AttachmentReader({ processHost: ports.attachmentHost, clock, log });
    this.tray = new AttachmentTray({ reader, store: history, ready: draftFiles, signal: this.#closed.signal });
    this.drafts = new DraftKeeper({
      store: history,
      tray: this.tray,
      isUnwritten: (id) => this.temporary.isUnwritten(id),
      clock,
      log,
      emit: options.emit,
    });
    this.library = new Library({
      store: history,
      settings: directory.library,
      roles: () => this.#offer.access.roles,
      toolServers: () => this.#offer.toolServers,
      tray: this.tray,
      log,
      events: options.libraryEvents,
    });
    const isExportAllowed = () => this.#offer.mayExport;
    this.libraryFiles = new LibraryFiles({
      library: this.library,
      dialogs: ports.fileDialogs,
      isAllowed: isExportAllowed,
    });
    const images = new ImageKeeper({ reader, store: this.history, log });
    this.#counter = new TokenCounter({ tokenHost, clock, log });
    const context = new ContextService({ counter: this.#counter, clock, log });
    this.order = new ConversationOrder({
      store: history,
      clock,
      log,
      serviceTime: options.serviceTime,
      isHeld: policy.keeping.isHeld,
      stopTurn: (id) => this.chat.stopConversation(id),
      onDelete: (id) => {
        this.tools.forgetConversation(id);
        this.outbox.forget(id);
      },
      onChange: onHistoryChange,
    });
    const tell = (...conversationIds: readonly string[]) => {
      this.order.tell(...conversationIds);
      this.outbox.look();
    };
    const services = { clock, fetch, log, probe, context, store: this.history, tray: this.tray, images };
    const assistant = (assistantId: string) => this.library.snapshot(assistantId);
    const credential = modelCredentials({ policy, account, tokens, keys });
    const watch = this.#answerWatch(ports);
    const onTurns = (conversationId: string) => {
      watch.look(conversationId);
      tell(conversationId);
    };
    const tools: AnswerRunServices['tools'] = (deployment, turn) => this.tools.forTurn(deployment, turn);
    const answering = { assistant, deployments, credential, failover, tools, stall, onHistoryChange: onTurns };
    this.chat = new ChatService({ ...services, ...answering });
    this.questions = new Questions(this);
    this.branches = new ConversationBranches({
      chat: this.chat,
      store: this.history,
      isTemporary: (id) => this.temporary.has(id),
      isHeld: policy.keeping.isHeld,
      clock,
      onHistoryChange: tell,
    });
    this.outbox = createOutbox(this, {
      ports,
      store: history,
      deployments,
      mayUse: options.mayUse,
      mayBeAutomatic: policy.sendWhenOnline,
      emit: options.emit,
    });
    this.search = new HistorySearch({ store: history, clock, log, signal: this.#closed.signal });
    this.#takenIn = this.search.takeInOlder();
    this.#keepingBin = this.order.keepBin(this.#closed.signal);
    this.#printing = {
      store: this.history,
      printPage: ports.printPage,
      processHost: ports.transferHost,
      clock,
      appVersion: ports.app.version,
      isAllowed: isExportAllowed,
      deploymentName: (id) => directory.deployments.find((each) => each.id === id)?.displayName ?? id,
    };
    this.transfer = new TransferService({
      ...this.#printing,
      store: history,
      dialogs: ports.fileDialogs,
      printPdf: ports.printPdf,
      log,
      deploymentIds: () => deployments().map(({ id }) => id),
      onHistoryChange: () => this.order.tell(),
    });
    this.keeping = new HistoryKeeping({
      store: history,
      folder: options.folder,
      key,
      rules: policy.keeping,
      storeHost: ports.storeHost,
      clock,
      log,
      serviceTime: options.serviceTime,
      isExportAllowed,
      stopTurns: () => this.chat.stopConversations((id) => !this.temporary.has(id)),
      onDeleted: () => {
        this.order.tell();
        this.outbox.load().catch((thrown: unknown) => log.warn('outbox-fail', { code: toAppError(thrown).code }));
      },
      signal: this.#closed.signal,
    });
  }

  /** Opens the account's history. @throws AppError of the vault, the history or the disk; the signal's reason */
  static async open(options: WorkspaceOptions, signal: AbortSignal): Promise<Workspace> {
    const workspace = new Workspace(options, await openKept(options, signal));
    await workspace.outbox.load();
    await workspace.#discovery?.load();
    workspace.#searching = workspace.#discovery?.run(workspace.#closed.signal);
    return workspace;
  }

  /** Aborted when the workspace closes. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  get access(): Access {
    return this.#offer.access;
  }

  /** What the gate allows from now on; answers under way go on. */
  set access(access: Access) {
    const hadAll = this.#offer.hasAllModels;
    this.#offer.access = access;
    if (hadAll !== this.#offer.hasAllModels) this.#discovery?.look();
    void this.library.tellAssistants();
  }

  /** The models that the person may use, as the window sees them. */
  get deployments(): Deployment[] {
    return this.#offer.deployments.map((deployment) => toDeployment(deployment, (id) => this.#keys.has(id)));
  }

  /** How the search for models in Azure stands. */
  get discovery(): Discovery {
    return this.#discovery?.state ?? { kind: 'off' };
  }

  /** Looks for models in Azure now, where policy allows it. */
  findModels(): void {
    this.#discovery?.look();
  }

  /** Goes on with what waited for the person, who has signed in once more. */
  resume(): void {
    this.chat.resume();
    this.#discovery?.signedInAgain();
  }

  /** Keeps the person's API key for a deployment. @throws AppError `invalid-request` */
  async setKey(deploymentId: string, key: string): Promise<void> {
    await this.#keys.set(deploymentId, key);
    this.chat.resume();
    this.#options.onModelsChange();
  }

  /** The person's photo as a data URL; undefined where the directory has none. @throws AppError */
  photo(): Promise<string | undefined> {
    return this.graph.photo(AbortSignal.any([this.closed, AbortSignal.timeout(photoDeadlineMilliseconds)]));
  }

  /** Prints what is shown of a conversation; false where the person thinks better of it. @throws AppError */
  print(conversationId: string): Promise<boolean> {
    return printConversation(conversationId, this.#printing, this.closed);
  }

  /** What the account has used on this computer. */
  async usage(range: UsageRange): Promise<UsageSummary> {
    const now = this.#options.ports.clock.now();
    const from = firstDay(range, now);
    const rows = await this.history.usage(from === undefined ? {} : { from });
    return { from: from ?? null, to: localDay(now), rows };
  }

  /** Accepts a message that is sent when it can be. @throws AppError like `Outbox.add` */
  async queue(input: WaitingInput): Promise<void> {
    await this.outbox.add(input);
    await this.drafts.sent(input.conversationId, input.text);
  }

  /** Deletes every conversation of the account, and what was written and not sent. @throws AppError `history-held`, the store's */
  async deleteAll(): Promise<void> {
    await this.keeping.deleteAll();
    await this.drafts.forgetAll();
  }

  async renameConversation(conversationId: string, title: string): Promise<void> {
    await this.history.rename({ conversationId, title, source: 'person' });
    this.order.tell(conversationId);
  }

  /** Has a conversation named anew by its model. @throws AppError */
  async makeTitle(input: TitleWish): Promise<NewTitle> {
    const { history } = this;
    const titles = { store: history, write: (material: TitleMaterial) => this.chat.writeTitle(material) };
    const made = await nameAgain(titles, input);
    if (made.kind === 'made') this.order.tell(input.conversationId);
    return made;
  }

  /** Ends every turn, keeps their answers, and closes the history. */
  async close(reason: StopReason): Promise<void> {
    this.#closed.abort();
    await this.outbox.close();
    await this.transfer.close();
    await Promise.all([this.chat.close(reason), this.keeping.ended]);
    await this.#keepingBin;
    this.#counter.close();
    await this.#takenIn;
    await Promise.all([this.tools.close(), this.temporary.close(), this.#file.close(), this.#searching]);
  }

  #answerWatch({ desktop, preferences }: Ports): AnswerWatch {
    return new AnswerWatch({
      desktop,
      notifications: () => preferences.view.values.notifications,
      running: (conversationId) => this.chat.runningTurns(conversationId),
      onBegun: (conversationId) => this.#options.onHistoryChange({ kind: 'turns', conversationId }),
      // A temporary one is in no list.
      title: async (conversationId) => (await this.order.conversation(conversationId))?.title,
    });
  }
}
