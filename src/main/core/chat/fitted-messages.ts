import { randomUUID } from 'node:crypto';
import type { ModelMessage } from 'ai';
import { AppError } from '../../../shared/errors.ts';
import type { ModelAbility } from '../../../shared/model/deployment.ts';
import { type FilePart, type Message, messageFiles, messageText } from '../../../shared/model/message.ts';
import type { ModelPart } from '../attachments/model-parts.ts';
import type { SentMessage } from '../context/context-service.ts';
import { writeSummary } from '../context/summary.ts';
import { shownToolParts } from '../tools/tool-history.ts';
import type { AnswerStream } from './answer-stream.ts';
import { callOptions, languageModel } from './model.ts';
import { housekeepingSettings, modelSettings } from './model-settings.ts';
import { usageOf } from './token-usage.ts';

/** What of a branch is sent. */
export interface FittedMessages {
  readonly messages: readonly Message[];
  /** By the id of the message that has them. */
  readonly files: ReadonlyMap<string, readonly ModelPart[]>;
}

/** Of an image, and of a page of a PDF, that a model sees: the most that one of 2,048 pixels costs at high detail. */
const pictureTokens = 1445;

/**
 * What of the branch is sent: all that the deployment can read, and a summary of the rest, which the same deployment makes.
 * PDF whose pages are too much for it go as their text.
 * @throws AppError `context-too-long`; the signal's reason
 */
export async function fittedMessages(stream: AnswerStream): Promise<FittedMessages> {
  const { abilities } = stream.deployment;
  try {
    return await fitted(stream, abilities);
  } catch (thrown) {
    const isTooLong = thrown instanceof AppError && thrown.code === 'context-too-long';
    if (!isTooLong || !abilities.includes('files')) throw thrown;
    return fitted(
      stream,
      abilities.filter((ability) => ability !== 'files'),
    );
  }
}

async function fitted(stream: AnswerStream, abilities: readonly ModelAbility[]): Promise<FittedMessages> {
  const { run, services, deployment, publish, call, soFar, tools, steps } = stream;
  const { turn } = run;
  const files = await stream.filesFor(abilities);
  const { instructions = '' } = modelSettings(deployment, run.settings, run.assistant);
  const sentSteps = steps.map(sentStep);
  const { messages, context } = await services.context.fit({
    deployment,
    earlier: run.earlier ?? 0,
    messages: run.messages.map((message) => sentMessage(message, files.get(message.id) ?? [], tools !== undefined)),
    // Each by itself: what is the same in the next step is not counted again.
    otherTexts: [
      instructions,
      soFar,
      ...(tools === undefined ? [] : [JSON.stringify(tools.set)]),
      ...sentSteps.map(({ text }) => text),
    ],
    otherTokens: sentSteps.reduce((sum, { pictures }) => sum + pictures * pictureTokens, 0),
    publish,
    signal: turn.signal,
    summarise: async (material, signal) => {
      const api = await services.apiOf(deployment, signal);
      const credential = services.credential(deployment);
      const model = languageModel(
        { deployment, api, fetch: services.fetch, credential, correlationId: randomUUID() },
        signal,
      );
      return writeSummary(material, {
        model,
        options: callOptions(api, housekeepingSettings(deployment)),
        signal,
        onUsage: (told) =>
          services.usage.record({
            conversationId: turn.conversationId,
            deployment,
            purpose: 'summary',
            usage: usageOf(told),
          }),
      });
    },
  });
  call.context = context;
  return { messages, files };
}

function sentMessage(message: Message, files: readonly ModelPart[], hasTools: boolean): SentMessage {
  const shown = hasTools ? shownToolParts(message) : [];
  const texts = files.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  // Each file has one part, in their order.
  const pictures = messageFiles(message).filter((_file, index) => files[index]?.type === 'file');
  return {
    message,
    text: shown.length > 0 ? JSON.stringify(shown) : [...texts, messageText(message)].join('\n\n'),
    otherTokens: pictures.reduce((sum, file) => sum + tokensAsItIs(file), 0),
  };
}

/** The text of a step, and how many pictures tools returned in it, whose bytes are no text. */
function sentStep({ content }: ModelMessage): { readonly text: string; readonly pictures: number } {
  let pictures = 0;
  const text = JSON.stringify(content, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('mediaType' in value) || !('data' in value)) return value;
    pictures += 1;
    return undefined;
  });
  return { text, pictures };
}

/** Images are seen, pages of a PDF are seen and read. Source: OpenAI's guide to images, "Calculating costs" */
function tokensAsItIs({ kind, pages = 1, tokens = 0 }: FilePart): number {
  switch (kind) {
    case 'image':
      return pictureTokens;
    case 'pdf':
      return pages * pictureTokens + tokens;
    default:
      return 0;
  }
}
