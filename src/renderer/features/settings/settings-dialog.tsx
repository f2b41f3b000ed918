import { Button, Dialog, DialogSurface, makeStyles, SearchBox, Tab, TabList, tokens } from '@fluentui/react-components';
import { Dismiss20Regular } from '@fluentui/react-icons/svg/dismiss';
import { useContext, useId, useState } from 'react';
import { assertNever, type AppErrorData } from '../../../shared/errors.ts';
import { chordsOf, commands } from '../../../shared/commands/commands.ts';
import { chordLabel } from '../../../shared/commands/chord.ts';
import type { PreferencesChange } from '../../../shared/model/preferences.ts';
import { AppInfoContext, useBridge, useErrorCard, usePreferences, useSystemState } from '../../bridge.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { shortWindow } from '../../ui/short-window.ts';
import { useMediaQuery } from '../../ui/use-media-query.ts';
import { visuallyHidden } from '../../ui/visually-hidden.ts';
import { AboutPage } from './about-page.tsx';
import { SettingControl } from './setting-control.tsx';
import { SettingRow } from './setting-row.tsx';
import { isFound, type Section, sectionNames, sections, type Setting, settingsOf } from './settings.logic.ts';
import { ShortcutRow, type ShortcutRowProps } from './shortcut-row.tsx';

const narrow = '@media (max-width: 639.98px)';

const useStyles = makeStyles({
  surface: {
    width: 'min(52rem, calc(100vw - 16px))',
    maxWidth: 'none',
    height: 'min(40rem, calc(100vh - 16px))',
    maxHeight: 'none',
    boxSizing: 'border-box',
    display: 'flex',
    flexDirection: 'column',
    padding: 0,
    overflow: 'hidden',
    [shortWindow]: { overflowY: 'auto' },
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '8px 16px',
    flexShrink: 0,
    padding: '16px 16px 12px 24px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    [narrow]: { padding: '8px 8px 8px 16px' },
  },
  title: { margin: 0, flexGrow: 1, fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500 },
  search: {
    flexGrow: 1,
    flexBasis: '12rem',
    maxWidth: '24rem',
    [narrow]: { order: 1, maxWidth: 'none', flexBasis: '100%' },
  },
  body: {
    flexGrow: 1,
    minHeight: 0,
    display: 'flex',
    [narrow]: { flexDirection: 'column' },
    [shortWindow]: { flexGrow: 0, flexShrink: 0 },
  },
  tabs: {
    flexShrink: 0,
    // The place of a chosen tab’s bold name is wider than the name of another one.
    '& [role="tab"]': { textAlign: 'start' },
    padding: '12px 8px',
    borderInlineEndWidth: '1px',
    borderInlineEndStyle: 'solid',
    borderInlineEndColor: tokens.colorNeutralStroke2,
    [narrow]: {
      flexWrap: 'wrap',
      padding: '0 8px',
      borderInlineEndStyle: 'none',
      borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    },
  },
  panel: {
    flexGrow: 1,
    minWidth: 0,
    overflowY: 'auto',
    padding: '8px 24px 24px',
    outlineOffset: '-2px',
    [narrow]: { padding: '0 16px 16px' },
    [shortWindow]: { overflowY: 'visible' },
  },
  heading: { margin: '16px 0 0', fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400 },
  foot: { display: 'flex', justifyContent: 'flex-end', paddingTop: '12px' },
  card: { margin: '12px 0' },
  hidden: visuallyHidden,
});

/** A way from the settings to what has a dialog of its own. */
export interface SettingsLink {
  readonly label: string;
  readonly description: string;
  readonly words: string;
  readonly button: string;
  readonly run: () => void;
}

/** What the settings need. */
export interface SettingsDialogProps {
  /** The page that they open at. */
  readonly section: Section;
  /** What "Privacy and storage" leads to. */
  readonly links: readonly SettingsLink[];
  readonly onClose: () => void;
}

/** The settings, page by page or by what is searched for. */
export function SettingsDialog({ section: first, links, onClose }: SettingsDialogProps) {
  const classes = useStyles();
  const id = useId();
  const card = useErrorCard();
  const { preferences } = useBridge();
  const info = useContext(AppInfoContext);
  const { shortcuts } = usePreferences().values;
  const system = useSystemState();
  const isNarrow = useMediaQuery('(max-width: 639.98px)');
  const [section, setSection] = useState<Section>(first);
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<AppErrorData | null>(null);

  const follow = (work: ReturnType<typeof preferences.change>) =>
    void work.then((result) => setError(result.ok ? null : result.error));
  const change = (wanted: PreferencesChange) => follow(preferences.change(wanted));
  const bind: ShortcutRowProps['onBind'] = (commandId, chord, from) => {
    const { [commandId]: _before, ...others } = shortcuts;
    const next = chord === undefined ? others : { ...others, [commandId]: chord };
    change({ shortcuts: from === undefined ? next : { ...next, [from]: null } });
  };

  const shownSettings = settingsOf(info.platform);
  const settingList = (chosen: readonly Setting[]) =>
    chosen.map((setting) => <SettingControl key={setting.key} setting={setting} system={system} onChange={change} />);
  const shortcutList = (chosen: typeof commands) =>
    chosen.map((command) => <ShortcutRow key={command.id} command={command} onBind={bind} />);
  const linkList = (chosen: readonly SettingsLink[]) =>
    chosen.map(({ label, description, button, run }) => (
      <SettingRow key={label} id={`${id}-${label}`} label={label} description={description}>
        <Button onClick={run}>{button}</Button>
      </SettingRow>
    ));
  const pageOf = (shown: Section) => {
    switch (shown) {
      case 'general':
      case 'appearance':
      case 'chat':
        return settingList(shownSettings.filter((setting) => setting.section === shown));
      case 'shortcuts':
        return (
          <>
            {shortcutList(commands)}
            <div className={classes.foot}>
              <Button
                disabledFocusable={Object.keys(shortcuts).length === 0}
                onClick={() => follow(preferences.reset({ keys: ['shortcuts'] }))}
              >
                Reset all shortcuts
              </Button>
            </div>
          </>
        );
      case 'privacy':
        return linkList(links);
      case 'about':
        return <AboutPage />;
      default:
        return assertNever(shown);
    }
  };
  const isSearching = typed.trim() !== '';
  const foundSettings = shownSettings.filter(({ section: page, label, description, words }) =>
    isFound(typed, sectionNames[page], label, description, words),
  );
  const foundCommands = commands.filter((command) => {
    const keys = chordsOf(command, shortcuts, info.platform).map((chord) => chordLabel(chord, info.platform));
    return isFound(typed, sectionNames.shortcuts, command.label, command.words, ...keys);
  });
  const foundLinks = links.filter(({ label, description, words }) =>
    isFound(typed, sectionNames.privacy, label, description, words),
  );
  const count = foundSettings.length + foundCommands.length + foundLinks.length;
  const panelId = `${id}-panel`;
  return (
    <Dialog open onOpenChange={(_event, data) => !data.open && onClose()}>
      <DialogSurface className={classes.surface} aria-label="Settings">
        <div className={classes.head}>
          <h2 className={classes.title}>Settings</h2>
          <SearchBox
            className={classes.search}
            aria-label="Search settings"
            placeholder="Search settings"
            input={{ maxLength: 100 }}
            value={typed}
            onChange={(_event, { value }) => setTyped(value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' || typed === '') return;
              event.preventDefault();
              setTyped('');
            }}
          />
          <Button
            appearance="subtle"
            icon={<Dismiss20Regular />}
            aria-label="Close"
            title="Close (Escape)"
            onClick={onClose}
          />
        </div>
        <div className={classes.body}>
          {isSearching ? null : (
            <TabList
              className={classes.tabs}
              vertical={!isNarrow}
              selectedValue={section}
              selectTabOnFocus
              aria-label="Pages of the settings"
              onTabSelect={(_event, { value }) => setSection(sections.find((each) => each === value) ?? section)}
            >
              {sections.map((each) => (
                <Tab key={each} id={`${id}-${each}`} value={each} aria-controls={panelId}>
                  {sectionNames[each]}
                </Tab>
              ))}
            </TabList>
          )}
          <div
            key={isSearching ? 'search' : section}
            id={panelId}
            className={classes.panel}
            role={isSearching ? 'region' : 'tabpanel'}
            {...(isSearching ? { 'aria-label': 'Found settings' } : { 'aria-labelledby': `${id}-${section}` })}
          >
            {error === null ? null : (
              <ErrorCard className={classes.card} {...card(error)} onDismiss={() => setError(null)} />
            )}
            {isSearching ? (
              <>
                {sections.map((each) => {
                  const found = foundSettings.filter((setting) => setting.section === each);
                  return found.length === 0 ? null : (
                    <section key={each} aria-label={sectionNames[each]}>
                      <h3 className={classes.heading}>{sectionNames[each]}</h3>
                      {settingList(found)}
                    </section>
                  );
                })}
                {foundCommands.length === 0 ? null : (
                  <section aria-label={sectionNames.shortcuts}>
                    <h3 className={classes.heading}>{sectionNames.shortcuts}</h3>
                    {shortcutList(foundCommands)}
                  </section>
                )}
                {foundLinks.length === 0 ? null : (
                  <section aria-label={sectionNames.privacy}>
                    <h3 className={classes.heading}>{sectionNames.privacy}</h3>
                    {linkList(foundLinks)}
                  </section>
                )}
                {count === 0 ? <p>No setting was found.</p> : null}
              </>
            ) : (
              <>
                <h3 className={classes.heading}>{sectionNames[section]}</h3>
                {pageOf(section)}
              </>
            )}
          </div>
          <div role="status" className={classes.hidden}>
            {!isSearching
              ? ''
              : count === 0
                ? 'No setting was found.'
                : count === 1
                  ? '1 setting'
                  : `${count} settings`}
          </div>
        </div>
      </DialogSurface>
    </Dialog>
  );
}
