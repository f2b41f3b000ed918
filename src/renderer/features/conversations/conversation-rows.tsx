import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { defaultRangeExtractor, type Range, useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type DragEvent, type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type ConversationPlace, type Folder, placeKey } from '../../../shared/model/conversation-order.ts';
import { usePreferences } from '../../bridge.ts';
import { findTyped, isStop, moveFocus, rowCommand, typeAhead } from './conversation-list.logic.ts';
import { ConversationRow, type RowEvents } from './conversation-row.tsx';
import { type FolderEvents, FolderHeading } from './folder-heading.tsx';
import { itemHeight, type ListGroup, type ListItem, type ListView } from './list-items.logic.ts';

const useStyles = makeStyles({
  root: { flexGrow: 1, minHeight: 0, overflowY: 'auto', padding: '0 8px 16px' },
  lines: { position: 'relative' },
  line: { position: 'absolute', insetInline: 0, top: 0 },
  heading: {
    margin: 0,
    padding: '16px 12px 4px',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  target: { color: tokens.colorBrandForeground1, textDecorationLine: 'underline' },
  rows: { margin: 0, padding: 0, listStyleType: 'none' },
  inFolder: { paddingInlineStart: '16px' },
  note: { padding: '8px 12px 0 36px', color: tokens.colorNeutralForeground3 },
});

/** What a list of conversations needs. */
export interface ConversationRowsProps {
  readonly items: readonly ListItem[];
  readonly view: ListView;
  readonly currentId: string;
  /** The conversation whose menu is open. */
  readonly menuId: string | undefined;
  readonly renamingId: string | null;
  /** Ids; null while nothing is selected. */
  readonly selection: ReadonlySet<string> | null;
  /** The line that is to have the focus as soon as it is there. */
  readonly wantedKey: string | null;
  readonly onWant: (key: string | null) => void;
  readonly onRename: (item: ListItem) => void;
  readonly onDelete: (item: ListItem) => void;
  /** Selects everything from one line to another: Shift and a key that moves. */
  readonly onExtend: (from: string, to: string) => void;
  readonly onLoad: (place: ConversationPlace) => void;
  readonly onDrop: (place: ConversationPlace) => void;
  readonly isDragged: (event: DragEvent) => boolean;
  readonly rowEvents: RowEvents;
  readonly folderEvents: FolderEvents;
}

/** The lines of the list, of which those are rendered that can be seen. */
export function ConversationRows(props: ConversationRowsProps) {
  const { items, wantedKey, currentId, onWant, onLoad, onRename, onDelete, onExtend, onDrop, isDragged, folderEvents } =
    props;
  const classes = useStyles();
  const { density } = usePreferences().values;
  const scroller = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: '', at: 0 });
  const [focusedKey, setFocusedKey] = useState<string | null>(null);
  const hasFocus = useRef(false);
  const [target, setTarget] = useState<string | null>(null);

  const tabStop = findTabStop(items, [wantedKey, focusedKey, currentId]);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: useCallback((index: number) => itemHeight(items[index], density), [items, density]),
    getItemKey: useCallback((index: number) => items[index]?.key ?? index, [items]),
    // The line with the focus stays, however far it is scrolled away.
    rangeExtractor: useCallback((range: Range) => withLine(defaultRangeExtractor(range), tabStop), [tabStop]),
    overscan: 10,
  });
  const lines = virtualizer.getVirtualItems();
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, density]);

  useEffect(() => {
    for (const { index } of lines) {
      const item = items[index];
      if (item?.kind === 'more') onLoad(item.group.place);
    }
  }, [lines, items, onLoad]);

  useEffect(() => {
    const index = items.findIndex(({ key }) => key === wantedKey);
    if (wantedKey === null || index === -1) return undefined;
    virtualizer.scrollToIndex(index);
    // After a field, a menu or a dialog has given the focus back.
    const frame = requestAnimationFrame(() => {
      findRow(scroller.current, wantedKey)?.focus({ preventScroll: true });
      onWant(null);
    });
    return () => cancelAnimationFrame(frame);
  }, [wantedKey, items, virtualizer, onWant]);

  useLayoutEffect(() => {
    // A row that moves to another group is made anew there, and so loses the focus.
    if (!hasFocus.current || wantedKey !== null || document.activeElement !== document.body) return;
    if (items.some(({ key }) => key === focusedKey)) onWant(focusedKey);
  }, [items, focusedKey, wantedKey, onWant]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!(event.target instanceof HTMLElement) || event.altKey || event.ctrlKey || event.metaKey) return;
    const from = wantedKey ?? event.target.dataset['row'];
    const item = items.find(({ key }) => key === from);
    if (event.target.dataset['row'] === undefined || from === undefined || item === undefined) return;
    const command = rowCommand(event.key);
    if (command === undefined) {
      if (!/^\S$/u.test(event.key)) return;
      typed.current = typeAhead(typed.current, event.key, event.timeStamp);
      onWant(findTyped(items, from, typed.current.text) ?? null);
      return;
    }
    event.preventDefault();
    if (command === 'rename') onRename(item);
    else if (command === 'delete') onDelete(item);
    else if (item.kind === 'folder' && isToggle(command, item.folder)) folderEvents.onToggle(item.folder);
    else {
      const to = moveFocus(command, from, items) ?? null;
      onWant(to);
      if (event.shiftKey && to !== null) onExtend(from, to);
    }
  };
  const targetOf = (event: DragEvent<HTMLElement>): ConversationPlace | undefined => {
    if (!isDragged(event) || !(event.target instanceof Element)) return undefined;
    const line = event.target.closest<HTMLElement>('[data-line]')?.dataset['line'];
    return items.find(({ key }) => key === line)?.group.place;
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys belong to the buttons inside
    <div
      ref={scroller}
      className={classes.root}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        hasFocus.current = true;
        const line = event.target.closest<HTMLElement>('[data-line]')?.dataset['line'];
        if (line !== undefined) setFocusedKey(line);
      }}
      onBlur={({ relatedTarget }) => {
        // Nothing follows where the row itself is gone.
        if (relatedTarget !== null) hasFocus.current = false;
      }}
      onDragOver={(event) => {
        const place = targetOf(event);
        setTarget(place === undefined ? null : placeKey(place));
        if (place !== undefined) event.preventDefault();
      }}
      onDragLeave={() => setTarget(null)}
      onDrop={(event) => {
        const place = targetOf(event);
        setTarget(null);
        if (place === undefined) return;
        event.preventDefault();
        onDrop(place);
      }}
    >
      <div className={classes.lines} style={{ height: virtualizer.getTotalSize() }}>
        {groupsOf(lines, items).map(({ group, members }) => (
          <section key={group.key} aria-label={group.name}>
            {members.map(({ line, item }) =>
              item.kind === 'conversation' ? null : (
                <div key={item.key} data-line={item.key} className={classes.line} style={lineStyle(line)}>
                  {item.kind === 'heading' ? (
                    <h2 className={mergeClasses(classes.heading, target === placeKey(group.place) && classes.target)}>
                      {group.name}
                    </h2>
                  ) : item.kind === 'folder' ? (
                    <FolderHeading
                      folder={item.folder}
                      rowKey={item.key}
                      isTabStop={line.index === tabStop}
                      isTarget={target === item.group.key}
                      events={folderEvents}
                    />
                  ) : item.kind === 'note' ? (
                    <div className={classes.note}>{item.text}</div>
                  ) : null}
                </div>
              ),
            )}
            <ul className={classes.rows}>
              {members.map(({ line, item }) =>
                item.kind === 'conversation' ? (
                  <li
                    key={item.key}
                    data-line={item.key}
                    className={mergeClasses(classes.line, group.place.kind === 'folder' && classes.inFolder)}
                    style={lineStyle(line)}
                    aria-setsize={group.size}
                    aria-posinset={item.position}
                  >
                    <ConversationRow
                      conversation={item.conversation}
                      view={props.view}
                      isCurrent={item.key === currentId}
                      isRenaming={item.key === props.renamingId}
                      selection={
                        props.selection === null ? 'off' : props.selection.has(item.key) ? 'selected' : 'unselected'
                      }
                      isTabStop={line.index === tabStop}
                      isMenuOpen={item.key === props.menuId}
                      events={props.rowEvents}
                    />
                  </li>
                ) : null,
              )}
            </ul>
          </section>
        ))}
      </div>
    </div>
  );
}

interface Member {
  readonly line: VirtualItem;
  readonly item: ListItem;
}

/** The lines that are rendered, with what they belong to. */
function groupsOf(lines: readonly VirtualItem[], items: readonly ListItem[]) {
  const groups: { readonly group: ListGroup; readonly members: Member[] }[] = [];
  for (const line of lines) {
    const item = items[line.index];
    if (item === undefined) continue;
    const last = groups.at(-1);
    if (last?.group.key === item.group.key) last.members.push({ line, item });
    else groups.push({ group: item.group, members: [{ line, item }] });
  }
  return groups;
}

function lineStyle({ start, size }: VirtualItem) {
  return { height: size, transform: `translateY(${start}px)` };
}

/** The line that the Tab key stops at: the first that is there, of these and of all. */
function findTabStop(items: readonly ListItem[], keys: readonly (string | null)[]): number {
  for (const wanted of keys) {
    const index = wanted === null ? -1 : items.findIndex((item) => item.key === wanted && isStop(item));
    if (index !== -1) return index;
  }
  return items.findIndex(isStop);
}

function withLine(lines: number[], line: number): number[] {
  return line === -1 || lines.includes(line) ? lines : [...lines, line].sort((left, right) => left - right);
}

function findRow(list: HTMLElement | null, key: string): HTMLElement | null {
  return list?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`) ?? null;
}

function isToggle(command: string, { isCollapsed }: Folder): boolean {
  return (command === 'out' && !isCollapsed) || (command === 'in' && isCollapsed);
}
