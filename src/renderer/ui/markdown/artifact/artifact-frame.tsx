import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { useIsDark } from '../../use-is-dark.ts';
import { type ArtifactKind, type ArtifactSource, askedHeight, frameAddress } from './artifact.logic.ts';

const useStyles = makeStyles({
  frame: { display: 'block', width: '100%', border: 'none', backgroundColor: tokens.colorNeutralBackground1 },
});

/** What is shown. */
export interface ArtifactFrameProps {
  readonly kind: ArtifactKind;
  readonly text: string;
}

const titles: Readonly<Record<ArtifactKind, string>> = {
  html: 'Preview of the page',
  svg: 'Preview of the picture',
  mermaid: 'Diagram',
};

/**
 * A page, a picture or a diagram of an answer at work.
 * SECURITY: in a frame without an origin: it reaches neither the window, its bridge, the network nor anything kept, opens no
 * window and downloads nothing; its own policy (shell/csp.ts) says the same once more.
 */
export function ArtifactFrame({ kind, text }: ArtifactFrameProps) {
  const classes = useStyles();
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(240);
  const isDark = useIsDark();
  useEffect(() => {
    const listen = ({ source, data }: MessageEvent<unknown>) => {
      const asked = source !== null && source === frame.current?.contentWindow ? askedHeight(data) : undefined;
      if (asked !== undefined) setHeight(asked);
    };
    addEventListener('message', listen);
    return () => removeEventListener('message', listen);
  }, []);
  const tell = () => {
    const source: ArtifactSource = { kind, text, isDark };
    // Its origin is none, which no target can name; it is told nothing but what the answer says.
    frame.current?.contentWindow?.postMessage(source, '*');
  };
  return (
    <iframe
      // A diagram is drawn anew in the other theme; a page goes on as it is.
      key={kind === 'html' ? kind : `${isDark}`}
      ref={frame}
      className={classes.frame}
      style={{ height: `${height}px` }}
      title={titles[kind]}
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
      src={frameAddress(location)}
      onLoad={tell}
    />
  );
}
