import path from 'node:path';
import { expect, it } from 'vitest';
import { brokerScript } from './broker-process.ts';

const folder = path.join('/opt', 'parley');
const environment = { PARLEY_BROKER_ENTRY: '/tmp/mine.mjs' };

it('an installed Parley does not run a program that an environment variable names', () => {
  expect(brokerScript({ isPackaged: true, environment, folder }).entry).toBe(path.join(folder, 'broker.cjs'));
  expect(brokerScript({ isPackaged: false, environment, folder }).entry).toBe('/tmp/mine.mjs');
  expect(brokerScript({ isPackaged: false, environment: {}, folder }).entry).toBe(path.join(folder, 'broker.cjs'));
});
