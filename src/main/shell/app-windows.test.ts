import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { WindowPlace, WindowWish } from '../core/desktop/window-place.ts';
import { type AppWindow, AppWindows } from './app-windows.ts';

class FakeWindow extends EventEmitter {
  readonly did: string[] = [];
  place: WindowPlace;
  isMinimised = false;
  isOpen = true;

  constructor({ bounds, isMaximised }: WindowWish) {
    super();
    this.place = { bounds: { x: 0, y: 0, ...bounds }, isMaximised };
  }
  readonly getNormalBounds = () => this.place.bounds;
  readonly isMaximized = () => this.place.isMaximised;
  readonly isMinimized = () => this.isMinimised;
  readonly isDestroyed = () => !this.isOpen;
  readonly restore = () => void this.did.push('restore');
  readonly show = () => void this.did.push('show');
  readonly hide = () => void this.did.push('hide');
  readonly focus = () => void this.emit('focus');
  close(): void {
    let isPrevented = false;
    this.emit('close', { preventDefault: () => (isPrevented = true) });
    if (isPrevented) return;
    this.isOpen = false;
    this.emit('closed');
  }
}

const display = {
  id: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1040 },
};

function start(hidesLast = false) {
  const opened: FakeWindow[] = [];
  const kept: WindowPlace[] = [];
  const closed: string[] = [];
  const windows = new AppWindows<FakeWindow & AppWindow>({
    open: (_id, place) => {
      const window = new FakeWindow(place) as FakeWindow & AppWindow;
      opened.push(window);
      return window;
    },
    screen: { getAllDisplays: () => [display], getPrimaryDisplay: () => display } as never,
    memory: { keep: (_layout, place) => void kept.push(place), placeOn: () => kept.at(-1) },
    hidesLast: () => hidesLast,
    onChange: () => {},
    onClosed: (id) => void closed.push(id),
  });
  return { windows, opened, kept, closed };
}

describe('the windows of conversations', () => {
  it('come to the front one used last, and a new one only where there is none', () => {
    const { windows, opened } = start();
    expect(windows.showLast()).toBe('main-1');
    expect(windows.openNew()).toBe('main-2');
    opened[0]?.focus();
    expect(windows.showLast()).toBe('main-1');
    opened[0]?.close();
    expect(windows.showLast()).toBe('main-2');
    opened[1]?.close();
    expect(windows.showLast()).toBe('main-3');
    expect(opened).toHaveLength(3);
  });

  it('come back from the task bar when they are called', () => {
    const { windows, opened } = start();
    windows.openNew();
    if (opened[0] !== undefined) opened[0].isMinimised = true;
    windows.showLast();
    expect(opened[0]?.did).toEqual(['restore', 'show']);
  });

  it('open where the last one was', () => {
    const { windows, opened } = start();
    windows.openNew();
    const [first] = opened;
    const bounds = { x: 300, y: 200, width: 900, height: 700 };
    if (first !== undefined) first.place = { bounds, isMaximised: true };
    first?.emit('maximize');
    first?.close();
    windows.openNew();
    expect(opened[1]?.place).toEqual({ bounds, isMaximised: true });
  });

  it('keep no place of a window that is in the task bar, since that is none', () => {
    const { windows, opened, kept } = start();
    windows.openNew();
    if (opened[0] !== undefined) opened[0].isMinimised = true;
    opened[0]?.emit('move');
    expect(kept).toEqual([]);
  });

  it('hide only as the last one, and only where there is a way back', () => {
    const hiding = start(true);
    hiding.windows.openNew();
    hiding.windows.openNew();
    hiding.opened[1]?.close();
    expect(hiding.closed).toEqual(['main-2']);
    hiding.opened[0]?.close();
    expect(hiding.closed).toEqual(['main-2']);
    expect(hiding.opened[0]?.did).toEqual(['hide']);
    expect(hiding.windows.showLast()).toBe('main-1');

    const plain = start();
    plain.windows.openNew();
    plain.opened[0]?.close();
    expect(plain.closed).toEqual(['main-1']);
  });
});
