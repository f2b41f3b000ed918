import { lazy, Suspense } from 'react';
import { useMarkdownStyles } from './markdown.styles.ts';

/** What a formula needs. */
export interface MathViewProps {
  readonly tex: string;
  readonly isDisplayed: boolean;
  /** As it is written in the answer. */
  readonly source: string;
}

/** What is longer is shown as it is written: setting it would hold up the window. */
const longestFormula = 5000;

const Formula = lazy(() => import('./formula.tsx'));

/** A formula; its source until what sets it has been loaded. */
export function MathView(props: MathViewProps) {
  const classes = useMarkdownStyles();
  const { tex, isDisplayed, source } = props;
  const plain = <span dir="ltr">{source}</span>;
  return (
    <span className={isDisplayed ? classes.displayMath : undefined} data-math={source}>
      {tex.length > longestFormula ? plain : <Suspense fallback={plain}>{<Formula {...props} />}</Suspense>}
    </span>
  );
}
