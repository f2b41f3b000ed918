import { describe, expect, it } from 'vitest';
import type { AssistantDraft, AssistantLibrary, OwnAssistant } from '../../../shared/model/assistant.ts';
import type { FilePart } from '../../../shared/model/message.ts';
import type { OwnPrompt, Prompt } from '../../../shared/model/prompt.ts';
import { AppError } from '../../../shared/errors.ts';
import type { LibraryStore } from '../history/library-store.ts';
import type { AssistantSettings } from '../policy/library.ts';
import { MemoryLog } from '../testing/fakes.ts';
import { Library } from './library.ts';

/** A store in memory. */
class MemoryLibraryStore implements LibraryStore {
  readonly #prompts = new Map<string, OwnPrompt>();
  readonly #assistants = new Map<string, OwnAssistant>();

  async prompts() {
    return [...this.#prompts.values()];
  }

  async savePrompt(prompt: OwnPrompt) {
    this.#prompts.set(prompt.id, prompt);
  }

  async deletePrompt({ promptId }: { promptId: string }) {
    this.#prompts.delete(promptId);
  }

  async assistants() {
    return [...this.#assistants.values()];
  }

  async saveAssistant(assistant: OwnAssistant) {
    this.#assistants.set(assistant.id, assistant);
  }

  async deleteAssistant({ assistantId }: { assistantId: string }) {
    this.#assistants.delete(assistantId);
  }
}

const facts = { kind: 'text', mediaType: 'text/plain', bytes: 3, tokens: 1, truncated: false } as const;
const filePart = (attachmentId: string): FilePart => ({
  type: 'file',
  attachmentId,
  filename: `${attachmentId}.txt`,
  ...facts,
});

const draft = (id: string, others: Partial<AssistantDraft> = {}): AssistantDraft => ({
  id,
  name: id,
  description: '',
  instructions: 'Own instructions',
  settings: {},
  starters: [],
  fileIds: [],
  ...others,
});

const shared: AssistantSettings = {
  id: 'organisation:legal',
  source: 'organisation',
  name: 'Legal',
  description: '',
  instructions: 'Be strict.',
  settings: { temperature: 0 },
  starters: [{ label: 'Check', text: 'Check ' }],
  files: [],
  roles: ['Parley.Legal'],
};

/** The files of drafts that there are, and a library over them. */
function world(drafted: readonly string[] = []) {
  const ready = new Set(drafted);
  const held: string[] = [];
  const told: { prompts: Prompt[][]; assistants: AssistantLibrary[] } = { prompts: [], assistants: [] };
  const library = new Library({
    store: new MemoryLibraryStore(),
    settings: {
      prompts: [{ id: 'organisation:Z', source: 'organisation', name: 'Z', text: 'z' }],
      assistants: [shared],
      starters: [],
    },
    roles: () => held,
    toolServers: () => [],
    tray: {
      parts: (ids) =>
        ids.map((id) => {
          if (!ready.has(id)) throw new AppError('attachment-missing');
          return filePart(id);
        }),
      release: (ids) => {
        for (const id of ids) ready.delete(id);
      },
    },
    log: new MemoryLog(),
    events: {
      onPrompts: (prompts) => told.prompts.push(prompts),
      onAssistants: (assistants) => told.assistants.push(assistants),
    },
  });
  return { library, ready, held, told };
}

describe('the library of an account', () => {
  it('lists the organisation’s first, then the person’s own by name, and tells every change', async () => {
    const { library, told } = world();
    await library.savePrompt({ id: '1', name: 'Item 10', text: 'x' });
    await library.savePrompt({ id: '2', name: 'item 9', text: 'x' });
    expect(told.prompts.at(-1)?.map(({ name }) => name)).toEqual(['Z', 'item 9', 'Item 10']);
    await library.deletePrompt('2');
    expect(told.prompts.at(-1)?.map(({ name }) => name)).toEqual(['Z', 'Item 10']);
  });

  it('offers an assistant to those alone who have a role for it, and does not tell which', async () => {
    const { library, held } = world();
    expect((await library.assistants()).assistants).toEqual([]);
    await expect(library.snapshot(shared.id)).rejects.toMatchObject({ code: 'assistant-missing' });
    held.push('Parley.Legal');
    const { assistants } = await library.assistants();
    expect(assistants).toMatchObject([{ id: shared.id, instructions: 'Be strict.' }]);
    expect(JSON.stringify(assistants)).not.toContain('Parley.Legal');
  });

  it('gives a conversation what it needs of an assistant and no more', async () => {
    const { library, held } = world();
    held.push('Parley.Legal');
    const kept = await library.snapshot(shared.id);
    expect(kept).toMatchObject({ id: shared.id, name: 'Legal', settings: { temperature: 0 } });
    expect(kept).not.toHaveProperty('starters');
  });

  it('keeps the files that were there, takes new ones from the draft, and shares them with a copy', async () => {
    const { library, ready } = world(['one', 'two']);
    await library.saveAssistant(draft('a', { fileIds: ['one'] }));
    await library.saveAssistant(draft('a', { fileIds: ['one', 'two'] }));
    await library.saveAssistant(draft('b', { fileIds: ['two'] }));
    expect(ready.size).toBe(0);
    const { assistants } = await library.assistants();
    expect(assistants.map(({ files }) => files)).toEqual([[filePart('one'), filePart('two')], [filePart('two')]]);
  });

  it('does not save an assistant with a file of nobody', async () => {
    const { library } = world();
    const saving = library.saveAssistant(draft('a', { fileIds: ['else'] }));
    await expect(saving).rejects.toMatchObject({ code: 'attachment-missing' });
    expect((await library.assistants()).assistants).toEqual([]);
  });

  it('cannot have the organisation’s replaced by a person’s', async () => {
    const { library, held } = world();
    held.push('Parley.Legal');
    await library.saveAssistant(draft('organisation:legal', { instructions: 'Be lax.' }));
    expect(await library.snapshot(shared.id)).toMatchObject({ instructions: 'Be strict.' });
  });
});
