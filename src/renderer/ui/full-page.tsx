import { makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef } from 'react';
import { BrandMark } from './brand-mark.tsx';

const useStyles = makeStyles({
  root: { flexGrow: 1, minHeight: 0, overflowY: 'auto', display: 'flex' },
  // Margins instead of centring: content that is taller than the window stays reachable.
  column: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: '16px',
    width: '100%',
    maxWidth: '27rem',
    margin: 'auto',
    padding: '32px 24px',
    boxSizing: 'border-box',
    textAlign: 'center',
  },
  mark: { color: tokens.colorBrandForeground1, lineHeight: 0 },
  heading: {
    margin: 0,
    fontSize: '24px',
    lineHeight: '32px',
    fontWeight: tokens.fontWeightSemibold,
    textWrap: 'balance',
    overflowWrap: 'anywhere',
    outlineStyle: 'none',
  },
});

/** A page that is all there is in the window: the mark, a heading and what follows, centred. */
export function FullPage({ heading, children }: { readonly heading: string; readonly children: ReactNode }) {
  const classes = useStyles();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) title.current?.focus();
  }, []);
  return (
    <main className={classes.root}>
      <div className={classes.column}>
        <div className={classes.mark}>
          <BrandMark size={56} />
        </div>
        {/* What had the focus went with the page before: the next key leads into this one, and its heading is read out. */}
        <h1 ref={title} tabIndex={-1} className={classes.heading}>
          {heading}
        </h1>
        {children}
      </div>
    </main>
  );
}
