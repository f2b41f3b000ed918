import { Fragment, useContext } from 'react';
import type { Token } from 'marked';
import { type AnswerToken, knownToken } from './answer-token.ts';
import { useMarkdownStyles } from './markdown.styles.ts';
import { decodeEntities } from './entities.ts';
import { FootnoteMark } from './footnote-view.tsx';
import { LinkCheckContext } from './link-check.ts';
import { linkPlace, linkTarget, longText, plainText, textPieces } from './markdown.logic.ts';
import { MathView } from './math-view.tsx';

/** The running text of a block as React elements. */
export function InlineView({ tokens }: { readonly tokens: readonly Token[] }) {
  return tokens.map((each, index) => {
    const token = knownToken(each);
    // oxlint-disable-next-line react/no-array-index-key -- a text only grows at its end: a position is an identity
    return <Fragment key={index}>{token === undefined ? null : <InlineToken token={token} />}</Fragment>;
  });
}

function InlineToken({ token }: { readonly token: AnswerToken }) {
  const classes = useMarkdownStyles();
  const check = useContext(LinkCheckContext);
  switch (token.type) {
    case 'text':
      if (token.tokens !== undefined) return <InlineView tokens={token.tokens} />;
      if (token.text.length > longText) return <LongText text={token.text} />;
      return <>{token.escaped === true ? token.text : decodeEntities(token.text)}</>;
    case 'escape':
      return <>{token.text}</>;
    case 'strong':
      return (
        <strong>
          <InlineView tokens={token.tokens} />
        </strong>
      );
    case 'em':
      return (
        <em>
          <InlineView tokens={token.tokens} />
        </em>
      );
    case 'del':
      return (
        <del>
          <InlineView tokens={token.tokens} />
        </del>
      );
    case 'codespan':
      return (
        <code className={classes.code} dir="ltr">
          {token.text}
        </code>
      );
    case 'br':
      return <br />;
    case 'checkbox':
      // React leaves the attribute of a box as it was when its state changes: another state is another box.
      return (
        <input
          key={`${token.checked}`}
          className={classes.checkbox}
          type="checkbox"
          aria-label={token.checked ? 'Done' : 'Not done'}
          checked={token.checked}
          disabled
          readOnly
        />
      );
    case 'link': {
      const href = token.autolink === true ? token.href : decodeEntities(token.href);
      const target = linkTarget(href, check);
      const text = <InlineView tokens={token.tokens} />;
      if (target.kind === 'link') {
        return (
          <Anchor address={target.address} name={plainText(token.tokens)}>
            {text}
          </Anchor>
        );
      }
      if (target.kind === 'none' || token.text === href) return text;
      return (
        <>
          {text} (<bdi dir="ltr">{target.address}</bdi>)
        </>
      );
    }
    // SECURITY: pictures of an answer are never loaded, since their address can carry the conversation away.
    case 'image': {
      const target = linkTarget(decodeEntities(token.href), check);
      const text = plainText(token.tokens) || 'picture';
      if (target.kind !== 'link' || !target.address.startsWith('https:')) return <>{text}</>;
      return (
        <Anchor address={target.address} name={text}>
          {text}
        </Anchor>
      );
    }
    // SECURITY: HTML in an answer is shown as the text that it is.
    case 'html':
      return <>{token.raw}</>;
    case 'math':
      return <MathView tex={token.text} isDisplayed={token.isDisplayed} source={token.raw.trim()} />;
    case 'footnoteMark':
      return <FootnoteMark label={token.label} />;
    case 'paragraph':
      return <InlineView tokens={token.tokens} />;
    case 'blockquote':
    case 'code':
    case 'def':
    case 'footnote':
    case 'heading':
    case 'hr':
    case 'list':
    case 'list_item':
    case 'space':
    case 'table':
      return <>{token.raw}</>;
  }
}

/** Text whose pieces are laid out when they come into sight. */
function LongText({ text }: { readonly text: string }) {
  const classes = useMarkdownStyles();
  return textPieces(text).map((piece, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- a text only grows at its end: a position is an identity
    <span key={index} className={classes.textPiece} data-piece>
      {piece}
    </span>
  ));
}

interface AnchorProps {
  readonly address: string;
  /** What it calls itself. */
  readonly name: string;
  readonly children: React.ReactNode;
}

/** A link, whose address is its description; the keyboard's focus shows it (see its class). */
function Anchor({ address, name, children }: AnchorProps) {
  const classes = useMarkdownStyles();
  const place = linkPlace(address, name);
  return (
    <>
      <a className={classes.link} href={address} title={address} target="_blank" rel="noreferrer">
        {children}
      </a>
      <span aria-hidden data-address={address} />
      {place === undefined ? null : (
        <>
          {' '}
          (<bdi dir="ltr">{place}</bdi>)
        </>
      )}
    </>
  );
}
