import { type JSONValue, type ToolModelMessage, type ToolSet, type UIMessageChunk, dynamicTool, jsonSchema } from 'ai';
import { AppError, toAppError } from '../../../shared/errors.ts';
import { toolInputLimit, type ToolOrigin, type ToolOutput } from '../../../shared/model/tool.ts';
import type { ImageKeeper } from '../attachments/image-keeper.ts';
import type { Log } from '../ports.ts';
import type { ToolApprovals } from './tool-approvals.ts';
import type { OfferedTool } from './tool-list.ts';
import { resultForModel, type ToolResult } from './tool-result.ts';
import type { ToolServers } from './tool-servers.ts';

/** What a turn's tools stand on. */
export interface TurnToolsOptions {
  readonly servers: Pick<ToolServers, 'offer' | 'call' | 'retry'>;
  readonly approvals: Pick<ToolApprovals, 'isAllowed' | 'ask'>;
  /** Keeps the images that tools return. */
  readonly images: Pick<ImageKeeper, 'keep'>;
  readonly log: Log;
  readonly turnId: string;
  readonly conversationId: string;
  /** Whether the conversation and its assistant use the tools of a server. */
  readonly usesServer: (serverId: string) => boolean;
  readonly publish: (chunk: UIMessageChunk) => void;
  /** Waits for the person where an error needs them; resolves to whether to try again. @throws the signal's reason */
  readonly pause: (error: AppError) => Promise<boolean>;
  readonly signal: AbortSignal;
}

/** A call as the model has asked for it. */
export interface RequestedCall {
  readonly toolCallId: string;
  readonly toolName: string;
  readonly input: unknown;
}

type ResultPart = Extract<ToolModelMessage['content'][number], { type: 'tool-result' }>;
type ResultOutput = ResultPart['output'];

/** An image as a model is sent it. */
interface Picture {
  readonly base64: string;
  readonly mediaType: string;
}

/** The tools of one turn: what the model is offered, and its calls, each with the person's leave. */
export class TurnTools {
  /** For the AI SDK; it never runs a call itself. */
  readonly set: ToolSet;
  /** Display names of the servers that could not be had. */
  readonly missing: readonly string[];
  readonly #options: TurnToolsOptions;
  readonly #tools: ReadonlyMap<string, OfferedTool>;
  /** The calls of the step that is run now which the person has allowed. */
  readonly #allowed = new Set<string>();

  private constructor(options: TurnToolsOptions, tools: readonly OfferedTool[], missing: readonly string[]) {
    this.#options = options;
    this.#tools = new Map(tools.map((tool) => [tool.name, tool]));
    this.set = Object.fromEntries(tools.map((tool) => [tool.name, toTool(tool)]));
    this.missing = missing;
  }

  /** Asks the servers what they have; one that needs the person's sign-in is waited for once. @throws the signal's reason */
  static async prepare(options: TurnToolsOptions): Promise<TurnTools> {
    const { servers, usesServer, pause, signal } = options;
    const waitedFor = new Set<string>();
    for (;;) {
      const { tools, faults } = await servers.offer(usesServer, signal);
      const fault = faults.find(({ server }) => !waitedFor.has(server.id));
      if (fault === undefined) {
        return new TurnTools(
          options,
          tools,
          faults.map(({ server }) => server.displayName),
        );
      }
      waitedFor.add(fault.server.id);
      if (await pause(fault.error)) for (const { server } of faults) servers.retry(server.id);
    }
  }

  /**
   * Runs the calls of one step, all at once, and tells the window and the model.
   * @param seesImages whether the model that called can be shown the images of a result
   * @throws the signal's reason
   */
  async run(calls: readonly RequestedCall[], seesImages: boolean): Promise<ToolModelMessage> {
    const results = new Map<string, ResultPart>();
    // SECURITY: a model may give a later call an earlier one's id; the leave for that one is none for this.
    this.#allowed.clear();
    const ids = calls.map(({ toolCallId }) => toolCallId);
    for (let open = calls; open.length > 0;) {
      const waiting: { readonly call: RequestedCall; readonly error: AppError }[] = [];
      const settle = async (call: RequestedCall) => {
        try {
          // SECURITY: of calls with one id the person is shown one, and must not allow another by it.
          if (ids.indexOf(call.toolCallId) !== ids.lastIndexOf(call.toolCallId)) throw new AppError('invalid-request');
          results.set(call.toolCallId, resultPart(call, await this.#perform(call, seesImages)));
        } catch (thrown) {
          this.#options.signal.throwIfAborted();
          waiting.push({ call, error: toAppError(thrown) });
        }
      };
      await Promise.all(open.map(settle));
      const [first] = waiting;
      const goesOn = first !== undefined && (await this.#options.pause(first.error));
      if (!goesOn) for (const { call, error } of waiting) results.set(call.toolCallId, this.#fail(call, error));
      open = goesOn ? waiting.map(({ call }) => call) : [];
    }
    return { role: 'tool', content: calls.flatMap(({ toolCallId }) => results.get(toolCallId) ?? []) };
  }

  async #perform(call: RequestedCall, seesImages: boolean): Promise<ResultOutput> {
    const { servers, publish, log, signal } = this.#options;
    const { toolCallId, toolName, input } = call;
    const tool = this.#tools.get(toolName);
    if (tool === undefined || !isArguments(input)) throw new AppError('invalid-request');
    if (!(await this.#isAllowed(call, tool))) {
      publish({ type: 'tool-output-denied', toolCallId });
      log.info('tool-deny', { server: tool.server.id, tool: tool.toolName });
      return { type: 'execution-denied', reason: 'The person did not allow this call. Do not try it again.' };
    }
    const { output, pictures } = await this.#keepImages(await servers.call(tool, input, signal));
    publish({ type: 'tool-output-available', toolCallId, output, dynamic: true });
    log.info('tool-call', { server: tool.server.id, tool: tool.toolName, failed: output.isError });
    return outputForModel(output, seesImages ? pictures : []);
  }

  /** The result as it is kept, and its images as a model is sent them. SECURITY: what is no image goes to neither. */
  async #keepImages({ images, ...result }: ToolResult): Promise<{ output: ToolOutput; pictures: readonly Picture[] }> {
    const { conversationId, signal } = this.#options;
    const kept = await Promise.all(
      images.map(async ({ base64 }) => {
        const file = await this.#options.images.keep({ base64, conversationId, name: 'image' }, signal);
        return file === undefined ? [] : [{ base64, mediaType: file.mediaType, attachmentId: file.attachmentId }];
      }),
    );
    const pictures = kept.flat();
    return {
      output: {
        ...result,
        isCut: result.isCut || pictures.length < images.length,
        images: pictures.map(({ mediaType, attachmentId }) => ({ mediaType, attachmentId })),
      },
      pictures,
    };
  }

  /** Whether the call may go ahead; a leave given is kept for the case that the call has to be made again. */
  async #isAllowed({ toolCallId }: RequestedCall, tool: OfferedTool): Promise<boolean> {
    const { approvals, turnId, conversationId, publish, signal } = this.#options;
    if (this.#allowed.has(toolCallId)) return true;
    const call = { turnId, callId: toolCallId, conversationId, tool };
    if (!approvals.isAllowed(call)) {
      publish({ type: 'tool-approval-request', approvalId: toolCallId, toolCallId });
      const approved = (await approvals.ask(call, signal)) === 'allowed';
      publish({ type: 'tool-approval-response', approvalId: toolCallId, approved });
      if (!approved) return false;
    }
    this.#allowed.add(toolCallId);
    return true;
  }

  #fail(call: RequestedCall, { code }: AppError): ResultPart {
    const { publish, log } = this.#options;
    publish({ type: 'tool-output-error', toolCallId: call.toolCallId, errorText: code, dynamic: true });
    log.warn('tool-fail', { tool: call.toolName, code });
    return resultPart(call, { type: 'error-text', value: `The call could not be made (${code}).` });
  }
}

/**
 * A chunk of a model's stream as far as it is about a tool, for the window and for history: arguments when they are whole,
 * and none that are endless.
 */
export function toolChunk(chunk: UIMessageChunk): UIMessageChunk | undefined {
  switch (chunk.type) {
    case 'tool-input-delta':
      return undefined;
    case 'tool-input-start':
      // The SDK takes a tool that nobody offered for one of its own.
      return { ...chunk, dynamic: true };
    case 'tool-input-available':
      return isArguments(chunk.input) ? chunk : { ...chunk, input: {} };
    case 'tool-input-error':
      return { ...chunk, input: {}, errorText: 'invalid-request', dynamic: true };
    case 'tool-output-error':
      return { ...chunk, errorText: 'invalid-request' };
    default:
      return chunk;
  }
}

function toTool({ title, description, inputSchema, server }: OfferedTool): ToolSet[string] {
  const metadata: ToolOrigin = { server: server.displayName, title, approval: server.approval };
  // Without `execute`: the SDK stops after the step, and the turn goes on once the person has been asked.
  return dynamicTool({ description, inputSchema: jsonSchema(inputSchema), metadata });
}

function resultPart({ toolCallId, toolName }: RequestedCall, output: ResultOutput): ResultPart {
  return { type: 'tool-result', toolCallId, toolName, output };
}

function outputForModel(output: ToolOutput, pictures: readonly Picture[]): ResultOutput {
  if (pictures.length === 0) return { type: 'text', value: resultForModel(output) };
  return {
    type: 'content',
    value: [
      { type: 'text', text: resultForModel(output) },
      ...pictures.map(({ mediaType, base64 }) => {
        return { type: 'file' as const, mediaType, data: { type: 'data' as const, data: base64 } };
      }),
    ],
  };
}

/** Whether a model's arguments are an object of a size that can be shown. */
function isArguments(input: unknown): input is Record<string, JSONValue> {
  return (
    typeof input === 'object' &&
    input !== null &&
    !Array.isArray(input) &&
    JSON.stringify(input).length <= toolInputLimit
  );
}
