import { Button, makeStyles, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { type ReactNode, useContext, useMemo, useRef, useState } from 'react';
import type { AppErrorData } from '../../../shared/errors.ts';
import type { Result } from '../../../shared/ipc/define.ts';
import type { Assistant, AssistantDraft, AssistantLibrary, OwnAssistant } from '../../../shared/model/assistant.ts';
import type { Deployment } from '../../../shared/model/deployment.ts';
import { libraryNameLimit } from '../../../shared/model/prompt.ts';
import { AppInfoContext, useBridge, useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { focusOnShow } from '../../ui/focus-on-show.ts';
import { copyName } from '../../ui/library-list.logic.ts';
import { LibraryDialog } from '../../ui/library-dialog.tsx';
import { LibraryList } from '../../ui/library-list.tsx';
import { AssistantEditor, type RenderSettings } from './assistant-editor.tsx';
import { newAssistant } from './assistants.logic.ts';

const useStyles = makeStyles({
  asked: { overflowWrap: 'anywhere' },
});

/** What the dialog needs. */
export interface AssistantsDialogProps {
  readonly assistants: readonly Assistant[];
  readonly toolServers: AssistantLibrary['toolServers'];
  readonly deployments: readonly Deployment[];
  readonly renderSettings: RenderSettings;
  /** Takes them from a file and writes them to one. */
  readonly files: ReactNode;
  readonly onClose: () => void;
}

type View =
  | { readonly kind: 'list' }
  | { readonly kind: 'delete'; readonly assistant: Assistant }
  | { readonly kind: 'edit'; readonly assistant: OwnAssistant; readonly isNew: boolean };

/** The library of assistants: the organisation's to use and to copy, the person's own to make. */
export function AssistantsDialog(props: AssistantsDialogProps) {
  const { assistants, toolServers, deployments, renderSettings, files, onClose } = props;
  const classes = useStyles();
  const card = useErrorCard();
  const content = useRef<HTMLDivElement>(null);
  // The button that was pressed goes, and would take the focus along.
  const focusSearch = () => content.current?.querySelector('input')?.focus();
  const bridge = useBridge();
  const { organisationName } = useContext(AppInfoContext);
  const [view, setView] = useState<View>({ kind: 'list' });
  const [error, setError] = useState<AppErrorData | null>(null);

  const finish = async (work: Promise<Result<void>>): Promise<void> => {
    const result = await work;
    setError(result.ok ? null : result.error);
    if (!result.ok) return;
    setView({ kind: 'list' });
    focusSearch();
  };
  const show = (next: View) => {
    setError(null);
    setView(next);
  };
  const items = useMemo(
    () =>
      assistants.map(({ id, name, description, source }) => ({
        id,
        name,
        details: description,
        isManaged: source === 'organisation',
      })),
    [assistants],
  );
  const find = (id: string, use: (assistant: Assistant) => void) => {
    const assistant = assistants.find((each) => each.id === id);
    if (assistant !== undefined) use(assistant);
  };
  const failure: ReactNode = error === null ? null : <ErrorCard {...card(error)} onDismiss={() => setError(null)} />;

  const editor =
    view.kind === 'edit' ? (
      <AssistantEditor
        assistant={view.assistant}
        isNew={view.isNew}
        toolServers={toolServers}
        deployments={deployments}
        renderSettings={renderSettings}
        failure={failure}
        onSave={(draft: AssistantDraft) => void finish(bridge.assistants.save(draft))}
        onCancel={() => show({ kind: 'list' })}
      />
    ) : null;
  return (
    <LibraryDialog name="Assistants" editor={editor} contentRef={content} onClose={onClose}>
      {failure}
      {view.kind === 'delete' ? (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody className={classes.asked}>
            Delete “<bdi>{view.assistant.name}</bdi>” with its files? Chats that were begun with it keep it.
          </MessageBarBody>
          <MessageBarActions>
            <Button
              ref={focusOnShow}
              onClick={() => void finish(bridge.assistants.delete({ assistantId: view.assistant.id }))}
            >
              Delete
            </Button>
            <Button
              onClick={() => {
                show({ kind: 'list' });
                focusSearch();
              }}
            >
              Keep
            </Button>
          </MessageBarActions>
        </MessageBar>
      ) : null}
      <LibraryList
        items={items}
        label="Assistants"
        newLabel="New assistant"
        emptyText="An assistant is a chat that begins with your instructions, files and choice of model."
        managedText={organisationName === '' ? 'Managed by your organisation' : `Managed by ${organisationName}`}
        onNew={() => show({ kind: 'edit', assistant: newAssistant(), isNew: true })}
        onEdit={(id) => find(id, (assistant) => show({ kind: 'edit', assistant, isNew: false }))}
        onDuplicate={(id) =>
          find(id, (original) => {
            const name = copyName(original.name, libraryNameLimit);
            const assistant = { ...original, id: crypto.randomUUID(), name };
            show({ kind: 'edit', assistant, isNew: true });
          })
        }
        onDelete={(id) => find(id, (assistant) => show({ kind: 'delete', assistant }))}
      />
      {files}
    </LibraryDialog>
  );
}
