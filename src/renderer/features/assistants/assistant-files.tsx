import { Button, Caption1, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { Attach20Regular } from '@fluentui/react-icons/svg/attach';
import { Dismiss20Regular } from '@fluentui/react-icons/svg/dismiss';
import { Document20Regular } from '@fluentui/react-icons/svg/document';
import { useRef } from 'react';
import { attachmentsPerMessage } from '../../../shared/model/attachment.ts';
import { useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import type { AssistantFile, AssistantFiles } from './use-assistant-files.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '4px' },
  list: { display: 'flex', flexDirection: 'column', gap: '2px', margin: 0, padding: 0, listStyleType: 'none' },
  file: { display: 'flex', alignItems: 'center', gap: '8px', minWidth: 0 },
  name: { flexGrow: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  add: { alignSelf: 'flex-start' },
  hint: { color: tokens.colorNeutralForeground3 },
  input: { display: 'none' },
});

/** The files of an assistant that is being written. */
export function AssistantFileList({ files: { files, add, remove } }: { readonly files: AssistantFiles }) {
  const classes = useStyles();
  const input = useRef<HTMLInputElement>(null);
  const root = useRef<HTMLDivElement>(null);
  return (
    <div ref={root} className={classes.root}>
      {files.length === 0 ? null : (
        <ul className={classes.list} aria-label="Files of the assistant">
          {files.map((file) => (
            <li key={file.id} aria-busy={file.state.kind === 'reading'}>
              <FileRow
                file={file}
                onRemove={() => {
                  remove(file.id);
                  // The button takes the focus along when it goes.
                  root.current?.querySelector<HTMLElement>('[data-add]')?.focus();
                }}
              />
            </li>
          ))}
        </ul>
      )}
      <Button
        data-add
        className={classes.add}
        appearance="subtle"
        size="small"
        icon={<Attach20Regular />}
        disabledFocusable={files.length >= attachmentsPerMessage}
        onClick={() => input.current?.click()}
      >
        Add files
      </Button>
      <Caption1 className={classes.hint}>
        They go along with the first question of each chat and count towards what the model can read;{' '}
        {attachmentsPerMessage} at most.
      </Caption1>
      <input
        ref={input}
        className={classes.input}
        type="file"
        multiple
        aria-hidden
        tabIndex={-1}
        onChange={(event) => {
          add([...(event.target.files ?? [])].slice(0, attachmentsPerMessage - files.length));
          // The same file can be chosen again after it was removed.
          event.target.value = '';
        }}
      />
    </div>
  );
}

function FileRow({ file: { name, state }, onRemove }: { readonly file: AssistantFile; readonly onRemove: () => void }) {
  const classes = useStyles();
  const card = useErrorCard();
  if (state.kind === 'failed') {
    const content = card(state.error);
    return <ErrorCard {...content} sentence={`${name}: ${content.sentence}`} onDismiss={onRemove} />;
  }
  return (
    <span className={classes.file}>
      {state.kind === 'reading' ? <Spinner size="tiny" /> : <Document20Regular />}
      <bdi className={classes.name}>{name}</bdi>
      <Button
        appearance="subtle"
        size="small"
        icon={<Dismiss20Regular />}
        aria-label={`Remove ${name}`}
        title="Remove"
        onClick={onRemove}
      />
    </span>
  );
}
