import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { type KeyboardEvent, useContext, useState } from 'react';
import { acceleratorOf, chordOfAccelerator } from '../../../shared/commands/accelerator.ts';
import { chordLabel, globalChordFault } from '../../../shared/commands/chord.ts';
import { commandOf } from '../../../shared/commands/commands.ts';
import { AppInfoContext, usePreferences } from '../../bridge.ts';
import { KeyCaps } from './key-caps.tsx';
import { faultText, readPress, recordingText, unusableText } from './pressed-keys.ts';

const useStyles = makeStyles({
  known: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  told: {
    ':empty': { position: 'absolute' },
    flexBasis: '100%',
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    textAlign: 'end',
  },
});

/** What the control of keys that count in every program needs. */
export interface GlobalKeysProps {
  /** The setting's id. */
  readonly id: string;
  readonly label: string;
  readonly isManaged: boolean;
  /** As the system names them; empty for none. */
  readonly accelerator: string;
  readonly onChange: (accelerator: string) => void;
}

/** Keys that count in every program, changed by pressing others. */
export function GlobalKeys({ id, label, isManaged, accelerator, onChange }: GlobalKeysProps) {
  const classes = useStyles();
  const { platform } = useContext(AppInfoContext);
  const { shortcuts } = usePreferences().values;
  /** What is told while keys are waited for; null while they are not. */
  const [told, setTold] = useState<string | null>(null);
  const isListening = told !== null;
  const chord = chordOfAccelerator(accelerator, platform);
  const faultOf = (pressed: string): string => {
    const fault = globalChordFault(pressed, platform);
    if (fault !== undefined) return faultText(pressed, fault, platform);
    const command = commandOf(pressed, shortcuts, platform);
    // Parley's own page would not hear them any more.
    if (command !== undefined)
      return `${chordLabel(pressed, platform)} is used by “${command.label}”. Press other keys.`;
    return acceleratorOf(pressed) === undefined ? unusableText : '';
  };
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    if (!isListening) return;
    const pressed = readPress(event, platform);
    if (pressed.kind === 'nothing') return;
    if (pressed.kind === 'unusable') return setTold(unusableText);
    const fault = pressed.kind === 'chord' ? faultOf(pressed.chord) : '';
    if (fault !== '') return setTold(fault);
    setTold(null);
    if (pressed.kind === 'remove') onChange('');
    else if (pressed.kind === 'chord') onChange(acceleratorOf(pressed.chord) ?? '');
  };
  return (
    <>
      {/* What policy has written and no keyboard of ours can name is shown as it stands there. */}
      {accelerator !== '' && chord === undefined ? (
        <bdi className={classes.known}>{accelerator}</bdi>
      ) : (
        <KeyCaps chord={chord} />
      )}
      <Button
        size="small"
        disabled={isManaged}
        appearance={isListening ? 'primary' : 'secondary'}
        aria-describedby={`${id}-about ${id}-told`}
        aria-label={isListening ? `Press the new keys for ${label}` : `Change the keys of ${label}`}
        onClick={() => setTold('')}
        onKeyDown={onKeyDown}
        onBlur={() => setTold(null)}
      >
        {isListening ? 'Press keys…' : 'Change'}
      </Button>
      <p id={`${id}-told`} role="status" className={classes.told}>
        {told === '' ? recordingText : told}
      </p>
    </>
  );
}
