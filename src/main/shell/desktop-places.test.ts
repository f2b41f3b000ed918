import { EventEmitter } from 'node:events';
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import type { Notice } from '../core/ports.ts';
import { type LinkApp, Links } from './links.ts';
import { createNotify } from './notifications.ts';
import { QuickAsk, type QuickAskWindow } from './quick-ask.ts';
import { TrayPlace } from './tray.ts';

describe('a link that the operating system hands over', () => {
  function start(programArguments: readonly string[], isPackaged = false) {
    const handed: unknown[] = [];
    const registered: unknown[] = [];
    const app = Object.assign(new EventEmitter(), {
      isPackaged,
      requestSingleInstanceLock: (data: unknown) => handed.push(data) > 0,
      setAsDefaultProtocolClient: (...given: unknown[]) => registered.push(given) > 0,
    });
    const links = new Links(app as unknown as LinkApp, programArguments);
    const followed: string[] = [];
    const serve = (platform: NodeJS.Platform = 'linux') =>
      links.serve(
        { openLink: (link) => void followed.push(link), onStartAgain: () => void followed.push('again') },
        platform,
      );
    return { app, links, handed, registered, followed, serve };
  }

  it('is given to the Parley that runs already', () => {
    const { links, handed } = start(['.', 'parley://compose?text=a']);
    expect(links.claim()).toBe(true);
    expect(handed).toEqual([{ link: 'parley://compose?text=a' }]);
  });

  it('waits until there is a window, whether it came with the start or as macOS tells of it', () => {
    const first = start(['parley://compose?text=a']);
    expect(first.followed).toEqual([]);
    first.serve();
    expect(first.followed).toEqual(['parley://compose?text=a']);
    const mac = start([]);
    mac.app.emit('open-url', { preventDefault: () => {} }, 'parley://compose?text=b');
    mac.serve();
    expect(mac.followed).toEqual(['parley://compose?text=b']);
  });

  it.each([[undefined], [null], ['parley://x'], [{ link: { toString: (): string => 'parley://x' } }], [{}]])(
    'is none where another program hands over %j',
    (data) => {
      const { app, followed, serve } = start([]);
      serve();
      app.emit('second-instance', {}, ['parley://argument'], '/', data);
      expect(followed).toEqual(['again']);
    },
  );

  it('is registered behind `--` on Windows, and by no build from source', () => {
    const installed = start([], true);
    installed.serve('win32');
    expect(installed.registered).toEqual([['parley', process.execPath, ['--']]]);
    const source = start([], false);
    source.serve('win32');
    expect(source.registered).toEqual([]);
  });
});

describe('notifications', () => {
  const notice: Notice = {
    title: 'Rollout',
    body: '<a href="https://evil.example">&lt;b&gt;</a>',
    conversationId: 'c',
  };

  function start(platform: NodeJS.Platform) {
    const shown: { title?: string; body?: string; click: () => void }[] = [];
    const clicked: Notice[] = [];
    const notify = createNotify({
      platform,
      isSupported: () => true,
      create: (options) => {
        const emitter = new EventEmitter();
        return Object.assign(emitter, {
          show: () => void shown.push({ ...options, click: () => emitter.emit('click') }),
          close: () => {},
        }) as never;
      },
      onClick: (given) => void clicked.push(given),
    });
    return { notify, shown, clicked };
  }

  it('have no markup of an answer’s on desktops that read it', () => {
    const { notify, shown } = start('linux');
    notify(notice);
    expect(shown[0]?.body).not.toMatch(/[<>&]/);
    const mac = start('darwin');
    mac.notify(notice);
    expect(mac.shown[0]?.body).toBe(notice.body);
  });

  it('open what they tell of', () => {
    const { notify, shown, clicked } = start('win32');
    notify(notice);
    shown[0]?.click();
    expect(clicked).toEqual([notice]);
  });
});

describe('the quick-ask window', () => {
  function start({ livesOn = true, register = () => true }: { livesOn?: boolean; register?: () => boolean } = {}) {
    const did: string[] = [];
    const state = { isVisible: true, isFocused: true };
    const emitter = new EventEmitter();
    const window = Object.assign(emitter, {
      show: () => void did.push('show'),
      focus: () => void did.push('focus'),
      hide: () => void did.push('hide'),
      close: () => {
        did.push('close');
        emitter.emit('closed');
      },
      isVisible: () => state.isVisible,
      isFocused: () => state.isFocused,
    }) as unknown as QuickAskWindow;
    const quickAsk = new QuickAsk({
      open: () => {
        did.push('open');
        return window;
      },
      shortcuts: { register, unregister: (key) => void did.push(`unregister ${key}`) },
      livesOn: () => livesOn,
      onChange: () => {},
    });
    return { quickAsk, did, state };
  }

  it('comes and goes by its shortcut, and comes to the front where it is behind', () => {
    const { quickAsk, did, state } = start();
    quickAsk.toggle();
    quickAsk.toggle();
    state.isFocused = false;
    quickAsk.toggle();
    expect(did).toEqual(['open', 'hide', 'show', 'focus']);
  });

  it('does not keep Parley going unseen, once the last window is closed', () => {
    const { quickAsk, did, state } = start({ livesOn: false });
    quickAsk.show();
    quickAsk.endIfUnseen();
    expect(did).toEqual(['open']);
    state.isVisible = false;
    quickAsk.endIfUnseen();
    expect(did).toEqual(['open', 'close']);
  });

  it('says that another program has the shortcut, and gives back the one before', () => {
    let isFree = true;
    const { quickAsk, did } = start({ register: () => isFree });
    expect(quickAsk.setShortcut('Control+Shift+Space')).toBe('on');
    isFree = false;
    expect(quickAsk.setShortcut('Control+Space')).toBe('taken');
    expect(did).toEqual(['unregister Control+Shift+Space']);
    expect(quickAsk.setShortcut('')).toBe('off');
  });

  it('takes a shortcut that is none for no fault', () => {
    const { quickAsk } = start({
      register: () => {
        throw new TypeError('conversion failure');
      },
    });
    expect(quickAsk.setShortcut('Nonsense+')).toBe('unsupported');
  });
});

describe('the icon beside the clock', () => {
  function start(support: Promise<boolean>) {
    const icons: MenuItemConstructorOptions[][] = [];
    const done: string[] = [];
    const tray = new TrayPlace({
      create: (menu) => {
        icons.push(menu);
        return Object.assign(new EventEmitter(), { setToolTip: () => {}, destroy: () => void icons.pop() }) as never;
      },
      isSupported: () => support,
      onShow: () => void done.push('show'),
      onNewChat: () => void done.push('new'),
      onQuickAsk: () => void done.push('ask'),
      onQuit: () => void done.push('quit'),
    });
    return { tray, icons, done };
  }

  it('is not there, and hides no window, where a desktop has no place for it', async () => {
    const { tray, icons } = start(Promise.resolve(false));
    await tray.set(true);
    expect(tray.isThere).toBe(false);
    expect(tray.choice).toBe('unsupported');
    expect(icons).toEqual([]);
  });

  it('has a way back to the window and out of Parley', async () => {
    const { tray, icons } = start(Promise.resolve(true));
    await tray.set(true);
    await tray.set(true);
    expect(icons).toHaveLength(1);
    expect(icons[0]?.map(({ label }) => label)).toEqual(['Open Parley', 'New Chat', 'Quick Ask', undefined, 'Quit']);
    await tray.set(false);
    expect(icons).toEqual([]);
    expect(tray.isThere).toBe(false);
  });

  it('does not come for a person who has changed their mind while the desktop was asked', async () => {
    const asked = Promise.withResolvers<boolean>();
    const { tray, icons } = start(asked.promise);
    const set = tray.set(true);
    await tray.set(false);
    asked.resolve(true);
    await set;
    expect(icons).toEqual([]);
    expect(tray.choice).toBe('off');
  });
});
