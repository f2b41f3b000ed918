import type { ChatTransport, UIMessageChunk } from 'ai';
import type { ParleyBridge } from '../../../shared/ipc/contract.ts';
import type { ConversationSettings } from '../../../shared/model/conversation.ts';
import { BridgeError, unwrap } from '../../bridge.ts';
import { type ChatMessage, chatMessageFiles, chatMessageText } from './chat-message.ts';

type SendOptions = Parameters<ChatTransport<ChatMessage>['sendMessages']>[0];

/** What a request of useChat carries besides its messages. */
export interface TurnRequest {
  readonly deploymentId: string;
  /** The answer is gone on with instead of given anew. */
  readonly isContinued?: boolean;
  /** The question that this one is another version of. */
  readonly besideId?: string;
  /** For a conversation that is new. */
  readonly settings?: ConversationSettings;
  /** For a conversation that is new. */
  readonly assistantId?: string | undefined;
  /** Called once main has the message, before the answer begins. */
  readonly onAccepted: () => void;
}

/** Carries one conversation of useChat over the bridge: main runs the turn, this follows it. */
export class BridgeChatTransport implements ChatTransport<ChatMessage> {
  /** Main replays a turn from its first chunk. */
  readonly resumeStreamIsReplay = true;
  readonly #chat: ParleyBridge['chat'];
  #turnId: string | null;
  #isStopWanted = false;

  constructor(chat: ParleyBridge['chat'], runningTurnId: string | null) {
    this.#chat = chat;
    this.#turnId = runningTurnId;
  }

  async sendMessages(options: SendOptions): Promise<ReadableStream<UIMessageChunk>> {
    const request = options.metadata as TurnRequest;
    this.#turnId = null;
    this.#isStopWanted = false;
    const { turnId } = unwrap(await this.#start(options, request));
    this.#turnId = turnId;
    request.onAccepted();
    if (this.#isStopWanted) await this.stop();
    return followTurn(this.#chat, turnId);
  }

  async reconnectToStream(): Promise<ReadableStream<UIMessageChunk> | null> {
    return this.#turnId === null ? null : followTurn(this.#chat, this.#turnId);
  }

  /** From now on it is this turn that is followed; main has begun it by itself. */
  attend(turnId: string): void {
    this.#turnId = turnId;
    this.#isStopWanted = false;
  }

  /** Asks main to end the turn; its stream then ends by itself with what has arrived. */
  async stop(): Promise<void> {
    // A turn that main has not accepted yet has no id: it is stopped as soon as it has one.
    if (this.#turnId === null) this.#isStopWanted = true;
    else unwrap(await this.#chat.stop({ turnId: this.#turnId }));
  }

  #start({ trigger, chatId, messageId, messages }: SendOptions, request: TurnRequest) {
    const { deploymentId, isContinued, besideId, settings, assistantId } = request;
    if (trigger === 'regenerate-message') {
      const input = { conversationId: chatId, answerId: messageId ?? '', deploymentId };
      return isContinued === true ? this.#chat.continue(input) : this.#chat.regenerate(input);
    }
    const question = questionOf(messages[messages.length - 1], chatId);
    return this.#chat.send({ ...question, deploymentId, besideId, settings, assistantId });
  }
}

/** A question as main is told of it. */
export function questionOf(question: ChatMessage | undefined, conversationId: string) {
  return {
    conversationId,
    messageId: question?.id ?? '',
    text: question === undefined ? '' : chatMessageText(question),
    attachmentIds: question === undefined ? [] : chatMessageFiles(question).map(({ attachmentId }) => attachmentId),
  };
}

/** A turn's chunks as a stream; cancelling it stops listening, not the turn. */
export function followTurn(chat: ParleyBridge['chat'], turnId: string): ReadableStream<UIMessageChunk> {
  let isOver = false;
  let unfollow: () => void = () => undefined;
  return new ReadableStream<UIMessageChunk>({
    start(controller) {
      unfollow = chat.follow(
        { turnId },
        {
          // What is still under way after a cancel has nowhere to go.
          item: ({ chunk }) => {
            // Main builds its chunks with the SDK; the contract only knows that each has a type.
            if (!isOver) controller.enqueue(chunk as UIMessageChunk);
          },
          end: ({ error }) => {
            if (isOver) return;
            isOver = true;
            if (error === undefined) controller.close();
            else controller.error(new BridgeError(error));
          },
        },
      );
    },
    cancel() {
      isOver = true;
      unfollow();
    },
  });
}
