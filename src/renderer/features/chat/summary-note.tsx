import { makeStyles, tokens } from '@fluentui/react-components';
import { memo } from 'react';
import { Markdown } from '../../ui/markdown/markdown.tsx';

const useStyles = makeStyles({
  root: {
    margin: '8px 0',
    padding: '4px 12px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
  },
  head: { cursor: 'pointer', padding: '4px 0' },
});

/** Stands where the messages end that the model no longer gets as they are; opened, it shows what it gets instead. */
export const SummaryNote = memo(function SummaryNote({ text }: { readonly text: string }) {
  const classes = useStyles();
  return (
    <details className={classes.root}>
      <summary className={classes.head}>Earlier messages were summarised</summary>
      <Markdown text={text} />
    </details>
  );
});
