import { Tokenizer, TokenParser, TokenType } from '@streamparser/json';
import { AppError } from '../../shared/errors.ts';

/** How much one file may cost. */
export interface JsonLimits {
  /** Values within values. */
  readonly depth: number;
  /** Bytes of one value that is looked at: a conversation, a file. */
  readonly valueBytes: number;
}

/** A value of a JSON text. */
export interface JsonValue {
  /** The keys that lead to it. */
  readonly place: readonly (string | number)[];
  readonly value: unknown;
  /** Of the text since the value before. */
  readonly bytes: number;
}

/** What of an object is looked at, besides the lists that are looked into; whatever else there is goes by. */
const members = [
  'format',
  'version',
  'filesIncluded',
  'id',
  'title',
  'conversation_id',
  'create_time',
  'update_time',
  'current_node',
  'mapping',
  'chat',
  'created_at',
  'updated_at',
  'conversationId',
  'messages',
  'messagesTree',
  'archived',
  'pinned',
  'is_archived',
  'is_starred',
  'pinned_time',
].map((name) => `$.${name}`);

/** None of them leads into another: what is looked at is let go of as soon as it has been given out. */
const paths = {
  array: ['$.*'],
  object: [...members, '$.conversations.*', '$.files.*', '$.indexedDB.*.*', '$.localStorage.*'],
} as const;

/**
 * The values of a JSON text that can be of a conversation, while it is read; never more than one of them is in memory.
 * @throws AppError `import-unsupported` where it is no JSON, `import-damaged`, `import-too-complex`
 */
export async function* jsonValues(
  pieces: AsyncIterable<Uint8Array>,
  limits: JsonLimits,
): AsyncGenerator<JsonValue, void> {
  let reader: Reader | undefined;
  for await (const piece of pieces) {
    reader ??= readerOf(piece, limits);
    yield* reader?.read(piece) ?? [];
  }
  if (reader === undefined) throw new AppError('import-unsupported');
  reader.end();
}

/** By the first character; undefined while there is none. */
function readerOf(piece: Uint8Array, limits: JsonLimits): Reader | undefined {
  const start = Buffer.from(piece.buffer, piece.byteOffset, Math.min(piece.length, 4096)).toString('utf8');
  const first = start.replace(/^\uFEFF/, '').trimStart()[0];
  switch (first) {
    case '[':
      return new Reader(paths.array, limits);
    case '{':
      return new Reader(paths.object, limits);
    default:
      throw new AppError('import-unsupported');
  }
}

class Reader {
  readonly #tokenizer = new Tokenizer();
  readonly #limits: JsonLimits;
  #values: JsonValue[] = [];
  #depth = 0;
  /** Bytes until now, until the last token, and until the last value. */
  #read = 0;
  #tokenEnd = 0;
  #given = 0;

  constructor(wanted: readonly string[], limits: JsonLimits) {
    this.#limits = limits;
    const parser = new TokenParser({ paths: [...wanted], keepStack: false });
    parser.onValue = ({ stack, key, value }) => {
      const place = [...stack.slice(1).map((each) => each.key), key].filter((each) => each !== undefined);
      const end = this.#tokenEnd;
      this.#values.push({ place, value, bytes: end - this.#given });
      this.#given = end;
    };
    // After its end there may be white space and no more.
    parser.onEnd = () => this.#tokenizer.end();
    this.#tokenizer.onToken = (info) => {
      this.#tokenEnd = info.offset;
      if (info.token === TokenType.LEFT_BRACE || info.token === TokenType.LEFT_BRACKET) this.#depth += 1;
      if (info.token === TokenType.RIGHT_BRACE || info.token === TokenType.RIGHT_BRACKET) this.#depth -= 1;
      // SECURITY: what walks through the values later would overflow its stack.
      if (this.#depth > limits.depth) throw tooComplex('values within values');
      parser.write(info);
    };
  }

  read(piece: Uint8Array): readonly JsonValue[] {
    this.#read += piece.length;
    try {
      this.#tokenizer.write(piece);
    } catch (thrown) {
      if (thrown instanceof AppError) throw thrown;
      throw new AppError('import-damaged', { fields: { reason: 'it is no JSON' }, cause: thrown });
    }
    const values = this.#values;
    this.#values = [];
    // SECURITY: one string or conversation without an end would take all memory.
    if (this.#read - this.#given > this.#limits.valueBytes) throw tooComplex('a conversation is too long');
    return values;
  }

  end(): void {
    if (!this.#tokenizer.isEnded) throw new AppError('import-damaged', { fields: { reason: 'it breaks off' } });
  }
}

function tooComplex(reason: string): AppError {
  return new AppError('import-too-complex', { fields: { reason } });
}
