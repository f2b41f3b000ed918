import type { ParleyHandlers } from '../../shared/ipc/contract.ts';
import type { Assistant, AssistantLibrary } from '../../shared/model/assistant.ts';
import type { Attachment } from '../../shared/model/attachment.ts';
import type { FilePart } from '../../shared/model/message.ts';
import type { Prompt } from '../../shared/model/prompt.ts';
import { sampleAttachment, sampleImage } from './samples.ts';

interface FakeLibraryOptions {
  readonly prompts: readonly Prompt[];
  readonly library: Partial<AssistantLibrary>;
  readonly emit: (name: string, payload: unknown) => void;
}

/** What a fake keeps for messages to be written with: prompts, assistants and files. */
export class FakeLibrary {
  readonly #emit: FakeLibraryOptions['emit'];
  readonly #attachments = new Map<string, Attachment>();
  readonly #texts = new Map<string, string>();
  #prompts: readonly Prompt[];
  #library: AssistantLibrary;

  constructor({ prompts, library, emit }: FakeLibraryOptions) {
    this.#emit = emit;
    this.#prompts = prompts;
    this.#library = { assistants: [], starters: [], toolServers: [], ...library };
  }

  assistant(assistantId: string | undefined): Assistant | null {
    return this.#library.assistants.find(({ id }) => id === assistantId) ?? null;
  }

  fileParts(attachmentIds: readonly string[]): FilePart[] {
    return attachmentIds.flatMap((attachmentId) => {
      const attachment = this.#attachments.get(attachmentId);
      if (attachment === undefined) return [];
      const { id: _, name: filename, ...facts } = attachment;
      return [{ type: 'file', attachmentId, filename, ...facts }];
    });
  }

  readonly handlers: Pick<ParleyHandlers, 'prompts' | 'assistants' | 'attachments'> = {
    prompts: {
      list: () => [...this.#prompts],
      save: (prompt) => {
        const others = this.#prompts.filter(({ id }) => id !== prompt.id);
        this.#setPrompts([...others, { ...prompt, source: 'person' }]);
      },
      delete: ({ promptId }) => this.#setPrompts(this.#prompts.filter(({ id }) => id !== promptId)),
    },
    assistants: {
      list: () => this.#library,
      save: ({ fileIds, ...draft }) => {
        const others = this.#library.assistants.filter(({ id }) => id !== draft.id);
        this.#setAssistants([...others, { ...draft, files: this.fileParts(fileIds), source: 'person' }]);
      },
      delete: ({ assistantId }) => this.#setAssistants(this.#library.assistants.filter(({ id }) => id !== assistantId)),
    },
    attachments: {
      add: ({ attachmentId, name, bytes }) => {
        const sample = sampleAttachment(attachmentId, name, bytes.length);
        const attachment: Attachment = name.startsWith('Pasted') ? { ...sample, kind: 'text' } : sample;
        this.#attachments.set(attachmentId, attachment);
        this.#texts.set(attachmentId, new TextDecoder().decode(bytes));
        return attachment;
      },
      text: ({ attachmentId }) => this.#texts.get(attachmentId) ?? '',
      remove: ({ attachmentId }) => void this.#attachments.delete(attachmentId),
      image: () => sampleImage,
      saveImage: () => true,
      saveText: () => true,
    },
  };

  #setPrompts(prompts: readonly Prompt[]): void {
    this.#prompts = prompts;
    this.#emit('prompts.changed', prompts);
  }

  #setAssistants(assistants: readonly Assistant[]): void {
    this.#library = { ...this.#library, assistants: [...assistants] };
    this.#emit('assistants.changed', this.#library);
  }
}
