import { makeStyles, mergeClasses } from '@fluentui/react-components';
import { type ReactNode, useEffect, useState } from 'react';
import { useBridge } from '../../../bridge.ts';

const useStyles = makeStyles({ root: { display: 'block', objectFit: 'cover' } });

/** Where an image is; undefined until main has told. */
type Source = { readonly kind: 'here'; readonly url: string } | { readonly kind: 'lost' } | undefined;

/** An attached image; nothing until main has given it, and `instead` where main or the browser cannot. */
export function AttachmentImage(props: {
  readonly attachmentId: string;
  readonly name: string;
  readonly className?: string;
  readonly instead: ReactNode;
}) {
  const { attachmentId, name, className, instead } = props;
  const classes = useStyles();
  const { attachments } = useBridge();
  const [source, setSource] = useState<Source>();

  useEffect(() => {
    let isWanted = true;
    void attachments.image({ attachmentId }).then((reply) => {
      if (isWanted) setSource(reply.ok ? { kind: 'here', url: reply.value } : { kind: 'lost' });
    });
    return () => {
      isWanted = false;
    };
  }, [attachments, attachmentId]);

  if (source === undefined) return null;
  if (source.kind === 'lost') return instead;
  return (
    <img
      className={mergeClasses(classes.root, className)}
      src={source.url}
      alt={name}
      decoding="async"
      onError={() => setSource({ kind: 'lost' })}
    />
  );
}
