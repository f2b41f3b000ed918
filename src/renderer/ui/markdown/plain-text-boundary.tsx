import { Component, type ReactNode } from 'react';
import { useMarkdownStyles } from './markdown.styles.ts';

/** What the boundary needs. */
export interface PlainTextBoundaryProps {
  /** What the children show. */
  readonly text: string;
  readonly children: ReactNode;
}

/** Shows a text as it is written where it cannot be rendered otherwise, so that one text never takes the window along. */
export class PlainTextBoundary extends Component<PlainTextBoundaryProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    const { text, children } = this.props;
    return this.state.hasFailed ? <PlainText text={text} /> : children;
  }
}

function PlainText({ text }: Pick<PlainTextBoundaryProps, 'text'>) {
  const classes = useMarkdownStyles();
  return (
    <div className={classes.root}>
      <pre className={classes.literal} dir="auto">
        {text}
      </pre>
    </div>
  );
}
