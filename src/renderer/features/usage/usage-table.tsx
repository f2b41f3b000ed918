import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { costTexts, numberText, tokensOf, type UsageLine } from './usage.logic.ts';

const useStyles = makeStyles({
  frame: { overflowX: 'auto', minWidth: 0 },
  table: { width: '100%', borderCollapse: 'collapse', fontSize: tokens.fontSizeBase200 },
  caption: { padding: '0 0 4px', textAlign: 'start', fontWeight: tokens.fontWeightSemibold },
  cell: {
    padding: '4px 0 4px 12px',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    textAlign: 'end',
    verticalAlign: 'top',
    whiteSpace: 'nowrap',
    fontWeight: tokens.fontWeightRegular,
    fontVariantNumeric: 'tabular-nums',
  },
  head: { color: tokens.colorNeutralForeground3 },
  name: {
    width: '50%',
    minWidth: '7rem',
    paddingLeft: 0,
    textAlign: 'start',
    whiteSpace: 'normal',
    overflowWrap: 'anywhere',
  },
  bar: {
    height: '4px',
    marginTop: '2px',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorBrandBackground,
    // Seen in forced colours, where backgrounds are gone.
    '@media (forced-colors: active)': { backgroundColor: 'CanvasText', forcedColorAdjust: 'none' },
  },
});

/** What the table needs. */
export interface UsageTableProps {
  readonly caption: string;
  /** What each line is. */
  readonly unit: string;
  readonly lines: readonly UsageLine[];
}

/** Lines of numbers, each with a bar that shows its tokens beside those of the others. */
export function UsageTable({ caption, unit, lines }: UsageTableProps) {
  const classes = useStyles();
  const hasCosts = lines.some(({ costs }) => costs.length > 0);
  const head = mergeClasses(classes.cell, classes.head);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must take the focus
    <div className={classes.frame} role="group" aria-label={caption} tabIndex={0}>
      <table className={classes.table}>
        <caption className={classes.caption}>{caption}</caption>
        <thead>
          <tr>
            <th scope="col" className={mergeClasses(head, classes.name)}>
              {unit}
            </th>
            <th scope="col" className={head}>
              Requests
            </th>
            <th scope="col" className={head}>
              Tokens
            </th>
            {hasCosts ? (
              <th scope="col" className={head}>
                Cost
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <th scope="row" className={mergeClasses(classes.cell, classes.name)}>
                <bdi>{line.name}</bdi>
                <div className={classes.bar} style={{ width: `${line.share * 100}%` }} />
              </th>
              <td className={classes.cell}>{numberText(line.requests)}</td>
              <td className={classes.cell}>{numberText(tokensOf(line))}</td>
              {hasCosts ? (
                <td className={classes.cell}>
                  {line.costs.length === 0 ? '–' : costTexts(line).map((text) => <div key={text}>{text}</div>)}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
