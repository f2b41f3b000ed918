import { AppError } from '../../../shared/errors.ts';
import { Turn } from './turn.ts';

/** The turns of all conversations; those of one conversation begin together. */
export class Turns {
  /** By conversation: those that are being written to history. */
  readonly #starting = new Map<string, readonly Turn[]>();
  /** By conversation: those that run, or the last ones that ended, for a window that comes to follow them too late. */
  readonly #begun = new Map<string, readonly Turn[]>();

  /** Every turn that is known. */
  get all(): readonly Turn[] {
    return [...this.#starting.values(), ...this.#begun.values()].flat();
  }

  /** The one with this id; undefined while it is being written, and some time after its end. */
  find(turnId: string): Turn | undefined {
    return [...this.#begun.values()].flat().find(({ id }) => id === turnId);
  }

  /** The turns that a conversation is waiting for. */
  running(conversationId: string): readonly Turn[] {
    return (this.#begun.get(conversationId) ?? []).filter(({ ended }) => !ended);
  }

  /** Those of `running`, or those that are being written. */
  pending(conversationId: string): readonly Turn[] {
    return this.#starting.get(conversationId) ?? this.running(conversationId);
  }

  /** Makes turns and waits until they are written. @throws AppError `turn-running`; what `write` throws */
  async start<Written>(
    conversationId: string,
    turnIds: readonly string[],
    write: (turns: readonly Turn[]) => Promise<Written>,
  ): Promise<Written> {
    if (this.pending(conversationId).length > 0) throw new AppError('turn-running');
    const turns = turnIds.map((id) => new Turn(id, conversationId));
    this.#starting.set(conversationId, turns);
    try {
      const written = await write(turns);
      this.#forgetEnded();
      this.#begun.set(conversationId, turns);
      return written;
    } catch (thrown) {
      for (const turn of turns) turn.end();
      throw thrown;
    } finally {
      this.#starting.delete(conversationId);
    }
  }

  #forgetEnded(): void {
    for (const [conversationId, turns] of this.#begun) {
      if (turns.every(({ ended }) => ended)) this.#begun.delete(conversationId);
    }
  }
}
