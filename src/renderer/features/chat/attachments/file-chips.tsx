import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Document20Regular } from '@fluentui/react-icons/svg/document';
import { DocumentPdf20Regular } from '@fluentui/react-icons/svg/document-pdf';
import { Globe20Regular } from '@fluentui/react-icons/svg/globe';
import { Image20Regular } from '@fluentui/react-icons/svg/image';
import { SlideText20Regular } from '@fluentui/react-icons/svg/slide-text';
import { Table20Regular } from '@fluentui/react-icons/svg/table';
import type { ReactNode } from 'react';
import type { AttachmentKind } from '../../../../shared/model/attachment.ts';
import type { FilePart } from '../../../../shared/model/message.ts';
import { AttachmentImage } from './attachment-image.tsx';
import { fileDetails } from './attachments.logic.ts';

const useStyles = makeStyles({
  list: { display: 'flex', flexWrap: 'wrap', gap: '8px', margin: 0, padding: 0, listStyleType: 'none' },
  end: { justifyContent: 'flex-end' },
  item: { minWidth: 0 },
  chip: {
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    boxSizing: 'border-box',
    minWidth: 0,
    maxWidth: '18rem',
    padding: '4px 8px',
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground1,
  },
  text: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', lineHeight: '20px' },
  details: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, lineHeight: '16px' },
  icon: { display: 'flex', flexShrink: 0, color: tokens.colorNeutralForeground2 },
  picture: { maxWidth: 'min(100%, 20rem)', maxHeight: '16rem', borderRadius: tokens.borderRadiusXLarge },
});

/** A file in one line, with what stands before and after its name. */
export function FileChip(props: {
  readonly name: string;
  readonly details: string;
  readonly icon: ReactNode;
  readonly end?: ReactNode;
}) {
  const { name, details, icon, end } = props;
  const classes = useStyles();
  return (
    <div className={classes.chip}>
      <span className={classes.icon}>{icon}</span>
      <span className={classes.text}>
        <span className={classes.name} dir="auto" title={name}>
          {name}
        </span>
        <span className={classes.details}>{details}</span>
      </span>
      {end}
    </div>
  );
}

/** The icon of a kind of file. */
export function FileIcon({ kind }: { readonly kind: AttachmentKind }) {
  switch (kind) {
    case 'image':
      return <Image20Regular />;
    case 'pdf':
      return <DocumentPdf20Regular />;
    case 'spreadsheet':
      return <Table20Regular />;
    case 'presentation':
      return <SlideText20Regular />;
    case 'web-page':
      return <Globe20Regular />;
    case 'document':
    case 'text':
      return <Document20Regular />;
  }
}

/** The files of a message that was sent; images are shown. */
export function SentFiles({ files }: { readonly files: readonly FilePart[] }) {
  const classes = useStyles();
  if (files.length === 0) return null;
  return (
    <ul className={mergeClasses(classes.list, classes.end)} aria-label="Attached files">
      {files.map((file) => {
        const chip = <FileChip name={file.filename} details={fileDetails(file)} icon={<FileIcon kind={file.kind} />} />;
        return (
          <li key={file.attachmentId} className={classes.item}>
            {file.kind === 'image' ? (
              <AttachmentImage
                className={classes.picture}
                attachmentId={file.attachmentId}
                name={file.filename}
                instead={chip}
              />
            ) : (
              chip
            )}
          </li>
        );
      })}
    </ul>
  );
}
