import { z } from 'zod';
import {
  type ConversationSettings,
  instructionsLimit,
  leastOutputTokens,
  ReasoningEffort,
  Verbosity,
} from '../../../shared/model/conversation.ts';
import { type DeploymentTraits, ModelAbility, type Price } from '../../../shared/model/deployment.ts';

const tokens = z.int().min(leastOutputTokens).max(10_000_000);
const amount = z.number().min(0).max(1_000_000);

const PricePolicy = z.strictObject({
  Currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .meta({ accepts: 'the code of a currency, such as EUR' })
    .describe('What the prices are in.'),
  InputPerMillion: amount.describe('Price of a million tokens of input.'),
  CachedInputPerMillion: amount
    .optional()
    .describe(
      'Price of a million tokens of input that the service still had in its cache; like other input if left out.',
    ),
  OutputPerMillion: amount.describe('Price of a million tokens of output, reasoning among them.'),
});

/** How a model is to answer, as policy writes it. */
export const DefaultsPolicy = z.strictObject({
  Instructions: z
    .string()
    .max(instructionsLimit)
    .optional()
    .describe('What the model is told before every conversation; people see it and can change it for a conversation.'),
  Temperature: z.number().min(0).max(2).optional().describe('How freely it chooses its words.'),
  ReasoningEffort: ReasoningEffort.optional().describe('How long it thinks before it answers.'),
  Verbosity: Verbosity.optional().describe('How much it says.'),
  OutputTokens: tokens.optional().describe('Longest answer in tokens, reasoning among them.'),
});

/** The keys of a deployment's entry that say what the model can do and is. */
export const traitKeys = {
  Abilities: z
    .array(ModelAbility)
    .default([])
    .describe(
      'What the model can do besides text: `vision` (images), `files` (PDF as it is), `reasoning`, `tools`, `images` (makes ' +
        'them with the service’s own tool, by the Responses API). ' +
        'A deployment’s name says nothing, so what is not listed here is not used.',
    ),
  ImageDeployment: z
    .string()
    .trim()
    // SECURITY: this becomes a header, so it has no character that could end one.
    .regex(/^[\w.-]{1,200}$/)
    .meta({ accepts: 'the name of a deployment' })
    .optional()
    .describe(
      'Name in Azure of the deployment that makes the images for a model with `images`, in the same resource: ' +
        'without it, Azure refuses every request that the model may make images for.',
    ),
  ReasoningEfforts: z
    .array(ReasoningEffort)
    .min(1)
    .optional()
    .describe('The efforts that the model takes; low, medium and high for one with `reasoning` if left out.'),
  ReasoningSummary: z
    .boolean()
    .default(true)
    .describe(
      'Whether a model with `reasoning` is asked to sum up its thoughts; some need an approval by Microsoft for it, and ' +
        'refuse every request until then. The chat completions API has none.',
    ),
  Temperature: z
    .boolean()
    .optional()
    .describe('Whether the model takes a temperature; if left out, one without `reasoning` does.'),
  Verbosity: z.boolean().default(false).describe('Whether the model can be told how much to say.'),
  ContextTokens: tokens
    .optional()
    .describe('Most tokens that a request and its answer may have together, as the model’s page says.'),
  OutputTokens: tokens.optional().describe('Most tokens that an answer may have, as the model’s page says.'),
  Price: PricePolicy.optional().describe('What it costs; people see it, and what their answers have cost.'),
  Roles: z
    .array(z.string().trim().min(1).max(256))
    .min(1)
    .optional()
    .describe(
      'App roles, or object ids of groups, of which a person needs one to use the model; where `RoleMapping` is set, it has ' +
        'to give the model as well. For everybody if left out.',
    ),
  RetiresOn: z.iso
    .date()
    .meta({ accepts: 'a day, such as 2026-12-31' })
    .optional()
    .describe(
      'The last day of the model. People are told from 30 days before; after it, it is not offered for new conversations.',
    ),
  Defaults: DefaultsPolicy.optional().describe('The settings that a conversation begins with.'),
};

const Written = z.object(traitKeys);
type Written = z.output<typeof Written>;

/** Keys of one entry that contradict each other, in an administrator's words. */
export interface TraitFault {
  readonly key: string;
  readonly problem: string;
  readonly accepted: string;
}

/** What an entry says that the model can do and is, or the first contradiction in it. */
export function readTraits(written: Written): DeploymentTraits | TraitFault {
  const { Abilities } = written;
  const reasons = Abilities.includes('reasoning');
  const efforts = reasons ? (written.ReasoningEfforts ?? ['low', 'medium', 'high']) : [];
  const traits: DeploymentTraits = {
    abilities: ModelAbility.options.filter((ability) => Abilities.includes(ability)),
    reasoningEfforts: ReasoningEffort.options.filter((effort) => efforts.includes(effort)),
    summarisesReasoning: reasons && written.ReasoningSummary,
    takesTemperature: written.Temperature ?? !reasons,
    takesVerbosity: written.Verbosity,
    contextTokens: written.ContextTokens,
    outputTokens: written.OutputTokens,
    price: written.Price === undefined ? undefined : toPrice(written.Price),
    retiresOn: written.RetiresOn,
    defaults: toSettings(written.Defaults ?? {}),
  };
  return contradiction(written, traits) ?? traits;
}

/** Tells the two results of `readTraits` apart. */
export function isTraitFault(result: DeploymentTraits | TraitFault): result is TraitFault {
  return 'problem' in result;
}

function contradiction(written: Written, traits: DeploymentTraits): TraitFault | undefined {
  const { contextTokens, outputTokens, defaults, reasoningEfforts } = traits;
  const makesImages = traits.abilities.includes('images');
  if (makesImages !== (written.ImageDeployment !== undefined)) {
    return {
      key: 'ImageDeployment',
      problem: makesImages ? 'is missing, but Abilities has images' : 'is set, but Abilities does not have images',
      accepted: 'ImageDeployment together with images in Abilities',
    };
  }
  if (written.ReasoningEfforts !== undefined && reasoningEfforts.length === 0) {
    return {
      key: 'ReasoningEfforts',
      problem: 'is set, but Abilities does not have reasoning',
      accepted: 'ReasoningEfforts together with reasoning in Abilities',
    };
  }
  if (traits.takesTemperature && traits.abilities.includes('reasoning')) {
    return {
      key: 'Temperature',
      problem: 'is true, but Abilities has reasoning, and a model that reasons takes no temperature',
      accepted: 'false, or an entry of its own without reasoning',
    };
  }
  if (contextTokens !== undefined && outputTokens !== undefined && outputTokens > contextTokens) {
    return {
      key: 'OutputTokens',
      problem: `is ${outputTokens}, more than ContextTokens`,
      accepted: `at most ${contextTokens}`,
    };
  }
  if (defaults.temperature !== undefined && !traits.takesTemperature) {
    return missing('Temperature', 'Temperature is false or Abilities has reasoning');
  }
  if (defaults.verbosity !== undefined && !traits.takesVerbosity) return missing('Verbosity', 'Verbosity is not true');
  if (defaults.reasoningEffort !== undefined && !reasoningEfforts.includes(defaults.reasoningEffort)) {
    if (reasoningEfforts.length === 0) return missing('ReasoningEffort', 'Abilities does not have reasoning');
    return {
      key: 'Defaults.ReasoningEffort',
      problem: `is ${defaults.reasoningEffort}, which is not in ReasoningEfforts`,
      accepted: reasoningEfforts.join(', '),
    };
  }
  if (
    defaults.maxOutputTokens !== undefined &&
    defaults.maxOutputTokens > (outputTokens ?? contextTokens ?? Infinity)
  ) {
    return {
      key: 'Defaults.OutputTokens',
      problem: `is ${defaults.maxOutputTokens}, more than the model can write`,
      accepted: `at most ${outputTokens ?? contextTokens}`,
    };
  }
  return undefined;
}

function missing(key: string, reason: string): TraitFault {
  return { key: `Defaults.${key}`, problem: `is set, but ${reason}`, accepted: `no ${key} in Defaults` };
}

function toPrice(written: z.output<typeof PricePolicy>): Price {
  return {
    currency: written.Currency,
    inputPerMillion: written.InputPerMillion,
    cachedInputPerMillion: written.CachedInputPerMillion,
    outputPerMillion: written.OutputPerMillion,
  };
}

/** The written settings as core works with them. */
export function toSettings(written: Partial<z.output<typeof DefaultsPolicy>>): ConversationSettings {
  return {
    instructions: written.Instructions,
    temperature: written.Temperature,
    reasoningEffort: written.ReasoningEffort,
    verbosity: written.Verbosity,
    maxOutputTokens: written.OutputTokens,
  };
}
