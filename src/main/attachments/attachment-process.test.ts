import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { toAppError } from '../../shared/errors.ts';
import { AttachmentReader } from '../core/attachments/attachment-reader.ts';
import { FakeClock, MemoryLog } from '../core/testing/fakes.ts';
import { nodeProcessHost } from '../shell/process-host.ts';

const entry = path.join(import.meta.dirname, 'index.ts');
const never = new AbortController().signal;

/** Reads in real processes. */
function start(script = entry, memoryMegabytes = 256) {
  const clock = new FakeClock();
  const log = new MemoryLog();
  const host = nodeProcessHost(process.execPath, script, memoryMegabytes);
  const exits: Promise<void>[] = [];
  const processHost = {
    start: () => {
      const child = host.start();
      exits.push(new Promise((resolve) => child.onExit(() => resolve())));
      return child;
    },
  };
  // A test that leaves a process behind hangs here.
  onTestFinished(() => Promise.all(exits).then(() => undefined));
  return { clock, log, exits, reader: new AttachmentReader({ processHost, clock, log }) };
}

const fixture = (name: string) => readFile(path.join(import.meta.dirname, 'fixtures', name));
/** A page whose content unpacks to 200 MB of white space. */
function pdfBomb(): Buffer {
  const content = deflateSync(Buffer.alloc(200 * 1024 * 1024, ' '));
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources << >> >>',
  ].map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`);
  return Buffer.concat([
    Buffer.from(`%PDF-1.4\n${objects.join('')}`),
    Buffer.from(`4 0 obj\n<< /Length ${content.length} /Filter /FlateDecode >>\nstream\n`),
    content,
    Buffer.from('\nendstream\nendobj\ntrailer << /Size 5 /Root 1 0 R >>\n%%EOF'),
  ]);
}

const misbehaving = (name: string) => path.join(import.meta.dirname, 'testing', name);

// Each test starts processes, which a busy machine takes seconds for.
describe('a reading process', { timeout: 30_000 }, () => {
  test('a file does not need another process to be read after it, and its name is nowhere in the log', async () => {
    const { reader, log, exits } = start();
    const [pdf, word] = await Promise.all([
      reader.read({ name: 'secret-plan.pdf', bytes: await fixture('report.pdf') }, never),
      reader.read({ name: 'secret-plan.docx', bytes: await fixture('report.docx') }, never),
    ]);
    expect(pdf).toMatchObject({ kind: 'pdf', pages: 1 });
    expect(word.text).toContain('# Quarterly report');
    expect(exits).toHaveLength(2);
    expect(log.lines.join()).not.toContain('secret');
  });

  test('an image comes back as bytes', async () => {
    const { reader } = start();
    const bytes = await fixture('talk.png');
    const content = await reader.read({ name: 'talk.png', bytes }, never);
    expect(Buffer.from(content.bytes ?? [])).toEqual(bytes);
  });

  test('an error of the reader keeps its code on the way', async () => {
    const { reader } = start();
    await expect(reader.read({ name: 'a.pdf', bytes: await fixture('locked.pdf') }, never)).rejects.toMatchObject({
      code: 'attachment-encrypted',
    });
  });

  test('a file beyond the limit does not get to a process at all', async () => {
    const { reader, exits } = start();
    const bytes = new Uint8Array(100 * 1024 * 1024);
    await expect(reader.read({ name: 'a.bin', bytes }, never)).rejects.toMatchObject({
      code: 'attachment-too-large',
      fields: { megabytes: 50 },
    });
    expect(exits).toHaveLength(0);
  });

  test('a file that takes all memory ends its process, and not Parley’s', async () => {
    const { reader } = start(misbehaving('greedy-process.ts'), 40);
    await expect(reader.read({ name: 'a', bytes: Buffer.from('a') }, never)).rejects.toMatchObject({
      code: 'attachment-too-complex',
      fields: { reason: 'its reader gave up' },
    });
  });

  test('a stream of a PDF that unpacks without end does not fill this computer’s memory', async () => {
    const { reader } = start();
    await expect(reader.read({ name: 'a.pdf', bytes: pdfBomb() }, never)).rejects.toMatchObject({
      code: 'attachment-too-complex',
    });
  });

  test('a process that hangs is ended at its deadline, and the next file is read', async () => {
    const { reader, clock, exits } = start(misbehaving('hanging-process.ts'));
    const codes = [1, 2, 3].map((each) =>
      reader
        .read({ name: `${each}`, bytes: Buffer.from('a') }, never)
        .catch((thrown: unknown) => toAppError(thrown).code),
    );
    // Two are read at once, so the third begins when one of them has ended.
    await expect.poll(() => exits.length).toBe(2);
    clock.advance(60_000);
    await Promise.all(codes.slice(0, 2));
    await expect.poll(() => exits.length).toBe(3);
    clock.advance(60_000);
    expect(await Promise.all(codes)).toEqual(Array(3).fill('attachment-timed-out'));
  });

  test('a file that is removed while it is read ends its process', async () => {
    const { reader } = start(misbehaving('hanging-process.ts'));
    const removal = new AbortController();
    const reading = reader.read({ name: 'a', bytes: Buffer.from('a') }, removal.signal);
    removal.abort(new Error('removed'));
    await expect(reading).rejects.toThrow('removed');
  });

  test('a file that waits is not forgotten when those before it are removed', async () => {
    const { reader, clock, exits } = start(misbehaving('hanging-process.ts'));
    const read = (signal: AbortSignal) =>
      reader.read({ name: 'a', bytes: Buffer.from('a') }, signal).catch((thrown: unknown) => toAppError(thrown).code);
    const removal = new AbortController();
    const first = [read(never), read(never)];
    const removed = [read(removal.signal), read(removal.signal)];
    const last = read(never);
    await expect.poll(() => exits.length).toBe(2);
    removal.abort(new Error('removed'));
    await Promise.all(removed);
    clock.advance(60_000);
    await Promise.all(first);
    await expect.poll(() => exits.length).toBe(3);
    clock.advance(60_000);
    expect(await last).toBe('attachment-timed-out');
  });

  test.each([
    ['lying-process.ts', 'reply'],
    ['misleading-process.ts', 'sign-in-required'],
  ])('what a process that was taken over says is not believed: %s', async (name, reason) => {
    const { reader } = start(misbehaving(name));
    await expect(reader.read({ name: 'a', bytes: Buffer.from('a') }, never)).rejects.toMatchObject({
      code: 'attachment-unreadable',
      fields: { reason },
    });
  });

  test('a library in it finds no way to the network, to Node or to the environment', async () => {
    process.env['PARLEY_TEST_SECRET'] = 'secret';
    onTestFinished(() => void delete process.env['PARLEY_TEST_SECRET']);
    const { reader } = start(misbehaving('probing-process.ts'));
    const { text } = await reader.read({ name: 'a', bytes: Buffer.from('a') }, never);
    expect(text).toBe('undefined undefined undefined undefined 0');
  });
});
