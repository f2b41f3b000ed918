import { makeStyles, SearchBox } from '@fluentui/react-components';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { Conversation } from '../../../shared/model/conversation.ts';
import type { MentionedPerson } from '../../../shared/model/message.ts';
import { queryLimit } from '../../../shared/model/search.ts';
import { useBridge } from '../../bridge.ts';
import { type FilterNames, type SearchWish, setFilters } from './search-filter.logic.ts';
import { SearchFilter } from './search-filter.tsx';
import { movedTo } from './search.logic.ts';
import { SearchResults, type SearchResultsProps } from './search-results.tsx';
import { SetFilters } from './set-filters.tsx';
import { useSearch } from './use-search.ts';

const useStyles = makeStyles({
  field: { display: 'flex', alignItems: 'center', gap: '4px', flexShrink: 0, padding: '0 8px 8px 12px' },
  box: { flexGrow: 1, minWidth: 0, maxWidth: 'none' },
  results: { flexGrow: 1, minHeight: 0, overflowY: 'auto', padding: '0 8px 16px' },
});

/** What remembers a search while its place is not shown. */
export interface SearchMemory {
  search: SearchWish;
}

/** What the search needs. */
export interface SearchPanelProps extends Pick<SearchResultsProps, 'onOpen'> {
  readonly deployments: FilterNames['deployments'];
  readonly folders: FilterNames['folders'];
  readonly memory: SearchMemory;
  /** Shows a conversation where it can be had back, since nobody goes on in the bin. */
  readonly onShowInBin: (conversation: Conversation) => void;
  /** A number that grows whenever the person asks for the search by its shortcut; 0 if they have not yet. */
  readonly wanted: number;
  /** Stands below while nothing is searched for. */
  readonly children: ReactNode;
}

/** The search in all conversations: its field, and in the place of the list what was found. */
export function SearchPanel(props: SearchPanelProps) {
  const { deployments, folders, memory, wanted, onOpen, onShowInBin, children } = props;
  const classes = useStyles();
  const [{ typed, filter }, setWish] = useState(memory.search);
  const search = useSearch(typed, filter);
  const [people, look] = usePeople();
  const names = { deployments, folders, people };
  const wish = (change: Partial<SearchWish>) => {
    memory.search = { typed, filter, ...change };
    setWish(memory.search);
  };
  const box = useRef<HTMLInputElement>(null);
  const results = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (wanted === 0) return;
    box.current?.focus();
    box.current?.select();
  }, [wanted]);

  const leave = () => {
    wish({ typed: '' });
    box.current?.focus();
  };
  const openHit: SearchResultsProps['onOpen'] = (conversation, messageId) => {
    if (conversation.binnedAt === null) return onOpen(conversation, messageId);
    wish({ typed: '' });
    onShowInBin(conversation);
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
          onChange={(_event, data) => wish({ typed: data.value })}
          onKeyDown={onBoxKey}
        />
        <SearchFilter choice={filter} names={names} onOpen={look} onChange={(next) => wish({ filter: next })} />
      </div>
      <SetFilters filters={setFilters(filter, names)} onChange={(next) => wish({ filter: next })} />
      {search.state.kind === 'idle' ? (
        children
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys belong to the buttons inside
        <div ref={results} className={classes.results} onKeyDown={onResultKey}>
          <SearchResults search={search} folders={folders} now={Date.now()} onOpen={openHit} />
        </div>
      )}
    </>
  );
}

/** Whom a search can be about, as it was when somebody looked last. */
function usePeople(): readonly [readonly MentionedPerson[], () => void] {
  const { history } = useBridge();
  const [people, setPeople] = useState<readonly MentionedPerson[]>([]);
  const look = useCallback(() => {
    // Without them there is one filter less; what is wrong with the history is told where it is searched.
    void history.mentioned().then((result) => {
      if (result.ok) setPeople(result.value);
    });
  }, [history]);
  useEffect(look, [look]);
  return [people, look];
}

function rowsOf(results: HTMLElement | null): readonly HTMLElement[] {
  return results === null ? [] : [...results.querySelectorAll<HTMLElement>('[data-row]')];
}
