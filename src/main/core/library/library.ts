import { AppError, toAppError } from '../../../shared/errors.ts';
import type { Assistant, AssistantDraft, AssistantLibrary, OwnAssistant } from '../../../shared/model/assistant.ts';
import type { ConversationAssistant } from '../../../shared/model/conversation.ts';
import type { OwnPrompt, Prompt } from '../../../shared/model/prompt.ts';
import type { AttachmentTray } from '../attachments/attachment-tray.ts';
import type { LibraryStore } from '../history/library-store.ts';
import type { LibrarySettings } from '../policy/library.ts';
import type { ToolServerSettings } from '../policy/tool-servers.ts';
import type { Log } from '../ports.ts';

/** What a library stands on. */
export interface LibraryOptions {
  readonly store: LibraryStore;
  /** The organisation's. */
  readonly settings: LibrarySettings;
  /** What the gate has found that the person has, now. */
  readonly roles: () => readonly string[];
  /** The servers whose tools the person may use now. */
  readonly toolServers: () => readonly ToolServerSettings[];
  readonly tray: Pick<AttachmentTray, 'parts' | 'release'>;
  readonly log: Log;
  readonly events: LibraryEvents;
}

/** What a library tells after a change. */
export interface LibraryEvents {
  readonly onPrompts: (prompts: Prompt[]) => void;
  readonly onAssistants: (assistants: AssistantLibrary) => void;
}

/** The prompts and assistants of one account: the organisation's and the person's own. */
export class Library {
  readonly #options: LibraryOptions;

  constructor(options: LibraryOptions) {
    this.#options = options;
  }

  /** The organisation's first, each group by name. */
  async prompts(): Promise<Prompt[]> {
    const { settings, store } = this.#options;
    const own = (await store.prompts()).map(({ id, name, text }): Prompt => ({
      id,
      name,
      text,
      source: 'person',
    }));
    return [...byName(settings.prompts), ...byName(own)];
  }

  /** @throws AppError `library-full` */
  async savePrompt(prompt: OwnPrompt): Promise<void> {
    await this.#options.store.savePrompt(prompt);
    await this.#tellPrompts();
  }

  async deletePrompt(promptId: string): Promise<void> {
    await this.#options.store.deletePrompt({ promptId });
    await this.#tellPrompts();
  }

  /** What a conversation can be begun with. */
  async assistants(): Promise<AssistantLibrary> {
    const { settings, store, toolServers } = this.#options;
    const own = (await store.assistants()).map((assistant): Assistant =>
      Object.assign({ source: 'person' as const }, assistant),
    );
    return {
      assistants: [...byName(this.#organisationAssistants()), ...byName(own)],
      starters: [...settings.starters],
      toolServers: toolServers().map(({ id, displayName, description }) => ({ id, displayName, description })),
    };
  }

  /** @throws AppError `library-full`, `attachment-missing` */
  async saveAssistant({ fileIds, ...draft }: AssistantDraft): Promise<void> {
    const { store, tray } = this.#options;
    // A copy of an assistant has the same files.
    const kept = (await store.assistants()).flatMap(({ files }) => files);
    const files = fileIds.flatMap((fileId) => {
      const known = kept.find(({ attachmentId }) => attachmentId === fileId);
      return known === undefined ? tray.parts([fileId]) : [known];
    });
    await store.saveAssistant({ ...draft, files });
    tray.release(fileIds);
    await this.tellAssistants();
  }

  async deleteAssistant(assistantId: string): Promise<void> {
    await this.#options.store.deleteAssistant({ assistantId });
    await this.tellAssistants();
  }

  /** An assistant as a conversation keeps it. @throws AppError `assistant-missing` */
  async snapshot(assistantId: string): Promise<ConversationAssistant> {
    const all: readonly OwnAssistant[] = [
      ...this.#organisationAssistants(),
      ...(await this.#options.store.assistants()),
    ];
    const assistant = all.find(({ id }) => id === assistantId);
    if (assistant === undefined) throw new AppError('assistant-missing');
    const { starters: _, ...kept } = assistant;
    return kept;
  }

  /** To be called where the person's roles have changed. */
  async tellAssistants(): Promise<void> {
    const { events } = this.#options;
    await this.assistants().then(events.onAssistants, (thrown: unknown) => this.#noteFault(thrown));
  }

  async #tellPrompts(): Promise<void> {
    const { events } = this.#options;
    await this.prompts().then(events.onPrompts, (thrown: unknown) => this.#noteFault(thrown));
  }

  /** What was asked for has been done; the window only does not see it yet. */
  #noteFault(thrown: unknown): void {
    this.#options.log.warn('library-list-fail', { code: toAppError(thrown).code });
  }

  #organisationAssistants(): Assistant[] {
    const { settings, roles } = this.#options;
    const held = roles();
    // Who needs which role is nobody's business but the gate's.
    return settings.assistants.flatMap(({ roles: needed, ...assistant }) =>
      needed.length === 0 || needed.some((role) => held.includes(role)) ? [assistant] : [],
    );
  }
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function byName<Item extends { readonly name: string }>(items: readonly Item[]): Item[] {
  return items.toSorted((left, right) => collator.compare(left.name, right.name));
}
