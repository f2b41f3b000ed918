import { Component, type ReactNode } from 'react';
import { useMarkdownStyles } from './markdown.styles.ts';

/** What the boundary needs. */
export interface PlainTextBoundaryProps {
  /** What the children show. */
  readonly text: string;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly text: string;
  readonly hasFailed: boolean;
}

/**
 * Shows a text as it is written where it cannot be rendered otherwise, so that one text never takes the window along. Another
 * text is tried anew.
 */
export class PlainTextBoundary extends Component<PlainTextBoundaryProps, BoundaryState> {
  override state: BoundaryState = { text: this.props.text, hasFailed: false };

  static getDerivedStateFromError(): Partial<BoundaryState> {
    return { hasFailed: true };
  }

  static getDerivedStateFromProps({ text }: PlainTextBoundaryProps, state: BoundaryState): BoundaryState | null {
    return text === state.text ? null : { text, hasFailed: false };
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
