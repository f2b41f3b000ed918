import { AppError } from '../../shared/errors.ts';
import type { TransferReply, TransferRequest } from '../core/transfer/protocol.ts';

/** What main answers to something told. */
type Answer = Extract<TransferRequest, { kind: 'piece' | 'next' }>;

/** The process's side of its talk with main: one thing is said at a time, and each is answered. */
export class Talk {
  readonly #post: (reply: TransferReply) => void;
  #last: Promise<unknown> = Promise.resolve();
  #onAnswer: (answer: Answer) => void = () => {};

  constructor(post: (reply: TransferReply) => void) {
    this.#post = post;
  }

  /** Main has answered. */
  hear(answer: Answer): void {
    this.#onAnswer(answer);
  }

  /** Tells main of something; resolves when it has been dealt with. */
  async tell(reply: TransferReply): Promise<void> {
    await this.#say(reply);
  }

  /** Bytes of the file; fewer than `length` where it ends. */
  async piece(offset: number, length: number): Promise<Uint8Array> {
    const answer = await this.#say({ kind: 'piece', offset, length });
    if (answer.kind !== 'piece') throw new AppError('internal');
    return answer.bytes;
  }

  /** The unpacking of an archive reads ahead while main deals with a conversation: it waits for its turn. */
  #say(reply: TransferReply): Promise<Answer> {
    const said = this.#last.then(
      () =>
        new Promise<Answer>((resolve) => {
          this.#onAnswer = resolve;
          this.#post(reply);
        }),
    );
    this.#last = said;
    return said;
  }
}
