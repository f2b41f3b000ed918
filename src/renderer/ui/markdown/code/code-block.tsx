import { mergeClasses, ToggleButton } from '@fluentui/react-components';
import { Eye20Regular } from '@fluentui/react-icons/svg/eye';
import { TextWrap20Regular } from '@fluentui/react-icons/svg/text-wrap';
import { memo, useMemo, useState } from 'react';
import { CopyButton } from '../../copy-button.tsx';
import { ArtifactFrame } from '../artifact/artifact-frame.tsx';
import { artifactKind } from '../artifact/artifact.logic.ts';
import { SaveButton } from '../save-button.tsx';
import { type CodeToken, codePieces, fileEnding, isSamePiece } from './code-tokens.ts';
import { useCodeBlockStyles } from './code.styles.ts';
import { useCodeTokens } from './use-code-tokens.ts';

/** What a block of code needs. */
export interface CodeBlockProps {
  readonly code: string;
  readonly language: string;
}

/** Code in more pieces is laid out piece by piece. */
const mostPieces = 50;

/** Code with its language, in colours, to be copied, saved and wrapped; it scrolls by itself. */
export function CodeBlock({ code, language }: CodeBlockProps) {
  const classes = useCodeBlockStyles();
  const [isWrapped, setIsWrapped] = useState(false);
  const [isShown, setIsShown] = useState(false);
  const kind = artifactKind(language);
  const tokens = useCodeTokens(code, language);
  const pieces = useMemo(() => codePieces(code, tokens), [code, tokens]);
  return (
    <div className={classes.root} dir="ltr">
      <div className={classes.header}>
        <span className={classes.language}>{language}</span>
        {kind === undefined ? null : (
          <ToggleButton
            appearance="subtle"
            size="small"
            icon={<Eye20Regular />}
            checked={isShown}
            onClick={() => setIsShown(!isShown)}
          >
            Show
          </ToggleButton>
        )}
        <ToggleButton
          appearance="subtle"
          size="small"
          icon={<TextWrap20Regular />}
          aria-label="Wrap lines"
          title="Wrap lines"
          checked={isWrapped}
          onClick={() => setIsWrapped(!isWrapped)}
        />
        <SaveButton label="Save code" file={() => ({ name: `code.${fileEnding(language)}`, text: code })} />
        <CopyButton label="Copy code" appearance="subtle" size="small" text={() => code} />
      </div>
      {kind !== undefined && isShown ? <ArtifactFrame key={code} kind={kind} text={code} /> : null}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must take the focus */}
      <pre className={mergeClasses(classes.body, isWrapped && classes.wrapped)} tabIndex={0}>
        <code>
          {pieces.map((piece, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- code only grows at its end: a position is an identity
            <Piece key={index} tokens={piece} isFar={pieces.length > mostPieces} />
          ))}
        </code>
      </pre>
    </div>
  );
}

const Piece = memo(
  function CodePiece({ tokens, isFar }: { readonly tokens: readonly CodeToken[]; readonly isFar: boolean }) {
    const classes = useCodeBlockStyles();
    return (
      <span className={mergeClasses(classes.piece, isFar && classes.farPiece)}>
        {tokens.map(([kind, text], index) =>
          kind === 'plain' ? (
            text
          ) : (
            // oxlint-disable-next-line react/no-array-index-key -- see CodeBlock
            <span key={index} className={classes[kind]}>
              {text}
            </span>
          ),
        )}
      </span>
    );
  },
  (previous, next) => previous.isFar === next.isFar && isSamePiece(previous.tokens, next.tokens),
);
