import { azure } from '@ai-sdk/azure';
import type { ModelMessage, ToolSet, UIMessageChunk } from 'ai';
import { z } from 'zod';
import type { ImageKeeper } from '../attachments/image-keeper.ts';
import type { Turn } from './turn.ts';

const imagesPerAnswer = 10;
const imageTool = 'image_generation';

/** Lets a model make images; the service runs it, and sends none that is half done. PNG is what every model reads again. */
export const imageTools: ToolSet = {
  // The SDK's own types differ in what may be undefined.
  [imageTool]: azure.tools.imageGeneration({ outputFormat: 'png' }) as unknown as ToolSet[string],
};

const Made = z.object({ result: z.string() });

/** The images of one answer, over all of its streams. */
export class AnswerImages {
  readonly #keeper: Pick<ImageKeeper, 'keep'>;
  readonly #turn: Turn;
  /** The service's calls of its own tool. */
  readonly #calls = new Set<string>();
  #kept = 0;
  #lost = 0;

  constructor(keeper: Pick<ImageKeeper, 'keep'>, turn: Turn) {
    this.#keeper = keeper;
    this.#turn = turn;
  }

  /** How many could not be kept. */
  get lost(): number {
    return this.#lost;
  }

  /** Whether a chunk is about an image that the service makes. */
  owns(chunk: UIMessageChunk): boolean {
    switch (chunk.type) {
      case 'tool-input-start':
      case 'tool-input-available':
      case 'tool-input-error':
        if (chunk.toolName !== imageTool) return false;
        this.#calls.add(chunk.toolCallId);
        return true;
      case 'tool-input-delta':
      case 'tool-output-available':
      case 'tool-output-error':
        return this.#calls.has(chunk.toolCallId);
      case 'file':
        return true;
      default:
        return false;
    }
  }

  /** What is told of such a chunk. @throws the signal's reason */
  async tell(chunk: UIMessageChunk): Promise<UIMessageChunk | undefined> {
    switch (chunk.type) {
      case 'tool-input-available':
        return making(true);
      case 'tool-output-available': {
        const made = Made.safeParse(chunk.output);
        return made.success ? this.#keep(made.data.result) : this.#lose();
      }
      case 'file':
        return this.#keep(/^data:image\/\w+;base64,(?<data>.*)$/s.exec(chunk.url)?.groups?.['data'] ?? '');
      case 'tool-output-error':
        return this.#lose();
      default:
        return undefined;
    }
  }

  async #keep(base64: string): Promise<UIMessageChunk> {
    if (this.#kept >= imagesPerAnswer) return this.#lose();
    this.#kept += 1;
    const { conversationId, signal } = this.#turn;
    const data = await this.#keeper.keep({ base64, conversationId, name: `image-${this.#kept}` }, signal);
    return data === undefined ? this.#lose() : { type: 'data-image', id: data.attachmentId, data };
  }

  #lose(): UIMessageChunk {
    this.#lost += 1;
    return making(false);
  }
}

function making(isMakingImage: boolean): UIMessageChunk {
  return { type: 'message-metadata', messageMetadata: { isMakingImage } };
}

/** What a step said, for the next one: without the images, whose base64 a model would read as text. */
export function withoutImages(messages: readonly ModelMessage[]): ModelMessage[] {
  return messages.flatMap((message): ModelMessage[] => {
    if (message.role === 'assistant' && typeof message.content !== 'string') {
      const content = message.content.filter((part) => !('toolName' in part) || part.toolName !== imageTool);
      return content.length === 0 ? [] : [{ ...message, content }];
    }
    if (message.role === 'tool') {
      const content = message.content.filter((part) => !('toolName' in part) || part.toolName !== imageTool);
      return content.length === 0 ? [] : [{ ...message, content }];
    }
    return [message];
  });
}
