import { Button, Caption1, Label, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowReset20Regular } from '@fluentui/react-icons/svg/arrow-reset';
import { type ReactNode, useId } from 'react';
import { Verbosity } from '../../../shared/model/conversation.ts';
import { effectiveSettings } from '../../../shared/model/deployment.ts';
import { Choice, InstructionsField, LengthField, type SettingFieldProps, TemperatureField } from './setting-fields.tsx';
import {
  changedSettings,
  effortNames,
  type SettingName,
  settingLabels,
  settingNames,
  verbosityNames,
  withoutSetting,
} from './settings.logic.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: '12px' },
  head: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: '8px', minHeight: '28px' },
  hint: { color: tokens.colorNeutralForeground3 },
});

/** What the fields of a conversation's settings need. */
export interface SettingsFormProps extends Omit<SettingFieldProps, 'id'> {
  /** They are those of an assistant, whose instructions stand elsewhere. */
  readonly isOfAssistant?: boolean;
}

/** The fields of a conversation's settings: those that its model has, each with a way back to the default. */
export function SettingsForm({
  deployment,
  assistant,
  settings,
  onSettings,
  isOfAssistant = false,
}: SettingsFormProps) {
  const classes = useStyles();
  const changed = changedSettings(deployment, settings);
  const names = settingNames(deployment).filter((name) => !isOfAssistant || name !== 'instructions');
  return (
    <div className={classes.form}>
      {names.map((name) => (
        <Setting
          key={name}
          name={name}
          isChanged={changed.includes(name)}
          deployment={deployment}
          assistant={assistant}
          settings={settings}
          onSettings={onSettings}
        />
      ))}
      <Caption1 className={classes.hint}>
        {isOfAssistant ? 'Kept with this assistant.' : 'Kept with this conversation.'} What a model does not have is
        kept for the next one that has it.
      </Caption1>
    </div>
  );
}

interface SettingProps extends SettingsFormProps {
  readonly name: SettingName;
  readonly isChanged: boolean;
}

function Setting({ name, isChanged, ...form }: SettingProps) {
  const classes = useStyles();
  const id = useId();
  const reset = () => {
    form.onSettings(withoutSetting(form.settings, name));
    document.getElementById(id)?.focus();
  };
  return (
    <div>
      <div className={classes.head}>
        <Label htmlFor={id}>{settingLabels[name]}</Label>
        {isChanged ? (
          <Button
            appearance="subtle"
            size="small"
            icon={<ArrowReset20Regular />}
            aria-label={`Reset ${settingLabels[name].toLowerCase()}`}
            onClick={reset}
          >
            Reset
          </Button>
        ) : null}
      </div>
      {field(name, { ...form, id })}
    </div>
  );
}

function field(name: SettingName, props: SettingFieldProps): ReactNode {
  const { id, deployment, settings, onSettings } = props;
  const usual = effectiveSettings(deployment, {});
  switch (name) {
    case 'instructions':
      return <InstructionsField {...props} />;
    case 'reasoningEffort':
      return (
        <Choice
          id={id}
          choices={deployment.reasoningEfforts}
          names={effortNames}
          usual={usual.reasoningEffort}
          value={settings.reasoningEffort}
          onValue={(reasoningEffort) => onSettings({ ...settings, reasoningEffort })}
        />
      );
    case 'verbosity':
      return (
        <Choice
          id={id}
          choices={Verbosity.options}
          names={verbosityNames}
          usual={usual.verbosity}
          value={settings.verbosity}
          onValue={(verbosity) => onSettings({ ...settings, verbosity })}
        />
      );
    case 'temperature':
      return <TemperatureField {...props} />;
    case 'maxOutputTokens':
      return <LengthField {...props} />;
  }
}
