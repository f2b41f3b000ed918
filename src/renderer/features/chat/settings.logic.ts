import {
  type ConversationSettings,
  leastOutputTokens,
  type ReasoningEffort,
  type Verbosity,
} from '../../../shared/model/conversation.ts';
import { type DeploymentTraits, effectiveSettings } from '../../../shared/model/deployment.ts';

/** One setting of a conversation. */
export type SettingName = Exclude<keyof ConversationSettings, 'toolServersOff'>;

/** What each setting is called. */
export const settingLabels: Readonly<Record<SettingName, string>> = {
  instructions: 'Instructions',
  reasoningEffort: 'Reasoning effort',
  verbosity: 'Verbosity',
  temperature: 'Temperature',
  maxOutputTokens: 'Longest answer',
};

/** What each effort is called. */
export const effortNames: Readonly<Record<ReasoningEffort, string>> = {
  none: 'None',
  minimal: 'Minimal',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  xhigh: 'Very high',
  max: 'Maximum',
};

/** What each verbosity is called. */
export const verbosityNames: Readonly<Record<Verbosity, string>> = { low: 'Low', medium: 'Medium', high: 'High' };

/** The settings that a model has, in their order. */
export function settingNames(deployment: DeploymentTraits): readonly SettingName[] {
  return [
    'instructions',
    ...(deployment.reasoningEfforts.length === 0 ? [] : (['reasoningEffort'] as const)),
    ...(deployment.takesVerbosity ? (['verbosity'] as const) : []),
    ...(deployment.takesTemperature ? (['temperature'] as const) : []),
    'maxOutputTokens',
  ];
}

/** The settings of a model that differ from its default for this conversation. */
export function changedSettings(deployment: DeploymentTraits, settings: ConversationSettings): readonly SettingName[] {
  const here = effectiveSettings(deployment, settings);
  const usual = effectiveSettings(deployment, {});
  return settingNames(deployment).filter((name) => (here[name] ?? '') !== (usual[name] ?? ''));
}

/** The settings without one of them: the model's default holds again. */
export function withoutSetting(settings: ConversationSettings, name: SettingName): ConversationSettings {
  const { [name]: _removed, ...others } = settings;
  return others;
}

/** What the default of a choice is called in its list. */
export function defaultChoice(name: string | undefined): string {
  return name === undefined ? 'The model’s own' : `Default (${name})`;
}

/** What somebody has typed for the longest answer. */
export type TypedLength =
  | { readonly kind: 'default' }
  | { readonly kind: 'tokens'; readonly tokens: number }
  | { readonly kind: 'wrong'; readonly reason: string };

/** Reads what somebody has typed for the longest answer; `limit` is the model's own. */
export function readLength(text: string, limit: number | undefined): TypedLength {
  const digits = text.replaceAll(/[\s.,]/g, '');
  if (digits === '') return { kind: 'default' };
  const most = limit ?? 10_000_000;
  const range = `A whole number from ${leastOutputTokens} to ${most.toLocaleString('en')}`;
  if (!/^\d{1,9}$/.test(digits)) return { kind: 'wrong', reason: range };
  const tokens = Number(digits);
  return tokens < leastOutputTokens || tokens > most ? { kind: 'wrong', reason: range } : { kind: 'tokens', tokens };
}

/** What stands under the field of the longest answer. */
export function lengthHint({ reasoningEfforts }: DeploymentTraits): string {
  const words = 'A token is about three quarters of a word';
  return reasoningEfforts.length === 0 ? `${words}.` : `${words}; the model’s thoughts count.`;
}
