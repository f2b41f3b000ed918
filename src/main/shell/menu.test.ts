import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { ShellCommand } from '../../shared/model/shell.ts';
import { type MenuOptions, menuTemplate } from './menu.ts';

function all(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? all(item.submenu) : [])]);
}

function build(platform: NodeJS.Platform, given: Partial<MenuOptions> = {}) {
  const run = given.run ?? (() => {});
  return menuTemplate({ platform, withDeveloperTools: false, run, openWindow: () => {}, quickAsk: () => {}, ...given });
}

describe.each(['win32', 'linux', 'darwin'] as const)('the menu on %s', (platform) => {
  it('has every command once, grey until a page offers it', () => {
    const items = all(build(platform));
    for (const command of ShellCommand.options) {
      const found = items.filter(({ id }) => id === command);
      expect(found, command).toHaveLength(1);
      expect(found[0]?.enabled, command).toBe(false);
    }
  });

  it('can cut, copy and paste, and has no reload, which would blank a window by a reflex', () => {
    const roles = all(build(platform)).map(({ role }) => role);
    expect(roles).toContain('editMenu');
    expect(roles.join(' ')).not.toMatch(/reload|toggleDevTools/i);
  });

  it('can be left', () => {
    expect(all(build(platform)).filter(({ role }) => role === 'quit')).toHaveLength(1);
  });

  it('gives no two items one shortcut', () => {
    const shortcuts = all(build(platform)).flatMap(({ accelerator }) =>
      typeof accelerator === 'string' ? [accelerator] : [],
    );
    expect(new Set(shortcuts).size).toBe(shortcuts.length);
  });

  it('asks the page for what was chosen', () => {
    const asked: string[] = [];
    const print = all(build(platform, { run: (command) => void asked.push(command) })).find(({ id }) => id === 'print');
    print?.click?.(undefined as never, undefined, undefined as never);
    expect(asked).toEqual(['print']);
  });
});

it('settings are in the application’s own menu on macOS, and in the first one elsewhere', () => {
  const first = (platform: NodeJS.Platform) => all(build(platform).slice(0, 1)).map(({ id }) => id);
  expect(first('darwin')).toContain('settings');
  expect(first('win32')).toContain('settings');
});
