import { Dropdown, Input, makeStyles, Option, Slider, Switch } from '@fluentui/react-components';
import { useState } from 'react';
import { assertNever } from '../../../shared/errors.ts';
import type { PreferencesChange } from '../../../shared/model/preferences.ts';
import type { SystemState } from '../../../shared/model/shell.ts';
import { usePreferences } from '../../bridge.ts';
import { GlobalKeys } from './global-keys.tsx';
import { SettingRow } from './setting-row.tsx';
import { isChosen, obstacleOf, readLanguages, type Setting } from './settings.logic.ts';

const useStyles = makeStyles({
  choices: { minWidth: '12rem', maxWidth: '100%' },
  languages: { width: '12rem', maxWidth: '100%' },
  slider: { width: '10rem' },
  value: { minWidth: '3.5rem', textAlign: 'end' },
});

/** What the control of a setting needs. */
export interface SettingControlProps {
  readonly setting: Setting;
  /** Null in a browser, and until it is known. */
  readonly system: SystemState | null;
  readonly onChange: (change: PreferencesChange) => void;
}

/** A preference, and what changes it; one that policy has fixed only shows. */
export function SettingControl({ setting, system, onChange }: SettingControlProps) {
  const { key, label, description } = setting;
  const isManaged = usePreferences().managed.includes(key);
  const obstacle = obstacleOf(key, system);
  const id = `setting-${key}`;
  return (
    <SettingRow id={id} label={label} description={description} isManaged={isManaged} obstacle={obstacle}>
      <ControlOf setting={setting} id={id} isManaged={isManaged} onChange={onChange} />
    </SettingRow>
  );
}

interface ControlProps extends Omit<SettingControlProps, 'system'> {
  readonly id: string;
  readonly isManaged: boolean;
}

function ControlOf({ setting: { key, label, control }, id, isManaged, onChange }: ControlProps) {
  const classes = useStyles();
  const { values } = usePreferences();
  const shared = { 'aria-labelledby': id, 'aria-describedby': `${id}-about`, disabled: isManaged };
  switch (control.kind) {
    case 'switch':
      return (
        <Switch
          {...shared}
          checked={values[key] === true}
          onChange={(_event, { checked }) => onChange(control.toChange(checked))}
        />
      );
    case 'choices': {
      const { choices } = control;
      const chosen = choices.findIndex(({ change }) => isChosen(change, values));
      return (
        <Dropdown
          {...shared}
          className={classes.choices}
          value={choices[chosen]?.label ?? ''}
          selectedOptions={[String(chosen)]}
          onOptionSelect={(_event, { optionValue }) => {
            const choice = choices[Number(optionValue)];
            if (choice !== undefined) onChange(choice.change);
          }}
        >
          {choices.map((choice, index) => (
            <Option key={choice.label} value={String(index)}>
              {choice.label}
            </Option>
          ))}
        </Dropdown>
      );
    }
    case 'slider': {
      const value = Number(values[key]);
      const text = `${value} ${control.unit}`;
      return (
        <>
          <Slider
            {...shared}
            className={classes.slider}
            min={control.smallest}
            max={control.largest}
            value={value}
            aria-valuetext={text}
            onChange={(_event, data) => onChange(control.toChange(data.value))}
          />
          <span className={classes.value}>{text}</span>
        </>
      );
    }
    case 'languages':
      return <LanguagesInput {...shared} known={values.spellCheckLanguages} onChange={onChange} />;
    case 'global-keys':
      return (
        <GlobalKeys
          id={id}
          label={label}
          isManaged={isManaged}
          accelerator={values.quickAskShortcut}
          onChange={(accelerator) => onChange(control.toChange(accelerator))}
        />
      );
    default:
      return assertNever(control);
  }
}

interface LanguagesInputProps {
  readonly 'aria-labelledby': string;
  readonly 'aria-describedby': string;
  readonly disabled: boolean;
  readonly known: readonly string[];
  readonly onChange: (change: PreferencesChange) => void;
}

/** What is typed counts when the field is left, or with Enter; what is no language is marked until it is one. */
function LanguagesInput({ known, onChange, ...shared }: LanguagesInputProps) {
  const classes = useStyles();
  const [typed, setTyped] = useState<string | null>(null);
  const languages = typed === null ? known : readLanguages(typed);
  const keep = () => {
    if (typed === null || languages === undefined) return;
    onChange({ spellCheckLanguages: [...languages] });
    setTyped(null);
  };
  return (
    <Input
      {...shared}
      className={classes.languages}
      value={typed ?? known.join(', ')}
      placeholder="Same as the system"
      maxLength={200}
      spellCheck={false}
      aria-invalid={languages === undefined}
      onChange={(_event, { value }) => setTyped(value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) keep();
      }}
    />
  );
}
