import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Delete20Regular } from '@fluentui/react-icons/svg/delete';
import { Edit20Regular } from '@fluentui/react-icons/svg/edit';
import { useCallback, useContext, useEffect, useRef, useSyncExternalStore } from 'react';
import { ReadingContext } from '../../bridge.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { SentFiles } from './attachments/file-chips.tsx';
import { type Edit, newEdit } from './branch.logic.ts';
import { chatMessageFiles, chatMessageText } from './chat-message.ts';
import type { MessageViewProps } from './message-view.tsx';
import { useMessageStyles } from './message.styles.ts';
import { QuestionEditor } from './question-editor.tsx';
import type { BranchActions } from './use-branch-actions.ts';
import { VersionSwitch } from './version-switch.tsx';

const useStyles = makeStyles({
  question: { alignItems: 'flex-end' },
  bubble: {
    maxWidth: 'min(85%, 36rem)',
    boxSizing: 'border-box',
    padding: '10px 16px',
    borderRadius: '18px',
    borderBottomRightRadius: '6px',
    // Seen in high contrast and in forced colours, where tints are gone.
    border: `1px solid ${tokens.colorTransparentStrokeInteractive}`,
    backgroundColor: tokens.colorBrandBackground2,
    whiteSpace: 'pre-wrap',
    // Each of its paragraphs runs as its own words do.
    unicodeBidi: 'plaintext',
    textAlign: 'start',
    overflowWrap: 'anywhere',
  },
});

/** What a question of the transcript needs. */
export type QuestionViewProps = Pick<MessageViewProps, 'message' | 'versions' | 'branchActions' | 'place' | 'count'>;

/** A question as it was written, and where it is edited. */
export function QuestionView({ message, versions, branchActions, place, count }: QuestionViewProps) {
  const { edits, onShow, onEdit, onSendEdit, onDelete } = branchActions;
  const classes = { ...useMessageStyles(), ...useStyles() };
  const isReading = useContext(ReadingContext);
  const article = useRef<HTMLElement>(null);
  const edit = useEdit(edits, message.id);
  const isEditing = edit !== undefined;
  const wasEditing = useRef(false);
  useEffect(() => {
    // The text field takes the focus along when it goes.
    if (wasEditing.current && !isEditing && document.activeElement === document.body) {
      article.current?.querySelector<HTMLElement>('[data-edit]')?.focus();
    }
    wasEditing.current = isEditing;
  }, [isEditing]);

  if (edit !== undefined) {
    return (
      <article aria-label="You" aria-posinset={place} aria-setsize={count} className={classes.root}>
        <QuestionEditor
          question={message}
          edit={edit}
          onEdit={(changed) => edits.set(message.id, changed)}
          onSend={() => onSendEdit(message)}
          onCancel={() => edits.remove(message.id)}
        />
      </article>
    );
  }
  const text = chatMessageText(message);
  const isOneOfSeveral = versions !== undefined && versions.length > 1;
  return (
    <article
      ref={article}
      aria-label="You"
      aria-posinset={place}
      aria-setsize={count}
      className={mergeClasses(classes.root, classes.question)}
    >
      <SentFiles files={chatMessageFiles(message)} />
      {text === '' ? null : (
        <div className={classes.bubble} dir="auto">
          {text}
        </div>
      )}
      <div className={classes.foot}>
        <div className={classes.actions} data-message-actions="quiet">
          {text === '' ? null : <CopyButton label="Copy message" appearance="subtle" size="small" text={() => text} />}
          {isReading ? null : (
            <Button
              data-edit
              data-branch-actions
              appearance="subtle"
              size="small"
              icon={<Edit20Regular />}
              aria-label="Edit"
              title="Edit"
              onClick={() => onEdit(message.id, newEdit(message))}
            />
          )}
          {isOneOfSeveral && !isReading ? (
            <Button
              data-branch-actions
              appearance="subtle"
              size="small"
              icon={<Delete20Regular />}
              aria-label="Delete this version"
              title="Delete this version"
              onClick={() => onDelete(message.id)}
            />
          ) : null}
        </div>
        <VersionSwitch messageId={message.id} versions={versions} onShow={onShow} />
      </div>
    </article>
  );
}

function useEdit({ subscribe, get }: BranchActions['edits'], questionId: string): Edit | undefined {
  return useSyncExternalStore(
    subscribe,
    useCallback(() => get(questionId), [get, questionId]),
  );
}
