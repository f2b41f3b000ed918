import type { ConversationSettings, ReasoningEffort, Verbosity } from '../../../shared/model/conversation.ts';
import { type DeploymentTraits, effectiveSettings } from '../../../shared/model/deployment.ts';

/** What one call of a model is told besides its messages: the AI SDK's options, for either API. */
export interface ModelSettings {
  readonly instructions?: string;
  readonly temperature?: number;
  readonly maxOutputTokens?: number;
  /** Options of the SDK's provider `openai`. */
  readonly provider: {
    /** Always said: what the SDK makes of a deployment's name is wrong either way. */
    readonly forceReasoning: boolean;
    readonly reasoningEffort?: ReasoningEffort;
    /** Null for none: the SDK asks for a detailed one otherwise. */
    readonly reasoningSummary?: 'auto' | null;
    readonly textVerbosity?: Verbosity;
  };
}

/** What a conversation's settings come to with this deployment: its defaults where nothing is set, and only what it has. */
export function modelSettings(deployment: DeploymentTraits, settings: ConversationSettings): ModelSettings {
  const { instructions, temperature, reasoningEffort, verbosity, maxOutputTokens } = effectiveSettings(
    deployment,
    settings,
  );
  const isReasoning = deployment.abilities.includes('reasoning');
  return {
    ...(instructions === undefined || instructions.trim() === '' ? {} : { instructions }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    provider: {
      forceReasoning: isReasoning,
      ...(isReasoning ? { reasoningSummary: reasoningEffort === 'none' ? null : ('auto' as const) } : {}),
      ...(reasoningEffort === undefined ? {} : { reasoningEffort }),
      ...(verbosity === undefined ? {} : { textVerbosity: verbosity }),
    },
  };
}

/** For what Parley itself asks of a model, such as a title: nobody's settings, and as little thinking as there is. */
export function housekeepingSettings({ reasoningEfforts }: DeploymentTraits): ModelSettings {
  const [least] = reasoningEfforts;
  return {
    provider:
      least === undefined
        ? { forceReasoning: false }
        : { forceReasoning: true, reasoningEffort: least, reasoningSummary: null },
  };
}
