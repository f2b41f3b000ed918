import { makeStyles, SearchBox } from '@fluentui/react-components';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Deployment } from '../../../shared/model/deployment.ts';
import { queryLimit } from '../../../shared/model/search.ts';
import { SearchFilter } from './search-filter.tsx';
import { movedTo, noFilter } from './search.logic.ts';
import { SearchResults, type SearchResultsProps } from './search-results.tsx';
import { useSearch } from './use-search.ts';

const useStyles = makeStyles({
  field: { display: 'flex', alignItems: 'center', gap: '4px', flexShrink: 0, padding: '0 8px 8px 12px' },
  box: { flexGrow: 1, minWidth: 0, maxWidth: 'none' },
  results: { flexGrow: 1, minHeight: 0, overflowY: 'auto', padding: '0 8px 16px' },
});

/** What the search needs. */
export interface SearchPanelProps extends Pick<SearchResultsProps, 'onOpen'> {
  readonly deployments: readonly Pick<Deployment, 'id' | 'displayName'>[];
  /** A number that grows whenever the person asks for the search by its shortcut; 0 if they have not yet. */
  readonly wanted: number;
  /** Stands below while nothing is searched for. */
  readonly children: ReactNode;
}

/** The search in all conversations: its field, and in the place of the list what was found. */
export function SearchPanel({ deployments, wanted, onOpen, children }: SearchPanelProps) {
  const classes = useStyles();
  const [typed, setTyped] = useState('');
  const [filter, setFilter] = useState(noFilter);
  const search = useSearch(typed, filter);
  const box = useRef<HTMLInputElement>(null);
  const results = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (wanted === 0) return;
    box.current?.focus();
    box.current?.select();
  }, [wanted]);

  const leave = () => {
    setTyped('');
    box.current?.focus();
  };
  const onBoxKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const [first] = rowsOf(results.current);
    if (event.key === 'Escape' && typed !== '') {
      event.preventDefault();
      event.stopPropagation();
      leave();
    } else if (event.key === 'ArrowDown' && first !== undefined) {
      event.preventDefault();
      first.focus();
    } else if (event.key === 'Enter' && search.state.kind === 'found') first?.click();
  };
  const onResultKey = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      leave();
      return;
    }
    const rows = rowsOf(results.current);
    const from = rows.findIndex((row) => row === event.target);
    const to = from === -1 ? undefined : movedTo(event.key, from, rows.length);
    if (to === undefined) return;
    event.preventDefault();
    (to === 'box' ? box.current : rows[to])?.focus();
  };

  return (
    <>
      <div className={classes.field}>
        <SearchBox
          className={classes.box}
          appearance="filled-darker"
          input={{ ref: box, dir: 'auto', maxLength: queryLimit }}
          aria-label="Search conversations"
          aria-keyshortcuts="Control+Shift+F"
          placeholder="Search"
          value={typed}
          onChange={(_event, data) => setTyped(data.value)}
          onKeyDown={onBoxKey}
        />
        <SearchFilter choice={filter} deployments={deployments} onChange={setFilter} />
      </div>
      {search.state.kind === 'idle' ? (
        children
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys belong to the buttons inside
        <div ref={results} className={classes.results} onKeyDown={onResultKey}>
          <SearchResults search={search} now={Date.now()} onOpen={onOpen} />
        </div>
      )}
    </>
  );
}

function rowsOf(results: HTMLElement | null): readonly HTMLElement[] {
  return results === null ? [] : [...results.querySelectorAll<HTMLElement>('[data-row]')];
}
