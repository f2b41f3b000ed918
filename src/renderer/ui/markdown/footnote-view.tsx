import type { ReactNode } from 'react';
import { useMarkdownStyles } from './markdown.styles.ts';

/** What a footnote and its mark are told apart by. */
export interface FootnoteProps {
  readonly label: string;
}

/** The mark of a footnote, which leads to it. */
export function FootnoteMark({ label }: FootnoteProps) {
  const classes = useMarkdownStyles();
  return (
    <sup className={classes.footnoteMark}>
      <button
        type="button"
        className={classes.footnoteButton}
        aria-label={`Footnote ${label}`}
        data-footnote-mark={label}
        onClick={({ currentTarget }) => focusOther(currentTarget, 'footnote', label)}
      >
        {label}
      </button>
    </sup>
  );
}

/** A footnote where it stands in the text, with a way back to its mark. */
export function Footnote({ label, children }: FootnoteProps & { readonly children: ReactNode }) {
  const classes = useMarkdownStyles();
  return (
    <div role="note" className={classes.footnote} aria-label={`Footnote ${label}`}>
      <sup>
        <button
          type="button"
          className={classes.footnoteButton}
          aria-label={`Back to the mark of footnote ${label}`}
          data-footnote={label}
          onClick={({ currentTarget }) => focusOther(currentTarget, 'footnoteMark', label)}
        >
          {label}
        </button>
      </sup>
      <div className={classes.footnoteText}>{children}</div>
    </div>
  );
}

/** SECURITY: found within the same text by comparing, never by an id that the text could give to something else. */
function focusOther(from: HTMLElement, kind: 'footnote' | 'footnoteMark', label: string): void {
  const text = from.closest('[data-markdown]');
  const others = text?.querySelectorAll<HTMLElement>('button[data-footnote], button[data-footnote-mark]') ?? [];
  const other = [...others].find(({ dataset }) => dataset[kind]?.toLowerCase() === label.toLowerCase());
  other?.scrollIntoView({ block: 'nearest' });
  other?.focus({ preventScroll: true });
}
