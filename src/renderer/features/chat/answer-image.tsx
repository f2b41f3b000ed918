import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowDownload20Regular } from '@fluentui/react-icons/svg/arrow-download';
import { Copy20Regular } from '@fluentui/react-icons/svg/copy';
import { memo, useCallback, useRef, useState } from 'react';
import type { KeptFile } from '../../../shared/model/message.ts';
import { useAction, useBridge, useErrorCard } from '../../bridge.ts';
import { copyImage } from '../../ui/copy-image.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { AttachmentImage } from './attachments/attachment-image.tsx';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: '4px',
    minWidth: 0,
    margin: '8px 0',
  },
  picture: {
    boxSizing: 'border-box',
    maxWidth: '100%',
    maxHeight: 'min(32rem, 80vh)',
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  buttons: { display: 'flex', flexWrap: 'wrap' },
  lost: { color: tokens.colorNeutralForeground3 },
});

/** What the image needs. */
export interface AnswerImageProps {
  readonly image: Pick<KeptFile, 'attachmentId'>;
  /** Of where it comes from: what it shows is not told. */
  readonly name: string;
}

/** An image that a model has made, or a tool has returned. */
export const AnswerImage = memo(function AnswerImage({ image, name }: AnswerImageProps) {
  const { attachmentId } = image;
  const classes = useStyles();
  const card = useErrorCard();
  const { attachments } = useBridge();
  const root = useRef<HTMLDivElement>(null);
  const [saving, save] = useAction(
    useCallback(() => attachments.saveImage({ attachmentId }), [attachments, attachmentId]),
  );
  const [copied, setCopied] = useState('');
  const copy = () => {
    const shown = root.current?.querySelector('img');
    if (shown === null || shown === undefined) return;
    copyImage(shown).then(
      () => setCopied('Copied'),
      () => setCopied('Not copied'),
    );
  };
  return (
    <div ref={root} role="group" aria-label="Image" className={classes.root}>
      <AttachmentImage
        className={classes.picture}
        attachmentId={attachmentId}
        name={name}
        instead={<span className={classes.lost}>This image cannot be shown.</span>}
      />
      <div className={classes.buttons} data-message-actions="quiet">
        <Button appearance="subtle" size="small" icon={<ArrowDownload20Regular />} onClick={save}>
          Save image
        </Button>
        <Button appearance="subtle" size="small" icon={<Copy20Regular />} onClick={copy}>
          Copy image
        </Button>
        <span role="status" className={classes.lost}>
          {copied}
        </span>
      </div>
      {saving.kind === 'failed' ? <ErrorCard {...card(saving.error)} /> : null}
    </div>
  );
});
