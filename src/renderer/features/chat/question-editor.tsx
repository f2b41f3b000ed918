import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { messageLimit } from '../../../shared/ipc/contract.ts';
import { usePreferences } from '../../bridge.ts';
import { fileDetails } from './attachments/attachments.logic.ts';
import { FileChip, FileIcon } from './attachments/file-chips.tsx';
import { type Edit, keptFiles } from './branch.logic.ts';
import type { ChatMessage } from './chat-message.ts';
import { composerCommand, draftState } from './chat.logic.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    width: '100%',
    boxSizing: 'border-box',
    padding: '10px 16px',
    borderRadius: '18px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    ':focus-within': {
      border: `1px solid ${tokens.colorCompoundBrandStroke}`,
      boxShadow: `0 0 0 1px ${tokens.colorCompoundBrandStroke}`,
    },
    '@media (forced-colors: active)': { ':focus-within': { outline: '2px solid Highlight' } },
  },
  text: {
    fieldSizing: 'content',
    width: '100%',
    minHeight: '24px',
    maxHeight: '40vh',
    padding: 0,
    border: 'none',
    outlineStyle: 'none',
    resize: 'none',
    overflowX: 'hidden',
    background: 'none',
    color: tokens.colorNeutralForeground1,
    font: 'inherit',
    overflowWrap: 'anywhere',
  },
  files: { display: 'flex', flexWrap: 'wrap', gap: '8px', margin: 0, padding: 0, listStyleType: 'none' },
  remove: { flexShrink: 0, marginRight: '-4px' },
  buttons: { display: 'flex', flexWrap: 'wrap', justifyContent: 'flex-end', gap: '8px' },
  warning: { color: tokens.colorStatusDangerForeground1, fontSize: tokens.fontSizeBase200 },
});

/** What editing a question needs. */
export interface QuestionEditorProps {
  readonly question: ChatMessage;
  readonly edit: Edit;
  readonly onEdit: (edit: Edit) => void;
  readonly onSend: () => void;
  /** Leaves the question as it was. */
  readonly onCancel: () => void;
}

/** A question that is being edited in its place. */
export function QuestionEditor({ question, edit, onEdit, onSend, onCancel }: QuestionEditorProps) {
  const classes = useStyles();
  const { sendKey } = usePreferences().values;
  const text = useRef<HTMLTextAreaElement>(null);
  const files = keptFiles(question, edit);
  const state = draftState(edit.text);
  const isSendable = state.kind === 'sendable' || (state.kind === 'blank' && files.length > 0);
  useEffect(() => {
    const field = text.current;
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const command = composerCommand(event.nativeEvent, sendKey);
    if (command === undefined) return;
    event.preventDefault();
    if (command === 'stop') onCancel();
    else if (isSendable) onSend();
  };
  return (
    <div className={classes.root}>
      {files.length === 0 ? null : (
        <ul className={classes.files} aria-label="Files of this message">
          {files.map((file) => (
            <li key={file.attachmentId}>
              <FileChip
                name={file.filename}
                details={fileDetails(file)}
                icon={<FileIcon kind={file.kind} />}
                end={
                  <Button
                    className={classes.remove}
                    appearance="subtle"
                    size="small"
                    icon={<Dismiss16Regular />}
                    aria-label={`Remove ${file.filename}`}
                    title="Remove"
                    onClick={() => {
                      onEdit({ ...edit, removed: [...edit.removed, file.attachmentId] });
                      // The button takes the focus along when it goes.
                      text.current?.focus();
                    }}
                  />
                }
              />
            </li>
          ))}
        </ul>
      )}
      <textarea
        ref={text}
        className={classes.text}
        aria-label="Edit question"
        dir="auto"
        rows={1}
        spellCheck
        value={edit.text}
        onChange={(event) => onEdit({ ...edit, text: event.target.value })}
        onKeyDown={onKeyDown}
      />
      {state.kind === 'too-long' ? (
        <span role="status" className={classes.warning}>
          Too long to send: {state.length.toLocaleString('en')} of {messageLimit.toLocaleString('en')} characters
        </span>
      ) : null}
      <div className={classes.buttons}>
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
        <Button data-branch-actions size="small" appearance="primary" disabledFocusable={!isSendable} onClick={onSend}>
          Save and send
        </Button>
      </div>
    </div>
  );
}
