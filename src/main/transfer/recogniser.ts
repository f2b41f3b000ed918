import { AppError } from '../../shared/errors.ts';
import { exportFormatName, exportVersion } from '../core/transfer/export-schema.ts';
import { type Found, plainTitle, type RawConversation, toFound } from './conversation-tree.ts';
import { type FindAsset, readChatGpt } from './formats/chatgpt.ts';
import { CherryStudioBackup } from './formats/cherry-studio.ts';
import { readLibreChat } from './formats/librechat.ts';
import { readOpenWebUi } from './formats/open-webui.ts';
import { readParley, readParleyFile } from './formats/parley.ts';
import type { JsonValue } from './json-values.ts';
import { isObject, type RawObject } from './raw-values.ts';

/** Bytes of a backup that has to be read to its end before its first conversation can be made. */
const gatheredLimit = 256 * 1024 * 1024;

/** What recognising stands on. */
export interface RecogniserOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly findAsset: FindAsset;
}

/** Tells by what is in a file whose export it is, and makes conversations of it. */
export class Recogniser {
  readonly #options: RecogniserOptions;
  readonly #cherry = new CherryStudioBackup();
  /** What stands at the top of the file. */
  readonly #root: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  #gathered = 0;
  #hasRecognised = false;

  constructor(options: RecogniserOptions) {
    this.#options = options;
  }

  /** Whether there was anything that is known. */
  get hasRecognised(): boolean {
    return this.#hasRecognised;
  }

  /** Takes a value of the file. @throws AppError `import-unsupported`, `import-too-complex` */
  async add({ place, value, bytes }: JsonValue): Promise<readonly Found[]> {
    const [first, second] = place;
    if (typeof first === 'number') return this.#conversation(value);
    if (first === undefined) return [];
    switch (first) {
      case 'conversations':
        return this.#isParley ? this.#parley(value) : this.#conversation(value);
      case 'files':
        return this.#isParley ? [readParleyFile(value)].filter((each) => each !== undefined) : [];
      case 'indexedDB':
        if (second === 'topics' || second === 'message_blocks') {
          this.#gather(bytes);
          this.#cherry.addRow(second, value);
        }
        return [];
      case 'localStorage':
        this.#gather(bytes);
        this.#cherry.addSetting(String(second), value);
        return [];
      default:
        this.#root[first] = value;
        return [];
    }
  }

  /** What could be told only at the end. */
  async *end(): AsyncGenerator<Found, void> {
    if (this.#cherry.isThere) this.#hasRecognised = true;
    for await (const raw of this.#cherry.conversations(this.#options.findAsset)) yield toFound(raw, this.#options.now);
    if (this.#isParley) this.#hasRecognised = true;
    else yield* await this.#conversation(this.#root);
  }

  get #isParley(): boolean {
    return this.#root['format'] === exportFormatName;
  }

  #parley(value: unknown): readonly Found[] {
    const { version, filesIncluded } = this.#root;
    if (version !== exportVersion) throw new AppError('import-unsupported', { fields: { version: Number(version) } });
    return [readParley(value, { hasFiles: filesIncluded === true, now: this.#options.now })];
  }

  async #conversation(value: unknown): Promise<readonly Found[]> {
    const source = isObject(value) ? sourceOf(value) : undefined;
    if (source === undefined || !isObject(value)) return [];
    this.#hasRecognised = true;
    try {
      return [toFound(await this.#raw(source, value), this.#options.now)];
    } catch (thrown) {
      if (thrown instanceof AppError) throw thrown;
      // One conversation that nobody has thought of does not cost the others.
      return [{ kind: 'left-out', source, reason: 'damaged', title: plainTitle(value['title']) }];
    }
  }

  async #raw(source: ForeignSource, value: RawObject): Promise<RawConversation> {
    switch (source) {
      case 'chatgpt':
        return readChatGpt(value, this.#options.findAsset);
      case 'open-webui':
        return readOpenWebUi(value);
      case 'librechat':
        return readLibreChat(value);
    }
  }

  /** SECURITY: what is kept until the end has an end. */
  #gather(bytes: number): void {
    this.#gathered += bytes;
    if (this.#gathered > gatheredLimit) {
      throw new AppError('import-too-complex', { fields: { reason: 'a backup of this kind is read as a whole' } });
    }
  }
}

type ForeignSource = 'chatgpt' | 'open-webui' | 'librechat';

/** Whose conversation it is, by what it has; undefined where it is none. */
function sourceOf(value: RawObject): ForeignSource | undefined {
  if (isObject(value['mapping'])) return 'chatgpt';
  if (isObject(value['chat'])) return 'open-webui';
  const hasMessages = typeof value['messages'] === 'object' || Array.isArray(value['messagesTree']);
  return hasMessages && typeof value['conversationId'] === 'string' ? 'librechat' : undefined;
}
