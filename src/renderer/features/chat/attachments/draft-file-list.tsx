import { Button, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { TextAdd20Regular } from '@fluentui/react-icons/svg/text-add';
import type { Deployment } from '../../../../shared/model/deployment.ts';
import { useErrorCard } from '../../../bridge.ts';
import { ErrorCard } from '../../../ui/error-card.tsx';
import { AttachmentImage } from './attachment-image.tsx';
import { blindnessNote, fileDetails, isInsertable, readyFiles } from './attachments.logic.ts';
import type { DraftFile } from './draft-files.ts';
import { FileChip, FileIcon } from './file-chips.tsx';
import type { Attachments } from './use-attachments.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '4px', maxHeight: '40vh', overflowY: 'auto' },
  list: { display: 'flex', flexWrap: 'wrap', gap: '8px', margin: '0 0 4px', padding: 0, listStyleType: 'none' },
  item: { minWidth: 0 },
  failed: { width: '100%' },
  thumbnail: { width: '32px', height: '32px', borderRadius: tokens.borderRadiusMedium },
  remove: { flexShrink: 0, marginRight: '-4px' },
  note: { color: tokens.colorStatusWarningForeground3, fontSize: tokens.fontSizeBase200 },
});

/** The files of a draft: what each is, how far its reading is, why it could not be read. */
export function DraftFileList({
  files,
  remove,
  insert,
  deployment,
}: Pick<Attachments, 'files' | 'remove'> & {
  readonly insert: (id: string) => void;
  readonly deployment: Deployment | undefined;
}) {
  const classes = useStyles();
  if (files.length === 0) return null;
  const note = blindnessNote(readyFiles(files), deployment);
  return (
    <div className={classes.root}>
      <ul className={classes.list} aria-label="Files to send">
        {files.map((file) => (
          <li
            key={file.id}
            className={file.state.kind === 'failed' ? classes.failed : classes.item}
            aria-busy={file.state.kind === 'reading'}
          >
            <DraftFileView file={file} onRemove={() => remove(file.id)} onInsert={() => insert(file.id)} />
          </li>
        ))}
      </ul>
      {note === undefined ? null : (
        <span role="status" className={classes.note}>
          {note}
        </span>
      )}
    </div>
  );
}

function DraftFileView({
  file,
  onRemove,
  onInsert,
}: {
  readonly file: DraftFile;
  readonly onRemove: () => void;
  readonly onInsert: () => void;
}) {
  const classes = useStyles();
  const card = useErrorCard();
  const { name, state } = file;
  const button = (
    <Button
      className={classes.remove}
      appearance="subtle"
      size="small"
      icon={<Dismiss16Regular />}
      aria-label={`Remove ${name}`}
      title="Remove"
      onClick={onRemove}
    />
  );
  switch (state.kind) {
    case 'reading':
      return <FileChip name={name} details="Reading …" icon={<Spinner size="tiny" />} end={button} />;
    case 'ready': {
      const { attachment } = state;
      const icon =
        attachment.kind === 'image' ? (
          <AttachmentImage
            className={classes.thumbnail}
            attachmentId={attachment.id}
            name=""
            instead={<FileIcon kind={attachment.kind} />}
          />
        ) : (
          <FileIcon kind={attachment.kind} />
        );
      const end = isInsertable(attachment) ? (
        <>
          <Button
            appearance="subtle"
            size="small"
            icon={<TextAdd20Regular />}
            aria-label={`Insert ${name} as text`}
            title="Insert as text"
            onClick={onInsert}
          />
          {button}
        </>
      ) : (
        button
      );
      return <FileChip name={attachment.name} details={fileDetails(attachment)} icon={icon} end={end} />;
    }
    case 'failed': {
      const content = card(state.error);
      return <ErrorCard {...content} sentence={`${name}: ${content.sentence}`} onDismiss={onRemove} />;
    }
  }
}
