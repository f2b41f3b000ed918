import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { memo, useState } from 'react';
import { type SourceLine, shownLines } from './sources.logic.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    minWidth: 0,
    margin: '8px 0 0',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
  },
  title: { margin: 0, fontSize: 'inherit', fontWeight: tokens.fontWeightSemibold },
  list: { margin: 0, paddingInlineStart: '24px', maxWidth: '100%', boxSizing: 'border-box' },
  line: { overflowWrap: 'anywhere' },
  link: { color: tokens.colorBrandForegroundLink },
  host: { color: tokens.colorNeutralForeground3 },
  more: { minWidth: 'auto', marginLeft: '-8px' },
});

/** What the list needs. */
export interface SourceListProps {
  readonly sources: readonly SourceLine[];
  /** How many more there were than are kept. */
  readonly omitted: number;
}

/** What an answer is based on, numbered as its text refers to it. */
export const SourceList = memo(function SourceList({ sources, omitted }: SourceListProps) {
  const classes = useStyles();
  const [isOpen, setIsOpen] = useState(false);
  if (sources.length === 0) return null;
  const { shown, more } = shownLines(sources, isOpen);
  return (
    <section aria-label="Sources" className={classes.root}>
      <h3 className={classes.title}>Sources</h3>
      <ol className={classes.list}>
        {shown.map(({ sourceId, title, address, host }) => (
          <li key={sourceId} className={classes.line}>
            {address === undefined ? (
              <bdi>{title}</bdi>
            ) : (
              <a className={classes.link} href={address} title={address} target="_blank" rel="noreferrer">
                <bdi>{title}</bdi>
              </a>
            )}
            {host === '' ? null : <span className={classes.host}> · {host}</span>}
          </li>
        ))}
      </ol>
      {more === 0 ? null : (
        <Button className={classes.more} appearance="subtle" size="small" onClick={() => setIsOpen(true)}>
          Show {more} more
        </Button>
      )}
      {omitted === 0 || more > 0 ? null : (
        <span className={classes.host}>{omitted.toLocaleString('en')} more sources were left out.</span>
      )}
    </section>
  );
});
