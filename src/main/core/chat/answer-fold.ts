import { readUIMessageStream, type UIMessage, type UIMessageChunk } from 'ai';
import { type Message, MessageMetadata, MessagePart } from '../../../shared/model/message.ts';

/** Folds the chunks of a turn into the message that they make, by the AI SDK's own rules. */
export class AnswerFold {
  #controller: ReadableStreamDefaultController<UIMessageChunk> | undefined;
  #message: Message;
  readonly #folded: Promise<void>;
  #fault: unknown;

  constructor(message: Message) {
    this.#message = message;
    const stream = new ReadableStream<UIMessageChunk>({ start: (controller) => void (this.#controller = controller) });
    this.#folded = this.#read(stream).catch((thrown: unknown) => {
      this.#fault ??= thrown;
    });
  }

  /** The message as far as it has been folded. */
  get message(): Message {
    return this.#message;
  }

  /** What the fold broke on: the service has sent pieces that make no message. Undefined while all is well. */
  get fault(): unknown {
    return this.#fault;
  }

  write(chunk: UIMessageChunk): void {
    if (this.#fault === undefined) this.#attempt(() => this.#controller?.enqueue(chunk));
  }

  /** Resolves to the whole message. */
  async close(): Promise<Message> {
    this.#attempt(() => this.#controller?.close());
    await this.#folded;
    return this.#message;
  }

  /** A reader that has given up closes the stream under its writer. */
  #attempt(action: () => void): void {
    try {
      action();
    } catch (thrown) {
      this.#fault ??= thrown;
    }
  }

  async #read(stream: ReadableStream<UIMessageChunk>): Promise<void> {
    const message: UIMessage<MessageMetadata> = { ...this.#message, parts: [] };
    for await (const snapshot of readUIMessageStream<UIMessage<MessageMetadata>>({
      message,
      stream,
      onError: (error) => (this.#fault ??= error),
    })) {
      const metadata = MessageMetadata.parse(snapshot.metadata);
      this.#message = { ...this.#message, metadata, parts: snapshot.parts.flatMap(knownPart) };
    }
  }
}

/** A part of a kind that this version does not keep is left out, and so are fields that only a provider understands. */
function knownPart(part: unknown): MessagePart[] {
  const parsed = MessagePart.safeParse(part);
  return parsed.success ? [parsed.data] : [];
}
