import { memo, useMemo } from 'react';
import { BlockView } from './block-view.tsx';
import { useMarkdownStyles } from './markdown.styles.ts';
import { type Block, splitBlocks } from './markdown.logic.ts';
import { PlainTextBoundary } from './plain-text-boundary.tsx';

/** Renders a markdown text, finished or still growing; the one way that answers become elements. */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <PlainTextBoundary text={text}>
      <Blocks text={text} />
    </PlainTextBoundary>
  );
}

function Blocks({ text }: { readonly text: string }) {
  const classes = useMarkdownStyles();
  const blocks = useMemo(() => splitBlocks(text), [text]);
  return (
    <div className={classes.root}>
      {blocks.map((block) => (
        <MemoBlock key={block.key} block={block} />
      ))}
    </div>
  );
}

// While an answer grows only its last block changes; the others must not render again.
const MemoBlock = memo(
  function MarkdownBlock({ block }: { readonly block: Block }) {
    const classes = useMarkdownStyles();
    return (
      <div className={classes.block} dir="auto">
        <BlockView token={block.token} />
      </div>
    );
  },
  (previous, next) => previous.block.identity === next.block.identity,
);
