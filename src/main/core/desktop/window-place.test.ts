import { describe, expect, it } from 'vitest';
import { layoutOf, placeBeside, placeWindow, type Rectangle } from './window-place.ts';

const laptop: Rectangle = { x: 0, y: 25, width: 1440, height: 875 };
const left: Rectangle = { x: -2560, y: -200, width: 2560, height: 1400 };
const netbook: Rectangle = { x: 0, y: 0, width: 1024, height: 560 };
const kept = (bounds: Rectangle, isMaximised = false) => ({ bounds, isMaximised });

describe('a window', () => {
  it('of a first start is no larger than the display', () => {
    expect(placeWindow([laptop], undefined).bounds).toEqual({ width: 1200, height: 800 });
    expect(placeWindow([netbook], undefined).bounds).toEqual({ width: 1024, height: 560 });
  });

  it('comes back where it was, on any display', () => {
    const bounds = { x: -2000, y: 100, width: 1000, height: 700 };
    expect(placeWindow([laptop, left], kept(bounds, true))).toEqual(kept(bounds, true));
  });

  it('comes to the main display when its own is gone', () => {
    const place = placeWindow([laptop], kept({ x: -2000, y: 100, width: 2000, height: 1200 }, true));
    expect(place).toEqual(kept({ x: 0, y: 25, width: 1440, height: 875 }, true));
  });

  it.each([
    ['below', { x: 100, y: 5000, width: 800, height: 600 }],
    ['with its title bar above', { x: 100, y: -400, width: 800, height: 600 }],
    ['all but a corner to the right', { x: 1400, y: 100, width: 800, height: 600 }],
    ['far away', { x: 100_000, y: 100_000, width: 100, height: 100 }],
  ])('does not come back where nobody could take hold of it: %s', (_name, bounds) => {
    const { bounds: placed } = placeWindow([laptop], kept(bounds));
    expect(placed.x).toBeGreaterThanOrEqual(0);
    expect(placed.y).toBeGreaterThanOrEqual(25);
    expect((placed.x ?? 0) + placed.width).toBeLessThanOrEqual(1440);
  });

  it('that hangs over an edge on purpose stays there', () => {
    const bounds = { x: 1200, y: 600, width: 800, height: 600 };
    expect(placeWindow([laptop], kept(bounds)).bounds).toEqual(bounds);
  });

  it('is pulled down from under a menu bar', () => {
    expect(placeWindow([laptop], kept({ x: 10, y: 5, width: 800, height: 600 })).bounds.y).toBe(25);
  });

  it('opens without any display, as over a remote connection that is not there yet', () => {
    expect(placeWindow([], undefined).bounds).toEqual({ width: 1200, height: 800 });
  });

  it('more stands beside the first, not exactly on it, unless there is no room', () => {
    const first = { x: 10, y: 40, width: 800, height: 600 };
    expect(placeBeside([laptop], kept(first)).bounds).toEqual({ ...first, x: 42, y: 72 });
    const full = { ...laptop };
    expect(placeBeside([laptop], kept(full, true))).toEqual(kept(full));
  });
});

it('an arrangement of displays is the same in whatever order the system tells of them', () => {
  expect(layoutOf([laptop, left])).toBe(layoutOf([left, laptop]));
  expect(layoutOf([laptop])).not.toBe(layoutOf([left]));
});
