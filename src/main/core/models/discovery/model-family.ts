import type { DeploymentTraits, ModelAbility } from '../../../../shared/model/deployment.ts';
import type { ReasoningEffort } from '../../../../shared/model/conversation.ts';

/** What is known of the models of one family. */
export type ModelFamily = Pick<
  DeploymentTraits,
  'abilities' | 'reasoningEfforts' | 'summarisesReasoning' | 'takesTemperature' | 'takesVerbosity'
>;

/** The efforts that a model which reasons takes as a rule. */
export const usualEfforts: readonly ReasoningEffort[] = ['low', 'medium', 'high'];

/**
 * OpenAI's models by the name that Azure itself gives them; the first that fits counts. A deployment's own name, which an administrator makes up, is never looked at.
 * Source: https://learn.microsoft.com/azure/ai-foundry/foundry-models/concepts/models-sold-directly-by-azure and
 * https://learn.microsoft.com/azure/ai-foundry/openai/how-to/reasoning
 */
const families: readonly (readonly [RegExp, ModelFamily | 'not-for-chat'])[] = [
  [/audio|realtime|transcribe|tts|whisper|image|dall-e|embedding|deep-research|computer-use|instruct/, 'not-for-chat'],
  [/^gpt-5(\.\d+)?-chat/, plain(['vision', 'files', 'tools'])],
  [/^gpt-5-pro/, { ...reasoning(['vision', 'files', 'reasoning', 'tools'], ['high']), takesVerbosity: true }],
  [/^gpt-5/, { ...reasoning(['vision', 'files', 'reasoning', 'tools']), takesVerbosity: true }],
  // The first of them take neither an effort nor a system message.
  [/^o1-(mini|preview)/, reasoning([], [])],
  [/^o3-mini/, reasoning(['reasoning', 'tools'])],
  [/^o\d/, reasoning(['vision', 'files', 'reasoning', 'tools'])],
  [/^gpt-4(o|\.1|\.5)|^chatgpt-4o|^model-router/, plain(['vision', 'files', 'tools'])],
  [/^gpt-oss/, reasoning(['reasoning', 'tools'])],
  [/^gpt-(4|35-turbo|3\.5-turbo)/, plain(['tools'])],
];

/** A model of which nothing is known: text in, text out. */
export const unknownFamily: ModelFamily = plain([]);

/** The family of a model by its name in Azure's catalogue; undefined where the name is not known. */
export function familyOf(model: string): ModelFamily | 'not-for-chat' | undefined {
  return families.find(([pattern]) => pattern.test(model.toLowerCase()))?.[1];
}

function plain(abilities: readonly ModelAbility[]): ModelFamily {
  return {
    abilities: [...abilities],
    reasoningEfforts: [],
    summarisesReasoning: false,
    takesTemperature: true,
    takesVerbosity: false,
  };
}

/** Some need an approval for summaries of their thoughts, and refuse every request until then: they are asked for none. */
function reasoning(abilities: readonly ModelAbility[], efforts = usualEfforts): ModelFamily {
  return { ...plain(abilities), reasoningEfforts: [...efforts], takesTemperature: false };
}
