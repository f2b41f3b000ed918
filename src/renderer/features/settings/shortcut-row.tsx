import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowReset20Regular } from '@fluentui/react-icons/svg/arrow-reset';
import { type KeyboardEvent, useContext, useEffect, useRef, useState } from 'react';
import { assertNever } from '../../../shared/errors.ts';
import { chordFault, chordLabel } from '../../../shared/commands/chord.ts';
import { chordsOf, type Command, type CommandId, conflictOf } from '../../../shared/commands/commands.ts';
import { AppInfoContext, usePreferences } from '../../bridge.ts';
import { KeyCaps } from './key-caps.tsx';
import { faultText, readPress, recordingText, unusableText } from './pressed-keys.ts';
import { SettingRow } from './setting-row.tsx';

const useStyles = makeStyles({
  place: { display: 'inline-flex', gap: '4px', marginInlineStart: '8px' },
  none: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  told: {
    ':empty': { position: 'absolute' },
    flexBasis: '100%',
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    textAlign: 'end',
  },
});

/** What a row of the shortcuts needs. */
export interface ShortcutRowProps {
  readonly command: Command;
  /** Gives the command a chord, takes it from another one; null takes its own away, undefined gives back the usual one. */
  readonly onBind: (id: CommandId, chord: string | null | undefined, from?: CommandId) => void;
}

type Capture =
  | { readonly kind: 'off' }
  | { readonly kind: 'listening'; readonly told: string }
  | { readonly kind: 'conflict'; readonly chord: string; readonly other: Command };

/** A command with its keys, which are changed by pressing others. */
export function ShortcutRow({ command, onBind }: ShortcutRowProps) {
  const classes = useStyles();
  const { platform } = useContext(AppInfoContext);
  const { shortcuts: bindings } = usePreferences().values;
  const [capture, setCapture] = useState<Capture>({ kind: 'off' });
  const place = useRef<HTMLSpanElement>(null);
  const { id, label, isFixed } = command;
  const chords = chordsOf(command, bindings, platform);
  const isChanged = bindings[id] !== undefined;
  useEffect(() => {
    if (capture.kind === 'conflict') focusFirst(place.current);
  }, [capture.kind]);

  const bind = (chord: string | null | undefined, from?: CommandId) => {
    setCapture({ kind: 'off' });
    onBind(id, chord, from);
    focusFirst(place.current);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    if (capture.kind !== 'listening') return;
    const pressed = readPress(event, platform);
    switch (pressed.kind) {
      case 'nothing':
        return;
      case 'leave':
        return setCapture({ kind: 'off' });
      case 'remove':
        return bind(null);
      case 'unusable':
        return setCapture({ kind: 'listening', told: unusableText });
      case 'chord':
        return take(pressed.chord);
      default:
        return assertNever(pressed);
    }
  };
  const take = (chord: string) => {
    const fault = chordFault(chord, platform);
    if (fault !== undefined) return setCapture({ kind: 'listening', told: faultText(chord, fault, platform) });
    const other = conflictOf(chord, id, { bindings, platform });
    if (other === undefined) bind(chord);
    else setCapture({ kind: 'conflict', chord, other });
  };
  return (
    <SettingRow id={`shortcut-${id}`} label={label} description="">
      {capture.kind === 'off' ? <KeyCaps chord={chords[0]} /> : null}
      <span ref={place} className={classes.place}>
        {isFixed === true ? (
          <span className={classes.none}>Always</span>
        ) : capture.kind === 'conflict' ? (
          <>
            <Button size="small" onClick={() => bind(capture.chord, capture.other.id)}>
              Replace
            </Button>
            <Button
              size="small"
              onClick={() => {
                setCapture({ kind: 'off' });
                requestAnimationFrame(() => focusFirst(place.current));
              }}
            >
              Cancel
            </Button>
          </>
        ) : (
          <Button
            size="small"
            appearance={capture.kind === 'listening' ? 'primary' : 'secondary'}
            aria-describedby={`shortcut-${id}-told`}
            aria-label={
              capture.kind === 'listening' ? `Press the new keys for ${label}` : `Change the keys of ${label}`
            }
            onClick={() => setCapture({ kind: 'listening', told: '' })}
            onKeyDown={onKeyDown}
            onBlur={() => setCapture((before) => (before.kind === 'listening' ? { kind: 'off' } : before))}
          >
            {capture.kind === 'listening' ? 'Press keys…' : 'Change'}
          </Button>
        )}
      </span>
      {isChanged && capture.kind === 'off' ? (
        <Button
          size="small"
          appearance="subtle"
          icon={<ArrowReset20Regular />}
          aria-label={`Reset the keys of ${label}`}
          title="Reset"
          onClick={() => bind(undefined)}
        />
      ) : null}
      <p id={`shortcut-${id}-told`} role="status" className={classes.told}>
        {capture.kind === 'listening'
          ? capture.told === ''
            ? recordingText
            : capture.told
          : capture.kind === 'conflict'
            ? `${chordLabel(capture.chord, platform)} is used by “${capture.other.label}”.`
            : ''}
      </p>
    </SettingRow>
  );
}

function focusFirst(place: HTMLElement | null): void {
  place?.querySelector('button')?.focus();
}
