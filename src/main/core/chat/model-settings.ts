import { assistedBy, joinedInstructions } from '../../../shared/model/assistant.ts';
import type {
  ConversationAssistant,
  ConversationSettings,
  ReasoningEffort,
  Verbosity,
} from '../../../shared/model/conversation.ts';
import { type DeploymentTraits, effectiveSettings } from '../../../shared/model/deployment.ts';

/** What one call of a model is told besides its messages: the AI SDK's options, for either API. */
export interface ModelSettings {
  readonly instructions?: string;
  readonly temperature?: number;
  readonly maxOutputTokens?: number;
  /** Options of the SDK's provider `openai`. */
  readonly provider: {
    readonly forceReasoning: boolean;
    readonly systemMessageMode: 'system';
    readonly reasoningEffort?: ReasoningEffort;
    /** Null for none: the SDK asks for a detailed one otherwise. */
    readonly reasoningSummary?: 'auto' | null;
    readonly textVerbosity?: Verbosity;
  };
}

/**
 * What a conversation's settings come to with this deployment: the assistant's where nothing is set, the deployment's where
 * that sets nothing either, and only what the deployment has. An assistant's instructions come before the conversation's.
 */
export function modelSettings(
  deployment: DeploymentTraits,
  settings: ConversationSettings,
  assistant: ConversationAssistant | null = null,
): ModelSettings {
  const effective = effectiveSettings(assistedBy(deployment, assistant), settings);
  const { temperature, maxOutputTokens, ...here } = effective;
  const instructions = joinedInstructions(assistant, effective.instructions);
  const { reasoningEffort, verbosity } = here;
  const isSummarised = deployment.summarisesReasoning && reasoningEffort !== 'none';
  return {
    ...(instructions === '' ? {} : { instructions }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    provider: {
      ...providerSettings(deployment, isSummarised),
      ...(reasoningEffort === undefined ? {} : { reasoningEffort }),
      ...(verbosity === undefined ? {} : { textVerbosity: verbosity }),
    },
  };
}

/** For what Parley itself asks of a model, such as a title: nobody's settings, and as little thinking as there is. */
export function housekeepingSettings(deployment: DeploymentTraits): ModelSettings {
  const [least] = deployment.reasoningEfforts;
  return {
    provider: {
      ...providerSettings(deployment, false),
      ...(least === undefined ? {} : { reasoningEffort: least }),
    },
  };
}

/**
 * What the SDK would otherwise make up from the deployment's name, which says nothing. Instructions go as `system` to every
 * model: Azure takes that for a developer's message where the model knows such, and others refuse the role `developer`
 * (CherryHQ/cherry-studio#12325).
 */
function providerSettings({ abilities }: DeploymentTraits, isSummarised: boolean): ModelSettings['provider'] {
  const systemMessageMode = 'system';
  if (!abilities.includes('reasoning')) return { forceReasoning: false, systemMessageMode };
  return { forceReasoning: true, systemMessageMode, reasoningSummary: isSummarised ? 'auto' : null };
}
