import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { FakeClock, MemoryLog, temporaryFolder } from '../testing/fakes.ts';
import { WindowMemory } from './window-memory.ts';

const place = (x: number, isMaximised = false) => ({ bounds: { x, y: 0, width: 800, height: 600 }, isMaximised });

async function start(content?: string) {
  const file = path.join(await temporaryFolder(), 'windows.json');
  if (content !== undefined) await writeFile(file, content);
  const log = new MemoryLog();
  const open = () => new WindowMemory({ file, clock: new FakeClock(), log });
  return { file, log, open };
}

it('each arrangement of displays has its own place, and a new one takes the last', async () => {
  const { open } = await start();
  const memory = open();
  memory.keep('desk', place(-500, true));
  memory.keep('laptop', place(10));
  await memory.close();
  const next = open();
  expect(next.placeOn('desk')).toMatchObject(place(-500, true));
  expect(next.placeOn('laptop')).toMatchObject(place(10));
  expect(next.placeOn('meeting room')).toMatchObject(place(10));
});

it('does not grow with every desk that a laptop has ever stood on', async () => {
  const { file, open } = await start();
  const memory = open();
  for (let desk = 0; desk < 100; desk += 1) memory.keep(`desk ${desk}`, place(desk));
  await memory.close();
  expect((JSON.parse(await readFile(file, 'utf8')) as { layouts: unknown[] }).layouts).toHaveLength(12);
});

it.each(['', 'null', '{"version":2}', '{"version":1,"layouts":[{"layout":"x","bounds":{"x":1e99}}]}', '\u0000'])(
  'a file that is damaged or of another version does not keep Parley from starting: %j',
  async (content) => {
    const { open } = await start(content);
    expect(open().placeOn('desk')).toBeUndefined();
  },
);

it('a folder that cannot be written is told to the log, and to nobody else', async () => {
  const { file, log } = await start('x');
  const memory = new WindowMemory({ file: path.join(file, 'below'), clock: new FakeClock(), log });
  memory.keep('desk', place(0));
  await memory.close();
  expect(log.lines.join()).toContain('window-keep-fail');
});
