import { expect, test } from 'vitest';
import { createCommandHub } from '../commands.ts';
import { giveCommand, menuOffer, offeredCommands } from './commands.logic.ts';

test('what stands in no menu, or cannot be done, is not offered to the menu', () => {
  const offer = menuOffer((id) => id === 'print' || id === 'new-chat' || id === 'regenerate');
  expect(offeredCommands(offer)).toEqual(['new-chat', 'print']);
  expect(offeredCommands(menuOffer(() => false))).toEqual([]);
});

test('a command does nothing behind a dialog, whoever gives it, but the zoom', () => {
  const hub = createCommandHub();
  const done: string[] = [];
  hub.register('new-chat', () => void done.push('new-chat'));
  hub.register('zoom-in', () => void done.push('zoom-in'));
  expect(giveCommand(hub, 'new-chat', true)).toBe(false);
  expect(giveCommand(hub, 'zoom-in', true)).toBe(true);
  expect(giveCommand(hub, 'new-chat', false)).toBe(true);
  expect(giveCommand(hub, 'stop', false)).toBe(false);
  expect(done).toEqual(['zoom-in', 'new-chat']);
});

test('whoever waits for commands hears when one can be done and when it cannot, and of nothing else', () => {
  const hub = createCommandHub();
  const heard: boolean[] = [];
  hub.subscribe(() => void heard.push(hub.isAvailable('find')));
  const leaveFirst = hub.register('find', () => {});
  const leaveSecond = hub.register('find', () => {});
  leaveFirst();
  leaveSecond();
  expect(heard).toEqual([true, false]);
});
