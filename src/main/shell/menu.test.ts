import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { commands } from '../../shared/commands/commands.ts';
import { type MenuOptions, menuTemplate, pageCommands } from './menu.ts';

function all(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? all(item.submenu) : [])]);
}

function build(platform: NodeJS.Platform, given: Partial<MenuOptions> = {}) {
  const usual = { withDeveloperTools: false, bindings: {}, run: () => {}, openWindow: () => {} };
  return menuTemplate({ platform, ...usual, ...given });
}

function choose(items: readonly MenuItemConstructorOptions[], wanted: string): void {
  const item = all(items).find(({ id }) => id === wanted);
  item?.click?.(undefined as never, undefined, undefined as never);
}

describe.each(['win32', 'linux', 'darwin'] as const)('the menu on %s', (platform) => {
  it('has every command that the table gives it once, grey until a page offers it', () => {
    const items = all(build(platform));
    for (const { id: command, menuLabel } of commands) {
      const found = items.filter(({ id }) => id === command);
      expect(found, command).toHaveLength(menuLabel === undefined ? 0 : 1);
      expect(found[0]?.enabled, command).toBe(pageCommands.includes(command) ? false : undefined);
    }
  });

  it('can cut, copy and paste, and has no reload, which would blank a window by a reflex', () => {
    const roles = all(build(platform)).map(({ role }) => role);
    expect(roles).toContain('editMenu');
    expect(roles.join(' ')).not.toMatch(/reload|toggleDevTools|zoomIn/i);
  });

  it('can be left', () => {
    expect(all(build(platform)).filter(({ role }) => role === 'quit')).toHaveLength(1);
  });

  it('shows the keys of now, each once, and leaves doing what they are for to the page', () => {
    const bindings = { settings: 'Mod+J', 'new-chat': null, print: 'Mod+ö' };
    const items = all(build(platform, { bindings }));
    const keysOf = (wanted: string) => items.find(({ id }) => id === wanted)?.accelerator;
    expect(keysOf('settings')).toBe('CommandOrControl+J');
    expect(keysOf('new-chat')).toBeUndefined();
    expect(keysOf('print')).toBeUndefined();
    const shown = items.filter(({ accelerator }) => accelerator !== undefined);
    expect(new Set(shown.map(({ accelerator }) => accelerator)).size).toBe(shown.length);
    expect(shown.filter(({ registerAccelerator }) => registerAccelerator !== false)).toEqual([]);
  });

  it('gives the page what was chosen, and opens windows itself, since there may be no page', () => {
    const done: string[] = [];
    const menu = build(platform, {
      run: (command) => void done.push(`run ${command}`),
      openWindow: (window) => void done.push(`open ${window}`),
    });
    for (const id of ['print', 'new-window', 'quick-ask', 'zoom-in']) choose(menu, id);
    expect(done).toEqual(['run print', 'open new-window', 'open quick-ask', 'run zoom-in']);
  });
});

it('settings are in the application’s own menu on macOS, and in the first one elsewhere', () => {
  const first = (platform: NodeJS.Platform) => all(build(platform).slice(0, 1)).map(({ id }) => id);
  expect(first('darwin')).toContain('settings');
  expect(first('win32')).toContain('settings');
});
