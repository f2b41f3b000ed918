import { Fragment } from 'react';
import type { Token, Tokens } from 'marked';
import { type AnswerToken, knownToken } from './answer-token.ts';
import { CodeBlock } from './code/code-block.tsx';
import { Footnote } from './footnote-view.tsx';
import { InlineView } from './inline-view.tsx';
import { useMarkdownStyles } from './markdown.styles.ts';
import { codeLanguage, headingLevel, numbersWidth } from './markdown.logic.ts';
import { MathView } from './math-view.tsx';
import { TableView } from './table/table-view.tsx';

/** One block of a markdown text as React elements. */
export function BlockView({ token }: { readonly token: AnswerToken }) {
  const classes = useMarkdownStyles();
  switch (token.type) {
    case 'paragraph':
      return (
        <p className={classes.paragraph}>
          <InlineView tokens={token.tokens} />
        </p>
      );
    case 'heading': {
      const level = headingLevel(token.depth);
      const Heading = `h${level}` as const;
      return (
        <Heading className={level === 3 ? classes.largeHeading : level === 4 ? classes.mediumHeading : classes.heading}>
          <InlineView tokens={token.tokens} />
        </Heading>
      );
    }
    case 'code':
      return <CodeBlock code={token.text} language={codeLanguage(token.lang)} />;
    case 'blockquote':
      return (
        <blockquote className={classes.quote}>
          <Blocks tokens={token.tokens} />
        </blockquote>
      );
    case 'list':
      return <ListView token={token} />;
    case 'table':
      return <TableView token={token} />;
    case 'hr':
      return <hr className={classes.rule} />;
    // SECURITY: HTML in an answer is shown as the text that it is.
    case 'html':
      return <p className={classes.literal}>{token.raw.trimEnd()}</p>;
    case 'math':
      return <MathView tex={token.text} isDisplayed={token.isDisplayed} source={token.raw.trim()} />;
    case 'footnote':
      return (
        <Footnote label={token.label}>
          <Blocks tokens={token.tokens} />
        </Footnote>
      );
    case 'list_item':
      return <Blocks tokens={token.tokens} />;
    case 'checkbox':
    case 'br':
    case 'codespan':
    case 'del':
    case 'em':
    case 'escape':
    case 'footnoteMark':
    case 'image':
    case 'link':
    case 'strong':
    case 'text':
      return <InlineView tokens={[token]} />;
    case 'space':
    case 'def':
      return null;
  }
}

function Blocks({ tokens }: { readonly tokens: readonly Token[] }) {
  return tokens.map((each, index) => {
    const token = knownToken(each);
    // oxlint-disable-next-line react/no-array-index-key -- a text only grows at its end: a position is an identity
    return <Fragment key={index}>{token === undefined ? null : <BlockView token={token} />}</Fragment>;
  });
}

function ListView({ token }: { readonly token: Tokens.List }) {
  const classes = useMarkdownStyles();
  const items = token.items.map((item, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- see Blocks
    <li key={index} className={item.task ? classes.task : classes.item}>
      <Blocks tokens={item.tokens} />
    </li>
  ));
  if (!token.ordered) return <ul className={classes.list}>{items}</ul>;
  return (
    <ol
      className={classes.list}
      style={{ paddingInlineStart: numbersWidth(token) }}
      start={token.start === '' ? 1 : token.start}
    >
      {items}
    </ol>
  );
}
