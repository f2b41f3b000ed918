import { Caption1, Input, makeStyles, Select, Slider, Textarea, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import {
  type ConversationAssistant,
  type ConversationSettings,
  instructionsLimit,
} from '../../../shared/model/conversation.ts';
import { type Deployment, effectiveSettings } from '../../../shared/model/deployment.ts';
import { defaultChoice, lengthHint, readLength, withoutSetting } from './settings.logic.ts';

const useStyles = makeStyles({
  field: { width: '100%' },
  instructions: { width: '100%', '& textarea': { minHeight: '72px', maxHeight: '30vh' } },
  slider: { display: 'flex', alignItems: 'center', gap: '8px', '& > :first-child': { flexGrow: 1, minWidth: 0 } },
  value: { minWidth: '6ch', textAlign: 'end' },
  hint: { display: 'block', color: tokens.colorNeutralForeground3 },
  told: {
    maxHeight: '20vh',
    overflowY: 'auto',
    margin: '0 0 8px',
    padding: '0 0 0 8px',
    borderLeft: `2px solid ${tokens.colorNeutralStroke2}`,
    color: tokens.colorNeutralForeground2,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  wrong: { display: 'block', color: tokens.colorStatusDangerForeground1 },
});

/** What a field of a setting needs. */
export interface SettingFieldProps {
  readonly id: string;
  /** With the assistant's settings as its defaults. */
  readonly deployment: Deployment;
  /** The one that the conversation is held with; null for none. */
  readonly assistant: ConversationAssistant | null;
  readonly settings: ConversationSettings;
  readonly onSettings: (settings: ConversationSettings) => void;
}

/** What the model is told before every message. */
export function InstructionsField({ id, deployment, assistant, settings, onSettings }: SettingFieldProps) {
  const classes = useStyles();
  const text = settings.instructions ?? deployment.defaults.instructions ?? '';
  const count = `${text.length.toLocaleString('en')} of ${instructionsLimit.toLocaleString('en')} characters`;
  const write = (instructions: string) =>
    onSettings(
      instructions === '' && (deployment.defaults.instructions ?? '') === ''
        ? withoutSetting(settings, 'instructions')
        : { ...settings, instructions },
    );
  return (
    <>
      {assistant === null || assistant.instructions === '' ? null : (
        <>
          <Caption1 className={classes.hint}>
            First come those of <bdi>{assistant.name}</bdi>:
          </Caption1>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must take the focus */}
          <div className={classes.told} role="group" aria-label="Instructions of the assistant" dir="auto" tabIndex={0}>
            {assistant.instructions}
          </div>
        </>
      )}
      <Textarea
        className={classes.instructions}
        id={id}
        aria-describedby={`${id}-count`}
        placeholder="What the model is to know and heed in this conversation"
        resize="vertical"
        maxLength={instructionsLimit}
        dir="auto"
        value={text}
        onChange={(_event, { value }) => write(value)}
      />
      <Caption1 id={`${id}-count`} className={text.length < instructionsLimit ? classes.hint : classes.wrong}>
        {count}
      </Caption1>
    </>
  );
}

/** What a choice needs. */
export interface ChoiceProps<Value extends string> {
  readonly id: string;
  readonly choices: readonly Value[];
  readonly names: Readonly<Record<Value, string>>;
  /** The default; undefined where the model decides. */
  readonly usual: Value | undefined;
  /** Undefined, or none of the choices, for the default. */
  readonly value: Value | undefined;
  readonly onValue: (value: Value | undefined) => void;
}

/** One of a few values, or the default. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { id, choices, names, usual, value, onValue } = props;
  const classes = useStyles();
  const valueOf = (text: string | undefined) => choices.find((choice) => choice === text);
  return (
    <Select
      className={classes.field}
      id={id}
      value={valueOf(value) ?? ''}
      onChange={(_event, data) => onValue(valueOf(data.value))}
    >
      <option value="">{defaultChoice(usual === undefined ? undefined : names[usual])}</option>
      {choices.map((choice) => (
        <option key={choice} value={choice}>
          {names[choice]}
        </option>
      ))}
    </Select>
  );
}

/** What Azure takes where nothing is sent. */
const usualTemperature = 1;

/** How freely the model chooses its words. */
export function TemperatureField({ id, deployment, settings, onSettings }: SettingFieldProps) {
  const classes = useStyles();
  const { temperature } = effectiveSettings(deployment, settings);
  const shown = temperature?.toFixed(1) ?? 'Model’s own';
  return (
    <>
      <div className={classes.slider}>
        <Slider
          id={id}
          min={0}
          max={2}
          step={0.1}
          value={temperature ?? usualTemperature}
          aria-valuetext={shown}
          onChange={(_event, { value }) => onSettings({ ...settings, temperature: Math.round(value * 10) / 10 })}
        />
        <Caption1 className={classes.value}>{shown}</Caption1>
      </div>
      <Caption1 className={classes.hint}>Low for the expected, high for the unexpected.</Caption1>
    </>
  );
}

interface LengthDraft {
  readonly text: string;
  /** The length that it was typed over. */
  readonly of: number | undefined;
}

const noDraft: LengthDraft = { text: '', of: Number.NaN };

/** The longest answer in tokens. */
export function LengthField({ id, deployment, settings, onSettings }: SettingFieldProps) {
  const classes = useStyles();
  const { maxOutputTokens } = effectiveSettings(deployment, settings);
  // What is not a length yet is kept here, until it is one or the setting is changed otherwise.
  const [draft, setDraft] = useState<LengthDraft>(noDraft);
  const isDraft = Object.is(draft.of, maxOutputTokens);
  const text = isDraft ? draft.text : (maxOutputTokens?.toString() ?? '');
  const typed = readLength(text, deployment.outputTokens);
  const write = (value: string) => {
    const next = readLength(value, deployment.outputTokens);
    if (next.kind === 'wrong') return setDraft({ text: value, of: maxOutputTokens });
    setDraft(noDraft);
    onSettings(
      next.kind === 'default'
        ? withoutSetting(settings, 'maxOutputTokens')
        : { ...settings, maxOutputTokens: next.tokens },
    );
  };
  return (
    <>
      <Input
        className={classes.field}
        id={id}
        inputMode="numeric"
        aria-describedby={`${id}-hint`}
        aria-invalid={typed.kind === 'wrong'}
        placeholder={deployment.defaults.maxOutputTokens?.toString() ?? 'The model’s own'}
        contentAfter="tokens"
        value={text}
        onChange={(_event, { value }) => write(value)}
      />
      <Caption1 id={`${id}-hint`} className={typed.kind === 'wrong' ? classes.wrong : classes.hint}>
        {typed.kind === 'wrong' ? typed.reason : lengthHint(deployment)}
      </Caption1>
    </>
  );
}
