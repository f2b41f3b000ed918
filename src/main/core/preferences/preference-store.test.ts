import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultPreferences, PreferencesChange } from '../../../shared/model/preferences.ts';
import { MemoryLog, temporaryFolder } from '../testing/fakes.ts';
import { PreferenceStore } from './preference-store.ts';

async function open(text?: string) {
  const profileFolder = await temporaryFolder();
  const file = path.join(profileFolder, 'preferences.json');
  if (text !== undefined) await writeFile(file, text);
  const log = new MemoryLog();
  const store = new PreferenceStore({ profileFolder, log });
  await store.load();
  return { store, log, file, profileFolder };
}

describe('the preferences file', () => {
  test.each(['', '[]', 'null', '{"theme":', '"dark"', '1e999'])(
    'is not Parley’s end where it is no object of JSON: %s',
    async (text) => {
      const { store, log } = await open(text);
      expect(store.view).toEqual({ values: defaultPreferences, managed: [] });
      expect(log.lines.join()).toContain('preferences-unreadable');
    },
  );

  test('costs one bad value alone, and tells the log which, but not what it is', async () => {
    const { store, log } = await open(
      JSON.stringify({ theme: 'dark', fontSize: 400, density: null, listWidth: 'secret', zoomPercent: 125 }),
    );
    expect(store.view.values).toEqual({ ...defaultPreferences, theme: 'dark', zoomPercent: 125 });
    expect(log.lines).toHaveLength(3);
    expect(log.lines.join()).not.toContain('secret');
  });

  test('keeps what a newer version has written, and has no key that only looks like one', async () => {
    const { store, file } = await open('{"later":{"x":1},"__proto__":{"theme":"dark"},"constructor":1}');
    expect(store.view.values).toEqual(defaultPreferences);
    await store.change({ density: 'compact' });
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ later: { x: 1 }, density: 'compact' });
  });

  test('is not read where somebody has blown it up', async () => {
    const { store } = await open(JSON.stringify({ theme: 'dark', later: 'x'.repeat(300_000) }));
    expect(store.view.values.theme).toBe('system');
  });

  test('has every change of a burst, the last one of a key', async () => {
    const { store, file, profileFolder } = await open();
    await Promise.all([...Array(30).keys()].map((step) => store.change({ listWidth: 300 + step })));
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ listWidth: 329 });
    const again = new PreferenceStore({ profileFolder, log: new MemoryLog() });
    await again.load();
    expect(again.view.values.listWidth).toBe(329);
  });

  test('has no hole where a change names a key without a value', async () => {
    const { store } = await open('{"theme":"dark"}');
    await store.change(PreferencesChange.parse({ theme: undefined }));
    expect(store.view.values.theme).toBe('dark');
  });

  test('that cannot be written leaves the choice as it is until the end, and says so', async () => {
    const store = new PreferenceStore({ profileFolder: '/dev/null/profile', log: new MemoryLog() });
    await store.load();
    await expect(store.change({ theme: 'dark' })).rejects.toMatchObject({ code: 'preferences-unwritable' });
    expect(store.view.values.theme).toBe('dark');
  });
});

describe('policy', () => {
  const rules = { forced: { theme: 'dark' }, defaults: { fontSize: 18, density: 'compact' } } as const;

  test('fixes what it forces, also against what was chosen before, and gives it back when it is lifted', async () => {
    const { store } = await open('{"theme":"light","density":"comfortable"}');
    store.obey(rules);
    expect(store.view.managed).toEqual(['theme']);
    expect(store.view.values).toMatchObject({ theme: 'dark', density: 'comfortable', fontSize: 18 });
    const refused = store.change({ density: 'compact', theme: 'light' });
    await expect(refused).rejects.toMatchObject({ code: 'preference-managed', fields: { preference: 'theme' } });
    expect(store.view.values.density, 'half of a change that was refused').toBe('comfortable');
    store.obey({ forced: {}, defaults: {} });
    expect(store.view.values.theme).toBe('light');
  });

  test('is what a setting that is reset falls back to', async () => {
    const { store, file } = await open('{"density":"comfortable","fontSize":20}');
    store.obey(rules);
    await store.reset(['density', 'fontSize']);
    expect(store.view.values).toMatchObject({ density: 'compact', fontSize: 18 });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({});
  });
});

test('every window is told, and none twice after it has gone', async () => {
  const { store } = await open();
  const told: string[] = [];
  const leave = store.subscribe(({ values }) => told.push(values.theme));
  await store.change({ theme: 'dark' });
  leave();
  await store.change({ theme: 'light' });
  expect(told).toEqual(['system', 'dark']);
});
