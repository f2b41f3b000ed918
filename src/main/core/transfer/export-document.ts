import { AppError } from '../../../shared/errors.ts';
import { messageAttachmentIds } from '../../../shared/model/message.ts';
import type { FileStore } from '../history/file-store.ts';
import type { ConversationRecord, PlacedMessage, TransferStore } from '../history/transfer-store.ts';
import { imageUrl } from '../attachments/image-url.ts';
import { exportFormatName, exportVersion } from './export-schema.ts';
import { toExported, toExportedHead } from './exported-message.ts';
import { htmlConversation, htmlConversationEnd, htmlEnd, htmlHead } from './html-export.ts';
import { markdownHead, markdownMessage } from './markdown-export.ts';
import { dayAndTime, type ReadingContext, type ReadingMessage, toReading } from './reading.ts';

/** Largest picture in bytes that is put into a page; a larger one is named. */
const pictureLimit = 5 * 1024 * 1024;
/** Characters that are rendered at once. */
const renderLimit = 2_000_000;
/** Bytes of a file that are written at once, in threes as base64 takes them. */
const sliceBytes = 3 * 256 * 1024;

/** What a document is made of. */
export interface ExportSource {
  readonly store: TransferStore & Pick<FileStore, 'fileText' | 'fileData'>;
  readonly conversations: readonly { readonly id: string; readonly title: string }[];
  readonly includeFiles: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly appVersion: string;
  readonly deploymentName: (deploymentId: string) => string;
  /** Messages as HTML. */
  readonly render: (messages: readonly ReadingMessage[]) => Promise<string>;
  /** Told after each conversation, with the messages that were written of it. */
  readonly onConversation: (messages: number) => void;
}

/** The document as JSON: the whole tree of every conversation; docs/export-format.md says what is in it. */
export async function* jsonDocument(source: ExportSource): AsyncGenerator<string, void> {
  const { store, conversations, includeFiles, now, appVersion, onConversation } = source;
  const exportedAt = new Date(now).toISOString();
  const head = {
    format: exportFormatName,
    version: exportVersion,
    exportedAt,
    appVersion,
    filesIncluded: includeFiles,
  };
  yield `${JSON.stringify(head).slice(0, -1)},\n"conversations":[`;
  const files: { readonly attachmentId: string; readonly conversationId: string }[] = [];
  let separator = '\n';
  for (const { id: conversationId } of conversations) {
    const record = await recordOf(store, conversationId);
    if (record === undefined) continue;
    yield `${separator}${JSON.stringify(toExportedHead(record)).slice(0, -1)},"messages":[`;
    separator = ',\n';
    let count = 0;
    // A file that the assistant brought along is not in a message.
    if (includeFiles) {
      for (const { attachmentId } of record.assistant?.files ?? []) files.push({ attachmentId, conversationId });
    }
    for await (const placed of messagesOf(store, conversationId, 'all')) {
      yield `${count === 0 ? '\n' : ',\n'}${JSON.stringify(toExported(placed))}`;
      count += 1;
      if (!includeFiles) continue;
      for (const attachmentId of messageAttachmentIds(placed.message)) files.push({ attachmentId, conversationId });
    }
    yield '\n]}';
    onConversation(count);
  }
  yield '\n]';
  if (includeFiles) {
    yield ',\n"files":[';
    let between = '\n';
    for (const file of files) {
      for await (const piece of filePieces(store, file)) {
        yield `${between}${piece}`;
        between = '';
      }
      between = between === '' ? ',\n' : between;
    }
    yield '\n]';
  }
  yield '\n}\n';
}

/** The document as Markdown: what is shown of every conversation. */
export async function* markdownDocument(source: ExportSource): AsyncGenerator<string, void> {
  const { store, conversations, onConversation } = source;
  const context = readingContext(source, false);
  for (const { id } of conversations) {
    const record = await recordOf(store, id);
    if (record === undefined) continue;
    yield markdownHead(record.conversation.title, details(source, record));
    let count = 0;
    for await (const { message } of messagesOf(store, id, 'shown')) {
      yield markdownMessage(await toReading(message, context));
      count += 1;
    }
    onConversation(count);
  }
}

/** The document as a page of HTML that needs nothing else and runs nothing: what is shown of every conversation. */
export async function* htmlDocument(source: ExportSource, title: string): AsyncGenerator<string, void> {
  const { store, conversations, render, includeFiles, now, onConversation } = source;
  const context = readingContext(source, includeFiles);
  const titles = conversations.map((each) => each.title);
  yield htmlHead(title, `Exported from Parley on ${dayAndTime(now)} UTC`, titles);
  for (const [index, { id }] of conversations.entries()) {
    const record = await recordOf(store, id);
    if (record === undefined) continue;
    yield htmlConversation(index + 1, record.conversation.title, details(source, record));
    let count = 0;
    let waiting: ReadingMessage[] = [];
    let characters = 0;
    for await (const { message } of messagesOf(store, id, 'shown')) {
      const reading = await toReading(message, context);
      waiting.push(reading);
      count += 1;
      characters += JSON.stringify(reading).length;
      if (characters < renderLimit) continue;
      yield await render(waiting);
      waiting = [];
      characters = 0;
    }
    if (waiting.length > 0) yield await render(waiting);
    yield htmlConversationEnd;
    onConversation(count);
  }
  yield htmlEnd;
}

/** Page by page: no more than one is held. */
async function* messagesOf(
  store: TransferStore,
  conversationId: string,
  branch: 'shown' | 'all',
): AsyncGenerator<PlacedMessage, void> {
  let after = 0;
  for (;;) {
    const { messages, ordinal } = await store.exportMessages({ conversationId, branch, after });
    if (messages.length === 0) return;
    yield* messages;
    after = ordinal;
  }
}

/** Undefined for one that was deleted meanwhile. */
async function recordOf(store: TransferStore, conversationId: string): Promise<ConversationRecord | undefined> {
  try {
    return await store.exportConversation({ conversationId });
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'not-found') return undefined;
    throw thrown;
  }
}

/** A file as JSON, in pieces; none where it is not there any more. */
async function* filePieces(
  store: ExportSource['store'],
  { attachmentId, conversationId }: { readonly attachmentId: string; readonly conversationId: string },
): AsyncGenerator<string, void> {
  const file = await present(async () => ({
    text: await store.fileText({ attachmentId }),
    data: await store.fileData({ attachmentId }),
  }));
  if (file === undefined) return;
  const { text, data } = file;
  yield `${JSON.stringify({ attachmentId, conversationId, text }).slice(0, -1)},"base64":"`;
  for (let start = 0; start < data.length; start += sliceBytes) {
    yield Buffer.from(data.subarray(start, start + sliceBytes)).toString('base64');
  }
  yield '"}';
}

/** Undefined where a file is not there any more, or is no picture. */
async function present<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await read();
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'attachment-missing') return undefined;
    throw thrown;
  }
}

function readingContext({ store, deploymentName }: ExportSource, withPictures: boolean): ReadingContext {
  return {
    deploymentName,
    image: async (attachmentId) => {
      if (!withPictures) return undefined;
      const data = await present(() => store.fileData({ attachmentId }));
      if (data === undefined || data.length > pictureLimit) return undefined;
      return present(async () => imageUrl(data));
    },
  };
}

function details({ deploymentName }: ExportSource, { conversation }: ConversationRecord): string {
  const { createdAt, updatedAt, deploymentId } = conversation;
  const model = deploymentId === '' ? '' : ` · ${deploymentName(deploymentId)}`;
  return `${dayAndTime(createdAt)} to ${dayAndTime(updatedAt)} UTC${model}`;
}
