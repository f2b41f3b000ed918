import { Button, makeStyles, mergeClasses, Spinner, tokens } from '@fluentui/react-components';
import { assertNever } from '../../../shared/errors.ts';
import type { Conversation } from '../../../shared/model/conversation.ts';
import type { SearchHit } from '../../../shared/model/search.ts';
import { useErrorCard } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { type FolderName, foundText, groupHits, hitDate, hitPlace, snippetPieces } from './search.logic.ts';
import type { Search } from './use-search.ts';
import { hoveredRow } from '../../ui/highlighted-row.ts';

const useStyles = makeStyles({
  group: { margin: 0, padding: 0, listStyleType: 'none', display: 'flex', flexDirection: 'column', gap: '1px' },
  hit: {
    display: 'block',
    width: '100%',
    padding: '6px 12px',
    border: 'none',
    borderRadius: tokens.borderRadiusLarge,
    background: 'none',
    color: 'inherit',
    font: 'inherit',
    textAlign: 'start',
    cursor: 'pointer',
    overflowWrap: 'anywhere',
    ':hover': hoveredRow,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  title: { fontWeight: tokens.fontWeightSemibold, paddingTop: '10px' },
  snippet: {
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    display: 'block',
    maxHeight: `calc(3 * ${tokens.lineHeightBase200})`,
    overflow: 'hidden',
  },
  place: {
    display: 'block',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase100,
    fontWeight: tokens.fontWeightRegular,
  },
  origin: { display: 'block', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase100 },
  mark: {
    backgroundColor: tokens.colorPaletteYellowBackground2,
    color: tokens.colorNeutralForeground1,
    borderRadius: tokens.borderRadiusSmall,
    '@media (forced-colors: active)': { backgroundColor: 'Mark', color: 'MarkText' },
  },
  note: { margin: 0, padding: '12px', color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  more: { margin: '8px 4px' },
});

/** What the results need. */
export interface SearchResultsProps {
  readonly search: Search;
  readonly folders: readonly FolderName[];
  readonly now: number;
  /** Opens a conversation, at a message where one is named. */
  readonly onOpen: (conversation: Conversation, messageId?: string) => void;
}

/** What a search has found, by conversation; the arrow keys go from hit to hit. */
export function SearchResults({ search, ...shown }: SearchResultsProps) {
  const classes = useStyles();
  const card = useErrorCard();
  const { state, more, retry } = search;
  switch (state.kind) {
    case 'idle':
      return null;
    case 'unsearchable':
      return (
        <p className={classes.note} role="status">
          Type letters, digits or emoji to search for.
        </p>
      );
    case 'failed':
      return <ErrorCard {...card(state.error)} actions={[{ label: 'Try again', run: retry }]} />;
    case 'searching':
      if (state.hits.length === 0) return <Spinner className={classes.note} size="tiny" label="Searching…" />;
      return <Hits hits={state.hits} {...shown} />;
    case 'found':
      return (
        <>
          <p className={classes.note} role="status">
            {foundText(state.hits.length, state.next !== null)}
            {state.isIndexing ? '. Still reading older conversations…' : null}
          </p>
          <Hits hits={state.hits} {...shown} />
          {state.next === null ? null : (
            <Button data-row="" className={classes.more} size="small" appearance="subtle" onClick={more}>
              Show more
            </Button>
          )}
        </>
      );
    default:
      return assertNever(state);
  }
}

interface HitsProps extends Omit<SearchResultsProps, 'search'> {
  readonly hits: readonly SearchHit[];
}

function Hits({ hits, folders, now, onOpen }: HitsProps) {
  const classes = useStyles();
  return groupHits(hits).map(({ conversation, hits: found }) => {
    const title = found.find(({ kind }) => kind === 'title');
    const place = hitPlace(conversation, folders);
    return (
      <ul key={conversation.id} className={classes.group} aria-label={conversation.title}>
        <li>
          <button
            type="button"
            data-row=""
            dir="auto"
            className={mergeClasses(classes.hit, classes.title)}
            onClick={() => onOpen(conversation)}
          >
            {title === undefined ? conversation.title : <Marked hit={title} />}
            {place === '' ? null : (
              <span className={classes.place} dir="auto">
                {place}
              </span>
            )}
          </button>
        </li>
        {found.map((hit) =>
          hit.kind === 'title' ? null : (
            <li key={hit.messageId}>
              <button
                type="button"
                data-row=""
                className={classes.hit}
                onClick={() => onOpen(conversation, hit.messageId)}
              >
                <span className={classes.snippet} dir="auto">
                  <Marked hit={hit} />
                </span>
                <span className={classes.origin}>
                  {hit.role === 'user' ? 'You' : 'Answer'} · {hitDate(hit.createdAt, now)}
                </span>
              </button>
            </li>
          ),
        )}
      </ul>
    );
  });
}

function Marked({ hit }: { readonly hit: SearchHit }) {
  const classes = useStyles();
  return snippetPieces(hit.snippet).map(({ start, text, isFound }) =>
    isFound ? (
      <mark key={start} className={classes.mark}>
        {text}
      </mark>
    ) : (
      <span key={start}>{text}</span>
    ),
  );
}
