import { Button, makeStyles, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { type ReactNode, useContext, useMemo, useRef, useState } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import { libraryNameLimit, type OwnPrompt, type Prompt } from '../../../shared/model/prompt.ts';
import type { Result } from '../../../shared/ipc/define.ts';
import { AppInfoContext, useBridge, useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { focusOnShow } from '../../ui/focus-on-show.ts';
import { copyName } from '../../ui/library-list.logic.ts';
import { LibraryDialog } from '../../ui/library-dialog.tsx';
import { LibraryList } from '../../ui/library-list.tsx';
import { PromptEditor } from './prompt-editor.tsx';

const useStyles = makeStyles({
  deleted: { overflowWrap: 'anywhere' },
});

/** What the dialog needs. */
export interface PromptsDialogProps {
  readonly prompts: readonly Prompt[];
  /** Takes them from a file and writes them to one. */
  readonly files: ReactNode;
  readonly onClose: () => void;
}

type View = { readonly kind: 'list' } | { readonly kind: 'edit'; readonly prompt: OwnPrompt; readonly isNew: boolean };

/** The library of prompts: the organisation's to read, the person's own to write. */
export function PromptsDialog({ prompts, files, onClose }: PromptsDialogProps) {
  const classes = useStyles();
  const card = useErrorCard();
  const content = useRef<HTMLDivElement>(null);
  // The button that was pressed goes, and would take the focus along.
  const focusSearch = () => content.current?.querySelector('input')?.focus();
  const bridge = useBridge();
  const { organisationName } = useContext(AppInfoContext);
  const [view, setView] = useState<View>({ kind: 'list' });
  const [deleted, setDeleted] = useState<OwnPrompt | null>(null);
  const [error, setError] = useState<AppErrorData | null>(null);

  const run = async (work: Promise<Result<void>>): Promise<boolean> => {
    const result = await work;
    setError(result.ok ? null : result.error);
    return result.ok;
  };
  const items = useMemo(
    () =>
      prompts.map(({ id, name, text, source }) => ({
        id,
        name,
        details: text,
        isManaged: source === 'organisation',
      })),
    [prompts],
  );
  const find = (id: string, use: (prompt: Prompt) => void) => {
    const prompt = prompts.find((each) => each.id === id);
    if (prompt !== undefined) use(prompt);
  };
  const edit = (prompt: OwnPrompt, isNew: boolean) => {
    setDeleted(null);
    setError(null);
    setView({ kind: 'edit', prompt, isNew });
  };
  const save = async (prompt: OwnPrompt) => {
    if (await run(bridge.prompts.save(prompt))) setView({ kind: 'list' });
  };
  const remove = async ({ id, name, text }: OwnPrompt) => {
    if (await run(bridge.prompts.delete({ promptId: id }))) setDeleted({ id, name, text });
  };
  const undo = async (prompt: OwnPrompt) => {
    if (!(await run(bridge.prompts.save(prompt)))) return;
    setDeleted(null);
    focusSearch();
  };
  const failure = error === null ? null : <ErrorCard {...card(error)} onDismiss={() => setError(null)} />;

  const editor =
    view.kind === 'edit' ? (
      <PromptEditor
        prompt={view.prompt}
        isNew={view.isNew}
        failure={failure}
        onSave={(prompt) => void save(prompt)}
        onCancel={() => {
          setError(null);
          setView({ kind: 'list' });
        }}
      />
    ) : null;
  return (
    <LibraryDialog name="Prompts" editor={editor} contentRef={content} onClose={onClose}>
      {failure}
      <LibraryList
        items={items}
        label="Prompts"
        newLabel="New prompt"
        emptyText="Texts that you use again and again. Type / in a message to insert one."
        managedText={organisationName === '' ? 'Managed by your organisation' : `Managed by ${organisationName}`}
        onNew={() => edit({ id: crypto.randomUUID(), name: '', text: '' }, true)}
        onEdit={(id) => find(id, ({ name, text }) => edit({ id, name, text }, false))}
        onDuplicate={(id) =>
          find(id, ({ name, text }) =>
            edit({ id: crypto.randomUUID(), name: copyName(name, libraryNameLimit), text }, true),
          )
        }
        onDelete={(id) => find(id, (prompt) => void remove(prompt))}
      />
      {deleted === null ? null : (
        <MessageBar>
          <MessageBarBody className={classes.deleted}>
            “<bdi>{deleted.name}</bdi>” is deleted.
          </MessageBarBody>
          <MessageBarActions>
            <Button key={deleted.id} ref={focusOnShow} onClick={() => void undo(deleted)}>
              Undo
            </Button>
          </MessageBarActions>
        </MessageBar>
      )}
      {files}
    </LibraryDialog>
  );
}
