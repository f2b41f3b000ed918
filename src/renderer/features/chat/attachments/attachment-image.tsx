import { makeStyles, mergeClasses } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { useBridge } from '../../../bridge.ts';

const useStyles = makeStyles({ root: { display: 'block', objectFit: 'cover' } });

/** An attached image; nothing until main has given it, or where it cannot. */
export function AttachmentImage(props: {
  readonly attachmentId: string;
  readonly name: string;
  readonly className?: string;
}) {
  const { attachmentId, name, className } = props;
  const classes = useStyles();
  const { attachments } = useBridge();
  const [source, setSource] = useState<string>();

  useEffect(() => {
    let isWanted = true;
    void attachments.image({ attachmentId }).then((reply) => {
      if (isWanted && reply.ok) setSource(reply.value);
    });
    return () => {
      isWanted = false;
    };
  }, [attachments, attachmentId]);

  return source === undefined ? null : (
    <img className={mergeClasses(classes.root, className)} src={source} alt={name} decoding="async" />
  );
}
