import { convertToModelMessages, type ModelMessage, type UIMessage } from 'ai';
import { assertNever } from '../../../shared/errors.ts';
import { type Message, messageText } from '../../../shared/model/message.ts';
import { resultForModel } from './tool-result.ts';

/** An earlier answer with what its calls returned, in its order, for a model that can use tools; empty where it called none. */
export function shownToolParts({ parts }: Pick<Message, 'parts'>): UIMessage['parts'] {
  const shown = parts.flatMap((part): UIMessage['parts'] => {
    switch (part.type) {
      case 'text':
        return part.text === '' ? [] : [{ type: 'text', text: part.text }];
      case 'step-start':
        return [part];
      case 'dynamic-tool': {
        const { type, toolName, toolCallId, input, output } = part;
        if (output === undefined) return [];
        return [{ type, toolName, toolCallId, input, state: 'output-available', output: resultForModel(output) }];
      }
      case 'reasoning':
      case 'file':
      case 'data-summary':
      case 'data-image':
      case 'source-url':
      case 'source-document':
        return [];
      default:
        return assertNever(part);
    }
  });
  return shown.some(({ type }) => type === 'dynamic-tool') ? shown : [];
}

/**
 * The steps of an answer that is to be gone on with, up to the last call that returned something; for a model without tools
 * what was said in them.
 */
export async function keptSteps({ parts }: Pick<Message, 'parts'>, hasTools: boolean): Promise<ModelMessage[]> {
  const last = parts.findLastIndex((part) => part.type === 'dynamic-tool' && part.output !== undefined);
  const kept = { parts: parts.slice(0, last + 1) };
  if (!hasTools) return messageText(kept) === '' ? [] : [{ role: 'assistant', content: messageText(kept) }];
  const shown = shownToolParts(kept);
  return shown.length === 0 ? [] : convertToModelMessages([{ role: 'assistant', parts: shown }]);
}
