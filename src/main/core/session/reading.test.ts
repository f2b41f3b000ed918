import { randomUUID } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Emulators, startEmulators } from '../../../../dev/emulators/index.ts';
import { createComputer, is, type TestComputer } from '../../../../dev/testing/test-computer.ts';
import { contract } from '../../../shared/ipc/contract.ts';
import type { ExportProgress } from '../../../shared/model/transfer.ts';
import { DesktopService } from '../desktop/desktop-service.ts';
import { createDispatcher } from '../dispatch.ts';
import { createHandlers } from '../handlers.ts';
import { PreferenceStore } from '../preferences/preference-store.ts';
import type { Session } from './session.ts';

let emulators: Emulators;
let computer: TestComputer;
const undo: (() => unknown)[] = [];

beforeAll(async () => {
  emulators = await startEmulators();
});

afterAll(() => emulators.close());

beforeEach(async () => {
  computer = await createComputer(emulators);
});

afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

const allowed = { ReadSignedOut: true };
const guarded = { ...allowed, RequiredRoles: ['Parley.User'], OfflineGraceHours: 24 };
const offline: typeof fetch = () => Promise.reject(new TypeError('net::ERR_INTERNET_DISCONNECTED'));
const hour = 3600 * 1000;
const tick = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** Signs in, asks one question, and signs out. */
async function writtenAndSignedOut(policy: Readonly<Record<string, unknown>>) {
  const started = computer.start({ policy });
  const { session } = started;
  await session.start();
  await session.signIn();
  const { account } = await started.until(is('signed-in'));
  const conversationId = randomUUID();
  const turn = await session.workspace.chat.send({
    conversationId,
    messageId: randomUUID(),
    text: 'Who was Quetzalcoatl?',
    deploymentId: 'gpt-demo',
  });
  await new Promise<void>((resolve) => {
    session.workspace.chat.follow(turn.id, { item: () => {}, end: () => resolve() });
  });
  await session.signOut(account.id, { browser: false, forget: false });
  return { ...started, accountId: account.id, conversationId };
}

function invokeOf(session: Session) {
  const { log } = computer;
  const preferences = new PreferenceStore({ profileFolder: tmpdir(), log });
  const desktop = new DesktopService({ desktop: undefined, isThere: async () => false, log });
  return createDispatcher(contract, createHandlers({ session, preferences, desktop }), log);
}

function setRoles(roles: string[]): void {
  emulators.entra.setRoles('ada', roles);
  undo.push(() => emulators.entra.setRoles('ada', ['Parley.User', 'Parley.Administrator']));
}

describe('reading without signing in', () => {
  it('is nobody’s where policy does not allow it, also of a history of before', async () => {
    const { session, accountId } = await writtenAndSignedOut(allowed);
    expect(session.state).toMatchObject({ kind: 'signed-out', readable: [{ id: accountId }] });
    await session.close();
    const again = computer.start();
    await again.session.start();
    expect(again.session.state).toEqual({ kind: 'signed-out', error: null, readable: [] });
    await again.session.readHistory(accountId);
    expect(again.session.state).toMatchObject({ kind: 'signed-out', error: { code: 'sign-in-required' } });
    await again.session.close();
    // What was remembered for it is gone as well.
    const third = computer.start({ policy: allowed });
    await third.session.start();
    expect(third.session.state).toMatchObject({ kind: 'signed-out', readable: [] });
  });

  it('without a network opens, searches and exports what is there, and nothing that writes or sends is answered', async () => {
    const { session: before, accountId, conversationId } = await writtenAndSignedOut(allowed);
    await before.close();
    const file = path.join(computer.profileFolder, 'saved.md');
    const fileDialogs = { save: async () => file, open: async () => undefined };
    const { session } = computer.start({ policy: allowed, ports: { fetch: offline, fileDialogs } });
    await session.start();
    await session.readHistory(accountId);
    expect(session.state).toMatchObject({
      kind: 'reading',
      account: { id: accountId },
      abilities: ['export'],
      until: null,
    });
    const { invoke, open } = invokeOf(session);
    const folder = path.join(computer.profileFolder, 'accounts', accountId);
    const opened = await invoke('history.open', { conversationId });
    expect(JSON.stringify(opened)).toContain('Quetzalcoatl');
    const found = await invoke('history.search', { query: 'quetzal', filters: {}, cursor: null });
    expect(found).toMatchObject({ ok: true });
    expect(JSON.stringify(found)).toContain(conversationId);
    const told: ExportProgress[] = [];
    await new Promise<void>((resolve) => {
      open(
        'transfer.export',
        { conversationId: null, format: 'markdown', includeFiles: false },
        { item: (item) => void told.push(item as ExportProgress), end: () => resolve() },
      );
    });
    expect(told.at(-1)).toMatchObject({ kind: 'done' });
    expect(await readFile(file, 'utf8')).toContain('Quetzalcoatl');

    const deploymentId = 'gpt-demo';
    const [first] = (opened as { value: { messages: { id: string }[] } }).value.messages;
    const messageId = first?.id ?? '';
    const writes: readonly (readonly [string, unknown])[] = [
      ['chat.send', { conversationId, messageId: randomUUID(), text: 'Hello', deploymentId }],
      ['chat.regenerate', { conversationId, answerId: randomUUID(), deploymentId }],
      ['chat.configure', { conversationId, settings: {} }],
      ['history.rename', { conversationId, title: 'Other' }],
      ['history.delete', { conversationIds: [conversationId] }],
      ['history.deleteVersion', { conversationId, messageId }],
      ['history.fork', { conversationId, answerId: messageId, newConversationId: randomUUID() }],
      ['history.arrange', { placements: [{ conversationId, isPinned: true }] }],
      ['history.saveFolder', { id: randomUUID(), name: 'F', isCollapsed: false }],
      ['history.emptyBin', undefined],
      ['history.deleteAll', undefined],
      ['history.setTemporary', { conversationId: randomUUID(), isTemporary: true }],
      ['history.storage', undefined],
      ['attachments.add', { attachmentId: randomUUID(), name: 'a.txt', bytes: new Uint8Array([65]) }],
      ['prompts.save', { id: randomUUID(), name: 'p', text: 't', description: '', group: '' }],
      ['session.setKey', { deploymentId, key: 'k' }],
      ['session.photo', undefined],
    ];
    for (const [name, input] of writes) {
      const reply = await invoke(name, input);
      expect(reply, name).toMatchObject({
        ok: false,
        error: { code: 'sign-in-required' },
      });
    }
    await new Promise<void>((resolve) => {
      open('transfer.import', undefined, {
        item: () => {},
        end: ({ error }) => {
          expect(error?.code).toBe('sign-in-required');
          resolve();
        },
      });
    });
    expect(await invoke('history.show', { conversationId, messageId })).toMatchObject({ ok: true });
    expect(await invoke('history.restore', { time: 1 })).toMatchObject({ ok: true });
    expect((await readdir(folder)).filter((name) => name.endsWith('.kept'))).toEqual([]);
    expect(await invoke('history.open', { conversationId })).toEqual(opened);
  });

  it('gives the file to who signs in, and comes back when a sign-in is called off', async () => {
    const { session, until, accountId } = await writtenAndSignedOut(allowed);
    await session.readHistory(accountId);
    computer.choose = 'nobody';
    const waiting = session.signIn();
    await until((state): state is typeof state => state.kind === 'reading' && state.signIn?.linkReady === true);
    session.cancelSignIn();
    await waiting;
    expect(session.state).toMatchObject({ kind: 'reading', signIn: null, error: null });
    computer.choose = 'ada';
    await session.signIn();
    await until(is('signed-in'));
    await session.signOut(accountId, { browser: false, forget: false });
    await session.readHistory(accountId);
    await session.closeHistory();
    expect(session.state).toMatchObject({ kind: 'signed-out', readable: [{ id: accountId }] });
  });

  it('ends where roles are required when their last good check counts no more', async () => {
    const { session, until, accountId } = await writtenAndSignedOut(guarded);
    await session.readHistory(accountId);
    const { until: end } = await until(is('reading'));
    expect(end).not.toBeNull();
    const ended = until(is('signed-out'));
    while (session.state.kind === 'reading') {
      computer.clock.advance(hour);
      for (let turns = 0; turns < 20; turns++) await tick();
    }
    await ended;
    await session.readHistory(accountId);
    expect(session.state).toMatchObject({ kind: 'signed-out', error: { code: 'access-unchecked' } });
    await session.close();
    const again = computer.start({ policy: guarded, ports: { fetch: offline } });
    await again.session.start();
    expect(again.session.state).toMatchObject({ kind: 'signed-out', readable: [] });
  });

  it('is not a way round a gate that has said no, nor round an organisation that has ended the sign-in', async () => {
    const first = await writtenAndSignedOut(guarded);
    setRoles([]);
    await first.session.signIn();
    await first.until(is('locked'));
    await first.session.signOut(first.accountId, { browser: false, forget: false });
    expect(first.session.state).toMatchObject({ kind: 'signed-out', readable: [] });
    await first.session.readHistory(first.accountId);
    expect(first.session.state).toMatchObject({ kind: 'signed-out', error: { code: 'sign-in-required' } });
  });

  it('is not another account’s while one is in use, locked or not', async () => {
    const first = await writtenAndSignedOut(guarded);
    computer.choose = 'grace';
    await first.session.signIn();
    const before = first.session.state;
    expect(before.kind).not.toBe('signed-out');
    await first.session.readHistory(first.accountId);
    expect(first.session.state).toEqual(before);
  });

  it('does not name who wants everything deleted, and makes no history where the file is gone', async () => {
    const { session, until, accountId } = await writtenAndSignedOut(allowed);
    await session.signIn();
    await until(is('signed-in'));
    await session.signOut(accountId, { browser: false, forget: true });
    expect(session.state).toEqual({ kind: 'signed-out', error: null, readable: [] });
    for (const name of await readdir(path.join(computer.profileFolder, 'accounts'))) {
      const content = await readFile(path.join(computer.profileFolder, 'accounts', name)).catch(() => Buffer.alloc(0));
      expect(Buffer.from(content.map((byte) => byte ^ 0xff)).includes('lovelace'), name).toBe(false);
    }
    expect(await readdir(path.join(computer.profileFolder, 'accounts'))).not.toContain(accountId);
  });

  it('says why a history cannot be opened, and leaves it as it is', async () => {
    const { session, accountId } = await writtenAndSignedOut(allowed);
    const file = path.join(computer.profileFolder, 'accounts', accountId, 'history.db');
    const damaged = Buffer.alloc((await readFile(file)).length, 'damaged ');
    await writeFile(file, damaged);
    await session.readHistory(accountId);
    expect(session.state).toMatchObject({ kind: 'signed-out', error: { code: 'history-unreadable' } });
    expect((await readFile(file)).equals(damaged)).toBe(true);
  });
});
