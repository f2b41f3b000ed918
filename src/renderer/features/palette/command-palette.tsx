import { Dialog, DialogSurface, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { type KeyboardEvent, useContext, useEffect, useId, useRef, useState } from 'react';
import { assertNever } from '../../../shared/errors.ts';
import type { Conversation } from '../../../shared/model/conversation.ts';
import type { Deployment } from '../../../shared/model/deployment.ts';
import { queryLimit, type SearchHit } from '../../../shared/model/search.ts';
import { AppInfoContext, useBridge, usePreferences } from '../../bridge.ts';
import type { CommandHub } from '../../commands.ts';
import { visuallyHidden } from '../../ui/visually-hidden.ts';
import { movedTo, paletteGroups, type PaletteItem, withRecent } from './palette.logic.ts';
import { chosenRow } from '../../ui/highlighted-row.ts';

const useStyles = makeStyles({
  surface: {
    width: 'min(36rem, calc(100vw - 32px))',
    maxWidth: 'none',
    margin: '0 auto',
    // Where people look for it: near the top, and never higher than the window.
    top: 'min(12vh, 96px)',
    bottom: 'auto',
    maxHeight: 'min(28rem, calc(100vh - 16px - min(12vh, 96px)))',
    display: 'flex',
    flexDirection: 'column',
    boxSizing: 'border-box',
    padding: 0,
    overflow: 'hidden',
  },
  field: {
    flexShrink: 0,
    boxSizing: 'border-box',
    width: '100%',
    padding: '14px 16px',
    border: 'none',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    outlineStyle: 'none',
    background: 'none',
    color: tokens.colorNeutralForeground1,
    font: 'inherit',
    fontSize: tokens.fontSizeBase400,
    '::placeholder': { color: tokens.colorNeutralForeground3, opacity: 1 },
  },
  list: { flexGrow: 1, minHeight: 0, overflowY: 'auto', padding: '4px 8px 8px' },
  group: {
    padding: '8px 8px 4px',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
  item: {
    display: 'flex',
    alignItems: 'center',
    gap: '10px',
    minHeight: '32px',
    padding: '2px 8px',
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
    scrollMargin: '32px 0 8px',
  },
  active: {
    ...chosenRow,
    '@media (forced-colors: active)': { outline: '2px solid Highlight', outlineOffset: '-2px' },
  },
  label: { flexGrow: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  keys: {
    flexShrink: 0,
    fontFamily: 'inherit',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
  },
  empty: { margin: 0, padding: '16px', color: tokens.colorNeutralForeground3 },
  hidden: visuallyHidden,
});

/** What the palette needs. */
export interface CommandPaletteProps {
  readonly hub: CommandHub;
  readonly deployments: readonly Deployment[];
  readonly recentConversations: readonly Conversation[];
  readonly onOpen: (conversationId: string) => void;
  readonly onClose: () => void;
}

/** Finds commands, conversations and models by a few letters, with the keyboard alone. */
export function CommandPalette(props: CommandPaletteProps) {
  const { hub, deployments, recentConversations, onOpen, onClose } = props;
  const classes = useStyles();
  const id = useId();
  const { preferences } = useBridge();
  const { platform } = useContext(AppInfoContext);
  const { shortcuts, recentCommands } = usePreferences().values;
  const [typed, setTyped] = useState('');
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const conversations = useFoundConversations(typed);
  const groups = paletteGroups(typed, {
    isAvailable: hub.isAvailable,
    bindings: shortcuts,
    platform,
    recent: recentCommands,
    deployments: hub.isAvailable('choose-model') ? deployments : [],
    conversations,
    recentConversations,
  });
  const items = groups.flatMap((group) => group.items);
  // What is found later comes in between: the item stays, wherever it is then.
  const active = items.find(({ key }) => key === activeKey) ?? items[0];
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active?.key]);

  const choose = (item: PaletteItem) => {
    onClose();
    switch (item.kind) {
      case 'command':
        void preferences.change({ recentCommands: withRecent(recentCommands, item.id) });
        // After the dialog has given the focus back, so that a command can take it from there.
        setTimeout(() => hub.run(item.id));
        return;
      case 'model':
        hub.run('choose-model', item.deploymentId);
        return;
      case 'conversation':
        onOpen(item.conversationId);
        return;
      default:
        assertNever(item);
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && active !== undefined) {
      event.preventDefault();
      choose(active);
      return;
    }
    const to = movedTo(
      event.key,
      items.findIndex((item) => item === active),
      items.length,
    );
    if (to === undefined) return;
    event.preventDefault();
    setActiveKey(items[to]?.key ?? null);
  };
  const optionId = (item: PaletteItem) => `${id}-${items.indexOf(item)}`;
  return (
    <Dialog open onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface className={classes.surface} aria-label="Command palette">
        <input
          className={classes.field}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- a palette is opened to type into it
          autoFocus
          role="combobox"
          aria-label="Search commands, conversations and models"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={active === undefined ? undefined : optionId(active)}
          autoComplete="off"
          spellCheck={false}
          dir="auto"
          maxLength={queryLimit}
          placeholder="Search commands, conversations and models"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setActiveKey(null);
          }}
          onKeyDown={onKeyDown}
        />
        <div ref={list} id={`${id}-list`} className={classes.list} role="listbox" aria-label="Results">
          {groups.map(({ name, items: members }) => (
            <div key={name} role="group" aria-label={name}>
              <div className={classes.group} aria-hidden>
                {name}
              </div>
              {members.map((item) => (
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field has the keys and the focus
                <div
                  key={item.key}
                  id={optionId(item)}
                  role="option"
                  aria-selected={item === active}
                  className={mergeClasses(classes.item, item === active && classes.active)}
                  onPointerMove={() => setActiveKey(item.key)}
                  onClick={() => choose(item)}
                >
                  <bdi className={classes.label}>{item.label}</bdi>
                  {item.kind === 'command' ? <kbd className={classes.keys}>{item.keys}</kbd> : null}
                </div>
              ))}
            </div>
          ))}
        </div>
        {items.length === 0 ? <p className={classes.empty}>Nothing was found.</p> : null}
        <div role="status" className={classes.hidden}>
          {items.length === 0 ? 'Nothing was found.' : items.length === 1 ? '1 result' : `${items.length} results`}
        </div>
      </DialogSurface>
    </Dialog>
  );
}

/** What main finds for what is typed; what was found before stays until then. */
function useFoundConversations(typed: string): readonly SearchHit[] {
  const { history } = useBridge();
  const [hits, setHits] = useState<readonly SearchHit[]>([]);
  useEffect(() => {
    let isWanted = true;
    const query = typed.trim();
    if (query === '') {
      setHits([]);
      return undefined;
    }
    void history.search({ query, filters: {}, cursor: null }).then((result) => {
      if (isWanted && result.ok) setHits(result.value.hits);
    });
    return () => {
      isWanted = false;
    };
  }, [history, typed]);
  return hits;
}
