import { makeStyles, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(5rem, auto) 1fr',
    '@media (max-width: 320px)': { gridTemplateColumns: '100%', rowGap: 0 },
    gap: '4px 12px',
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    '& dt': { color: tokens.colorNeutralForeground3 },
    '& dd': { margin: 0, overflowWrap: 'anywhere', userSelect: 'text' },
  },
});

/** A fact about an account, as its menu lists it. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** Facts by name. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  const classes = useStyles();
  return (
    <dl className={classes.root}>
      {facts.map(({ name, value }) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
