import { AppError } from '../../../shared/errors.ts';
import type { ParleyBridge } from '../../../shared/ipc/contract.ts';
import { draftLimit } from '../../../shared/model/draft.ts';
import { BridgeError, errorData, unwrap } from '../../bridge.ts';
import type { DraftKey, Drafts } from './drafts.ts';

/** How long what is typed is on its way to the disk at most, besides the way itself. */
const saveMilliseconds = 300;
const retryMilliseconds = 5000;

/**
 * Keeps main's drafts in step with this window's: what the person changes is saved soon after the first change, one save of
 * a draft at a time, and never waited for; what another window writes is taken where this one has nothing unsaved.
 */
export function keepDrafts(drafts: Drafts, main: ParleyBridge['drafts']): () => void {
  const { keeping, writer } = drafts;
  const planned = new Map<string, { readonly key: DraftKey; readonly timer: number }>();
  /** Whether what is being saved has changed again. */
  const saving = new Map<string, boolean>();

  const plan = (key: DraftKey, milliseconds: number) => {
    const id = nameOf(key);
    // Not put off by further typing, which would leave a person who types fast without any of it.
    if (planned.has(id)) return;
    planned.set(id, { key, timer: window.setTimeout(() => void save(key), milliseconds) });
  };
  const save = async (key: DraftKey) => {
    const id = nameOf(key);
    window.clearTimeout(planned.get(id)?.timer);
    planned.delete(id);
    if (saving.has(id)) return void saving.set(id, true);
    saving.set(id, false);
    const failure = await send(key, drafts, main).then(
      () => null,
      (thrown: unknown) => errorData(thrown),
    );
    const isChanged = saving.get(id) === true;
    saving.delete(id);
    keeping.fail(failure);
    if (isChanged) void save(key);
    else if (failure !== null) plan(key, retryMilliseconds);
  };

  const stopWatching = keeping.watch((key) => {
    // What was sent or taken back is gone at once, so that no other window can send it too.
    const isGone = key.kind === 'draft' ? !drafts.has(key.conversationId) : keeping.edit(key.questionId) === null;
    if (isGone) void save(key);
    else plan(key, saveMilliseconds);
  });
  const stopListening = main.changed(({ writer: other, draft }) => {
    const id = draft.conversationId;
    if (other !== writer && !planned.has(id) && !saving.has(id)) keeping.take(draft);
  });
  const flush = () => {
    for (const { key } of planned.values()) void save(key);
  };
  window.addEventListener('pagehide', flush);
  return () => {
    window.removeEventListener('pagehide', flush);
    stopWatching();
    stopListening();
    flush();
  };
}

/** Sends what is there now. @throws BridgeError */
async function send(key: DraftKey, { keeping, writer }: Drafts, main: ParleyBridge['drafts']): Promise<void> {
  if (key.kind === 'edit') {
    const edit = keeping.edit(key.questionId);
    requireRoom(edit?.text ?? '');
    unwrap(await main.saveEdit({ questionId: key.questionId, edit }));
    return;
  }
  const { conversationId, text, files, choices } = keeping.draft(key.conversationId);
  requireRoom(text);
  unwrap(await main.save({ writer, conversationId, text, attachmentIds: files.map(({ id }) => id), choices }));
}

function requireRoom(text: string): void {
  if (text.length > draftLimit) throw new BridgeError(new AppError('draft-too-long').toData());
}

function nameOf(key: DraftKey): string {
  return key.kind === 'draft' ? key.conversationId : key.questionId;
}
