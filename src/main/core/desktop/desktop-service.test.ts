import { describe, expect, it } from 'vitest';
import type { CommandId } from '../../../shared/commands/commands.ts';
import type { ShellWish } from '../../../shared/model/shell.ts';
import type { Desktop } from '../ports.ts';
import { MemoryLog } from '../testing/fakes.ts';
import { DesktopService } from './desktop-service.ts';

const known = '0b0f5c3e-7a62-4a55-9f0e-5f4c3b2a1d00';
const unknown = '1c1f5c3e-7a62-4a55-9f0e-5f4c3b2a1d11';

function start() {
  const done: string[] = [];
  const log = new MemoryLog();
  const desktop: Desktop = {
    showMainWindow: () => {
      done.push('show');
      return 'main-1';
    },
    openWindow: (window) => void done.push(window),
    hideQuickAsk: () => void done.push('hide'),
    hasFocus: () => false,
    notify: () => {},
    setDictionaries: () => {},
    system: { quickAskShortcut: 'off', tray: 'off', spellCheck: 'off' },
  };
  const service = new DesktopService({ desktop, log, isThere: async (id) => id === known });
  const follow = (windowId = 'main-1') => {
    const wishes: ShellWish[] = [];
    const leave = service.wishes.follow({ windowId }, { item: (wish) => void wishes.push(wish), end: () => {} });
    return { wishes, leave };
  };
  const followMenu = (windowId = 'main-1') => {
    const given: CommandId[] = [];
    const leave = service.commands.follow(
      { windowId, commands: ['new-chat'] },
      { item: (command) => void given.push(command), end: () => {} },
    );
    return { given, leave };
  };
  return { service, follow, followMenu, done, log };
}

describe('what comes from the desktop', () => {
  it('a link that comes while nobody is signed in is followed when somebody is, once', async () => {
    const { service, follow } = start();
    service.openLink(`parley://conversation/${known}`);
    const first = follow();
    await expect.poll(() => first.wishes).toEqual([{ kind: 'open', conversationId: known, messageId: null }]);
    first.leave();
    const { wishes } = follow();
    expect(wishes).toEqual([]);
  });

  it('a refused link leaves a code and no word of itself in the log, and brings nothing to the front', () => {
    const { service, done, log } = start();
    service.openLink('parley://compose?text=secret&model=x');
    expect(done).toEqual([]);
    expect(log.lines).toEqual([JSON.stringify({ event: 'link-refuse', reason: 'extra-part' })]);
  });

  it('a conversation that is not this person’s is not opened', async () => {
    const { service, follow, log } = start();
    const { wishes } = follow();
    service.openLink(`parley://conversation/${unknown}`);
    await expect.poll(() => log.lines.join()).toContain('unknown-conversation');
    expect(wishes).toEqual([]);
  });

  it('a menu’s command is for what is shown now: it does not come back later', () => {
    const { service, followMenu } = start();
    service.commands.give('main-1', 'new-chat');
    const { given } = followMenu();
    service.commands.give('main-1', 'print');
    service.commands.give('main-2', 'new-chat');
    expect(given).toEqual([]);
    service.commands.give('main-1', 'new-chat');
    expect(given).toEqual(['new-chat']);
  });

  it('a page that was loaded again goes on being asked when its earlier self leaves', () => {
    const { service, followMenu } = start();
    let offers = 0;
    service.onOffer(() => {
      offers += 1;
    });
    const before = followMenu();
    const after = followMenu();
    before.leave();
    expect(service.commands.offers('main-1', 'new-chat')).toBe(true);
    expect(offers).toBe(2);
    after.leave();
    expect(service.commands.offers('main-1', 'new-chat')).toBe(false);
    expect(offers).toBe(3);
  });

  it('the quick-ask window gives its conversation to another one and goes', async () => {
    const { service, follow, done } = start();
    const { wishes } = follow();
    service.leaveQuickAsk({ kind: 'open-conversation', conversationId: known });
    expect(done).toEqual(['hide', 'show']);
    await expect.poll(() => wishes).toHaveLength(1);
    service.leaveQuickAsk({ kind: 'hide' });
    expect(done).toEqual(['hide', 'show', 'hide']);
  });
});
