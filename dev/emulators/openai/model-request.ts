import { readChatRequest } from './chat-request.ts';
import type { ModelApi } from './deployments.ts';
import type { ModelAttachment } from './request-parts.ts';
import { readResponsesRequest } from './responses-request.ts';

/** One message as the model sees it. */
export interface ModelMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
  readonly attachments: readonly ModelAttachment[];
}

/** What a tool has answered. */
export interface ToolResult {
  readonly callId: string;
  readonly output: string;
}

/** A request to either API, reduced to what the scripted model looks at. */
export interface ModelRequest {
  readonly deployment: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly instructions: string;
  readonly messages: readonly ModelMessage[];
  /** Names of the tools that the model may call. */
  readonly tools: readonly string[];
  /** Whether the model may make pictures. */
  readonly makesImages: boolean;
  /** Results since the person's last message, oldest first. */
  readonly toolResults: readonly ToolResult[];
  /** How to think; undefined where the request does not say anything about it. */
  readonly reasoning: ReasoningRequest | undefined;
  readonly verbosity: string | undefined;
  readonly maxOutputTokens: number | undefined;
  readonly promptCacheKey: string | undefined;
  /** Parameters of sampling and length that models which always reason refuse, by name. */
  readonly sampling: readonly string[];
}

/** How a model is asked to think. */
export interface ReasoningRequest {
  readonly effort: string | undefined;
  /** Whether a summary of it was asked for. */
  readonly wantsSummary: boolean;
  /** Whether its encrypted form was asked for. */
  readonly wantsEncrypted: boolean;
}

/**
 * Checks a request body by the rules of its API.
 * @param deployment from the address, where that names one
 * @throws AzureRefusal 400, or 404 for an item that was never stored
 */
export function readModelRequest(api: ModelApi, body: unknown, deployment?: string): ModelRequest {
  return api === 'responses' ? readResponsesRequest(body) : readChatRequest(body, deployment);
}
