import { makeStyles, tokens } from '@fluentui/react-components';

const hairline = `1px solid ${tokens.colorNeutralStroke2}`;

/** Classes of a table and what can be done with it. */
export const useTableStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '2px', minWidth: 0 },
  frame: { maxWidth: '100%', overflowX: 'auto', borderRadius: tokens.borderRadiusLarge, border: hairline },
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    fontSize: '13px',
    overflowWrap: 'normal',
    '& th, & td': {
      padding: '8px 12px',
      textAlign: 'start',
      unicodeBidi: 'plaintext',
      verticalAlign: 'top',
      minWidth: '64px',
      borderBottom: hairline,
    },
    '& th': {
      fontWeight: tokens.fontWeightSemibold,
      backgroundColor: tokens.colorNeutralBackground2,
      whiteSpace: 'nowrap',
    },
    '& th:hover button': { opacity: 1 },
    '& tbody tr:last-child td': { borderBottomStyle: 'none' },
  },
  // Seen where it is used or meant: a table is read more often than it is sorted.
  sort: {
    display: 'inline-flex',
    marginInlineStart: '4px',
    padding: 0,
    border: 'none',
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground3,
    verticalAlign: '-3px',
    cursor: 'pointer',
    opacity: 0,
    ':focus-visible': { opacity: 1 },
    ':not([data-sorted=none])': { opacity: 1 },
    '@media (hover: none), (forced-colors: active)': { opacity: 1 },
  },
  actions: { display: 'flex', justifyContent: 'flex-end', gap: '4px' },
});
