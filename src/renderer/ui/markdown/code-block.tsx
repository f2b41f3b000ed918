import { CopyButton } from '../copy-button.tsx';
import { useCodeBlockStyles } from './markdown.styles.ts';

/** Preformatted text with its language, a copy button and its own horizontal scroll. */
export function CodeBlock({ code, language }: { readonly code: string; readonly language: string }) {
  const classes = useCodeBlockStyles();
  return (
    <div className={classes.root} dir="ltr">
      <div className={classes.header}>
        <span>{language}</span>
        <CopyButton label="Copy code" appearance="subtle" size="small" text={() => code} />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must take the focus */}
      <pre className={classes.body} tabIndex={0}>
        <code>{code}</code>
      </pre>
    </div>
  );
}
