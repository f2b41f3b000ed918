import { memo, useMemo, useState } from 'react';
import { BlockView } from './block-view.tsx';
import { useMarkdownStyles } from './markdown.styles.ts';
import { type Block, MarkdownReader } from './markdown-reader.ts';
import { PlainTextBoundary } from './plain-text-boundary.tsx';

/** What a markdown text needs. */
export interface MarkdownProps {
  readonly text: string;
  /** Whether more is to come: what is open at the end is shown as if it were closed. */
  readonly isGrowing?: boolean;
}

/** Renders a markdown text, finished or still growing; the one way that answers become elements. */
export function Markdown({ text, isGrowing = false }: MarkdownProps) {
  return (
    <PlainTextBoundary text={text}>
      <Groups text={text} isGrowing={isGrowing} />
    </PlainTextBoundary>
  );
}

function Groups({ text, isGrowing }: Required<MarkdownProps>) {
  const classes = useMarkdownStyles();
  // It remembers only what it has read, and gives the same for the same text whatever came before.
  const [reader] = useState(() => new MarkdownReader());
  const groups = useMemo(() => reader.read(text, isGrowing), [reader, text, isGrowing]);
  return (
    <div className={classes.root} data-markdown>
      {groups.map((blocks, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a text only grows at its end: a position is an identity
        <MemoGroup key={index} blocks={blocks} />
      ))}
    </div>
  );
}

// While an answer grows only its last group changes: neither React nor the layout goes through the others.
const MemoGroup = memo(function MarkdownGroup({ blocks }: { readonly blocks: readonly Block[] }) {
  const classes = useMarkdownStyles();
  return (
    <div className={classes.group}>
      {blocks.map((block, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- see Groups
        <MemoBlock key={index} block={block} />
      ))}
    </div>
  );
});

// Only its last block changes; the others must not render again.
const MemoBlock = memo(
  function MarkdownBlock({ block }: { readonly block: Block }) {
    const classes = useMarkdownStyles();
    return (
      <div className={classes.block} dir="auto">
        <BlockView token={block.token} />
      </div>
    );
  },
  (previous, next) => previous.block.token === next.block.token || previous.block.identity === next.block.identity,
);
