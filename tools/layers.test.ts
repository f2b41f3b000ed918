import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { checkLayers } from './layers.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** What the rule says of a tree with these files. */
function problems(files: Readonly<Record<string, string>>): string[] {
  const root = mkdtempSync(path.join(tmpdir(), 'parley-layers-'));
  folders.push(root);
  for (const [file, source] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), source);
  }
  return checkLayers(root).map(({ file, line, problem }) => `${file}:${line}: ${problem}`);
}

it('lets every layer of the design import what the design allows', () => {
  expect(
    problems({
      'src/shared/errors.ts': `import { z } from 'zod'; import './ipc/define.ts';`,
      'src/main/core/chat/model.ts': `import 'node:crypto'; import 'ai'; import '../../../shared/errors.ts'; import '../ports.ts';`,
      'src/main/storage/index.ts': `import '../core/history/store.ts'; import 'better-sqlite3-multiple-ciphers';`,
      'src/main/broker/index.ts': `import '../core/auth/broker/protocol.ts'; import '../core/parent.ts'; import '@azure/msal-node-extensions';`,
      'src/main/shell/window.ts': `import 'electron'; import '../core/ports.ts';`,
      'src/main/index.ts': `import 'electron'; import './compose.ts'; import './shell/window.ts';`,
      'src/preload/index.ts': `import 'electron'; import '../shared/ipc/contract.ts';`,
      'src/renderer/features/chat/a.tsx': `import './b.tsx'; import '../../ui/c.tsx'; import '../../bridge.ts'; import '@fluentui/react-icons/svg/stop';`,
      'src/renderer/app/app.tsx': `import '../features/chat/a.tsx';`,
    }),
  ).toEqual([]);
});

it('tells of a feature that reaches into another feature', () => {
  expect(problems({ 'src/renderer/features/chat/a.ts': `\nimport { drafts } from '../account/drafts.ts';` })).toEqual([
    'src/renderer/features/chat/a.ts:2: src/renderer/features/chat may not import src/renderer/features/account/drafts.ts',
  ]);
});

it.each([
  ['a type import', `import type { App } from 'electron';`],
  ['a re-export', `export { app } from 'electron';`],
  ['a re-export of everything', `export * from 'electron';`],
  ['a dynamic import', `export const load = () => import('electron');`],
  ['an import in a type', `export type App = import('electron').App;`],
  ['require', `const { app } = require('electron');`],
  ['a subpath', `import { app } from 'electron/main';`],
])('tells of Electron in core when it comes as %s', (_kind, source) => {
  expect(problems({ 'src/main/core/a.ts': source })).toEqual([
    expect.stringContaining('src/main/core may not import the package electron'),
  ]);
});

it.each(['src/shared/a.ts', 'src/preload/a.ts', 'src/renderer/ui/a.tsx'])('tells of Node in %s', (file) => {
  expect(problems({ [file]: `import 'node:fs';` })).toEqual([expect.stringContaining('runs without Node')]);
  expect(problems({ [file]: `import 'fs';` })).toEqual([expect.stringContaining('runs without Node')]);
});

it.each([
  ['src/shared/a.ts', '../main/core/ports.ts'],
  ['src/main/core/a.ts', '../shell/log.ts'],
  ['src/main/core/a.ts', '../../../dev/browser.ts'],
  ['src/main/storage/a.ts', '../core/ports.ts'],
  ['src/main/compose.ts', './shell/log.ts'],
  ['src/renderer/ui/a.tsx', '../bridge.ts'],
  ['src/renderer/features/chat/a.tsx', '../../app/app.tsx'],
  ['src/renderer/app/a.tsx', '../../main/core/ports.ts'],
])('tells of %s when it imports %s', (file, specifier) => {
  expect(problems({ [file]: `import '${specifier}';` })).toEqual([expect.stringContaining('may not import')]);
});

it('does not take a folder for another one that begins with its name', () => {
  expect(problems({ 'src/renderer/app/a.tsx': `import '../uinverse/b.ts';` })).toHaveLength(1);
});

it('tells of product code that uses the fakes of the tests', () => {
  expect(problems({ 'src/main/core/a.ts': `import './testing/fakes.ts';` })).toEqual([
    expect.stringContaining('for tests only'),
  ]);
});

it('leaves tests and their support alone', () => {
  expect(
    problems({
      'src/main/core/a.test.ts': `import '../../../dev/emulators/index.ts';`,
      'src/renderer/test-support/samples.ts': `import '../../main/core/ports.ts';`,
    }),
  ).toEqual([]);
});

it('tells of an import that it cannot follow and of a file in no layer', () => {
  expect(problems({ 'src/shared/a.ts': `export const load = (name: string) => import(name);` })).toEqual([
    expect.stringContaining('known at run time'),
  ]);
  expect(problems({ 'src/elsewhere/a.ts': '' })).toEqual([expect.stringContaining('belongs to no layer')]);
});
