import { z } from 'zod';
import { AppErrorData } from '../errors.ts';
import { ConversationSettings, ReasoningEffort } from './conversation.ts';

/** What a model can do besides reading and writing text. */
export const ModelAbility = z.enum(['vision', 'files', 'reasoning', 'tools', 'images']);
export type ModelAbility = z.infer<typeof ModelAbility>;

/** What a million tokens cost. */
export const Price = z.object({
  /** ISO 4217. */
  currency: z.string(),
  inputPerMillion: z.number(),
  /** Of input that the service still had in its cache; like other input where left out. */
  cachedInputPerMillion: z.number().optional(),
  outputPerMillion: z.number(),
});
export type Price = z.infer<typeof Price>;

/** What policy says that a model can do and is, since a deployment's name says nothing. */
export const DeploymentTraits = z.object({
  abilities: z.array(ModelAbility),
  /** Least first; empty for a model without the ability to reason. */
  reasoningEfforts: z.array(ReasoningEffort),
  /** Whether a model that reasons tells of its thoughts. */
  summarisesReasoning: z.boolean(),
  takesTemperature: z.boolean(),
  takesVerbosity: z.boolean(),
  /** Most tokens of a request and its answer together; unknown where left out. */
  contextTokens: z.number().optional(),
  /** Most tokens of an answer; unknown where left out. */
  outputTokens: z.number().optional(),
  /** Unknown where left out. */
  price: Price.optional(),
  /** The last day on which it may be used, `2026-12-31`; no end in sight where left out. */
  retiresOn: z.string().optional(),
  /** What holds where a conversation sets nothing else. */
  defaults: ConversationSettings,
});
export type DeploymentTraits = z.infer<typeof DeploymentTraits>;

/** Where in Azure a model was found that policy does not list. */
export const FoundIn = z.object({
  /** Name of the Azure OpenAI or Foundry resource. */
  resource: z.string(),
  /** Azure's name of the region, `swedencentral`; empty where it does not say. */
  location: z.string(),
  /** Whether it was not there any more when Azure was last asked. */
  isGone: z.boolean(),
});
export type FoundIn = Readonly<z.infer<typeof FoundIn>>;

/** How the search for models in Azure stands. */
export const Discovery = z.discriminatedUnion('kind', [
  /** Policy does not allow it. */
  z.object({ kind: z.literal('off') }),
  z.object({ kind: z.literal('looking') }),
  /** `at` in milliseconds since the epoch; `gaps` counts the subscriptions and resources that could not be looked into. */
  z.object({ kind: z.literal('looked'), at: z.number(), gaps: z.number() }),
  /** The person is to be asked first: for their consent, or for what the organisation wants proved. */
  z.object({ kind: z.literal('permission-needed') }),
  z.object({ kind: z.literal('failed'), error: AppErrorData }),
]);
export type Discovery = z.infer<typeof Discovery>;

/** One model that IT gave this person; where it is and how it is called stays in main. */
export const Deployment = z.object({
  id: z.string(),
  displayName: z.string(),
  description: z.string(),
  /** `key-missing`: the person is to enter an API key before it can be used; `key`: there is one. */
  credential: z.enum(['account', 'key', 'key-missing', 'developer']),
  /** Where in Azure it was found; left out for one that policy lists. */
  found: FoundIn.optional(),
  ...DeploymentTraits.shape,
});
export type Deployment = z.infer<typeof Deployment>;

/** The traits of a model of which policy says nothing: text in, text out. */
export const plainTraits: DeploymentTraits = {
  abilities: [],
  reasoningEfforts: [],
  summarisesReasoning: false,
  takesTemperature: true,
  takesVerbosity: false,
  defaults: {},
};

/**
 * What a conversation's settings come to with a deployment: its defaults where nothing is set, and nothing that it does not
 * have. An effort that it does not take gives way to its default, a length beyond its own to its longest.
 */
export function effectiveSettings(deployment: DeploymentTraits, settings: ConversationSettings): ConversationSettings {
  const { defaults, reasoningEfforts, takesTemperature, takesVerbosity, outputTokens = Infinity } = deployment;
  const effort = [settings.reasoningEffort, defaults.reasoningEffort].find(
    (wanted) => wanted !== undefined && reasoningEfforts.includes(wanted),
  );
  const length = settings.maxOutputTokens ?? defaults.maxOutputTokens;
  return {
    instructions: settings.instructions ?? defaults.instructions,
    temperature: takesTemperature ? (settings.temperature ?? defaults.temperature) : undefined,
    reasoningEffort: effort,
    verbosity: takesVerbosity ? (settings.verbosity ?? defaults.verbosity) : undefined,
    maxOutputTokens: length === undefined ? undefined : Math.min(length, outputTokens),
  };
}

/** A day of policy as people read it: `31 December 2026`. */
export function dayText(day: string): string {
  return new Date(day).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
}
