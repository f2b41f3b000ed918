import { Button } from '@fluentui/react-components';
import { ArrowSort16Regular } from '@fluentui/react-icons/svg/arrow-sort';
import { ArrowSortDown16Regular } from '@fluentui/react-icons/svg/arrow-sort-down';
import { ArrowSortUp16Regular } from '@fluentui/react-icons/svg/arrow-sort-up';
import type { Tokens } from 'marked';
import { memo, useMemo, useState } from 'react';
import { CopyButton } from '../../copy-button.tsx';
import { InlineView } from '../inline-view.tsx';
import { cellText, nextOrder, orderedRows, type TableOrder, tableCsv } from './table.logic.ts';
import { useTableStyles } from './table.styles.ts';

/** So many rows are shown at first: a table without end would hold up the window. */
const firstRows = 100;

/** A table that scrolls by itself, can be sorted by each column and copied for a spreadsheet. */
export function TableView({ token }: { readonly token: Tokens.Table }) {
  const classes = useTableStyles();
  const [order, setOrder] = useState<TableOrder>();
  const [shownRows, setShownRows] = useState(firstRows);
  const rows = useMemo(() => orderedRows(token.rows, order), [token.rows, order]);
  const hidden = rows.length - shownRows;
  return (
    <div className={classes.root}>
      {/* A keyboard reaches what is to be scrolled by the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must take the focus */}
      <div className={classes.frame} tabIndex={0} role="group" aria-label="Table">
        <table className={classes.table}>
          <thead>
            <tr>
              {token.header.map((cell, column) => (
                // Columns have no other name, and stay in their order.
                <th
                  // oxlint-disable-next-line react/no-array-index-key -- see above
                  key={column}
                  scope="col"
                  style={alignment(cell)}
                  aria-sort={order?.column === column ? order.direction : undefined}
                >
                  <InlineView tokens={cell.tokens} />
                  {token.rows.length < 2 ? null : (
                    <SortButton
                      column={cellText(cell) || `column ${column + 1}`}
                      direction={order?.column === column ? order.direction : undefined}
                      onClick={() => setOrder(nextOrder(order, column))}
                    />
                  )}
                </th>
              ))}
            </tr>
          </thead>
          {rows.length === 0 ? null : (
            <tbody>
              {rows.slice(0, shownRows).map((row, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- a row has no other name; its cells are compared
                <Row key={index} row={row} />
              ))}
            </tbody>
          )}
        </table>
      </div>
      <div className={classes.actions}>
        {hidden > 0 ? (
          <Button appearance="subtle" size="small" onClick={() => setShownRows(shownRows + 10 * firstRows)}>
            {`Show more rows (${hidden})`}
          </Button>
        ) : null}
        <CopyButton label="Copy as CSV" appearance="subtle" size="small" text={() => tableCsv(token)} />
      </div>
    </div>
  );
}

const icons = {
  ascending: <ArrowSortUp16Regular />,
  descending: <ArrowSortDown16Regular />,
  none: <ArrowSort16Regular />,
};

function SortButton(props: {
  readonly column: string;
  readonly direction: 'ascending' | 'descending' | undefined;
  readonly onClick: () => void;
}) {
  const { column, direction = 'none', onClick } = props;
  const classes = useTableStyles();
  const name = `Sort by ${column.slice(0, 60)}`;
  return (
    <button
      type="button"
      className={classes.sort}
      data-sorted={direction}
      aria-label={name}
      title={name}
      onClick={onClick}
    >
      {icons[direction]}
    </button>
  );
}

type Cells = readonly Tokens.TableCell[];

const Row = memo(
  function TableRow({ row }: { readonly row: Cells }) {
    return (
      <tr>
        {row.map((cell, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- see TableView
          <td key={index} style={alignment(cell)}>
            <InlineView tokens={cell.tokens} />
          </td>
        ))}
      </tr>
    );
  },
  (previous, next) => previous.row === next.row || isSameRow(previous.row, next.row),
);

function isSameRow(one: Cells, other: Cells): boolean {
  return (
    one.length === other.length &&
    one.every(({ text, align }, index) => {
      const cell = other[index];
      // A link's address may stand elsewhere.
      return cell !== undefined && !text.includes('[') && text === cell.text && align === cell.align;
    })
  );
}

function alignment({ align }: Tokens.TableCell): React.CSSProperties | undefined {
  return align === null ? undefined : { textAlign: align };
}
