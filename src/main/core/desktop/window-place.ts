/** A part of the desktop, in device-independent pixels. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a window is. */
export interface WindowPlace {
  /** What it has, or would have if it were not maximised. */
  readonly bounds: Rectangle;
  readonly isMaximised: boolean;
}

/** Where a window is to be; without a position the system chooses one. */
export interface WindowWish {
  readonly bounds: Pick<Rectangle, 'width' | 'height'> & Partial<Pick<Rectangle, 'x' | 'y'>>;
  readonly isMaximised: boolean;
}

const usualSize = { width: 1200, height: 800 };
/** The smallest window. */
export const leastSize = { width: 400, height: 480 };
/** How much of the title bar has to be on a display for a person to get hold of it. */
const gripWidth = 120;
const gripHeight = 32;
const cascade = 32;

/**
 * Where to open a window that was somewhere before.
 * @param areas of all displays without task bars, the main one first
 */
export function placeWindow(areas: readonly Rectangle[], kept: WindowPlace | undefined): WindowWish {
  const [main] = areas;
  if (main === undefined) return { bounds: kept?.bounds ?? usualSize, isMaximised: kept?.isMaximised ?? false };
  if (kept === undefined) return { bounds: shrunk(usualSize, main), isMaximised: false };
  const { bounds, isMaximised } = kept;
  const area = areas.find((each) => hasGrip(each, bounds));
  // The display that it was on is gone: it comes to the main one.
  if (area === undefined) return { bounds: centred(shrunk(bounds, main), main), isMaximised };
  const size = shrunk(bounds, area);
  return { bounds: { ...size, x: bounds.x, y: Math.max(bounds.y, area.y) }, isMaximised };
}

/** Where to open another window beside one: a little below it, or where it is if that would leave the display. */
export function placeBeside(areas: readonly Rectangle[], other: WindowPlace): WindowWish {
  const { bounds } = other;
  const beside = { ...bounds, x: bounds.x + cascade, y: bounds.y + cascade };
  const fits = areas.some((area) => intersection(area, beside) === beside.width * beside.height);
  return placeWindow(areas, { bounds: fits ? beside : bounds, isMaximised: false });
}

/** Names an arrangement of displays, so that each can have its own place for a window. */
export function layoutOf(displays: readonly Rectangle[]): string {
  return displays
    .map(({ x, y, width, height }) => `${width}x${height}@${x},${y}`)
    .toSorted()
    .join(' ');
}

function hasGrip(area: Rectangle, { x, y, width }: Rectangle): boolean {
  const wanted = { x, y, width, height: gripHeight };
  const right = Math.min(area.x + area.width, x + width);
  const seen = right - Math.max(area.x, x);
  // A title bar that is a few pixels above the display is pulled down.
  return (
    seen >= Math.min(gripWidth, width) && wanted.y >= area.y - gripHeight && y + gripHeight <= area.y + area.height
  );
}

function shrunk({ width, height }: Pick<Rectangle, 'width' | 'height'>, area: Rectangle) {
  return {
    width: Math.max(leastSize.width, Math.min(width, area.width)),
    height: Math.max(leastSize.height, Math.min(height, area.height)),
  };
}

function centred(size: Pick<Rectangle, 'width' | 'height'>, area: Rectangle): Rectangle {
  return {
    ...size,
    x: area.x + Math.max(0, Math.round((area.width - size.width) / 2)),
    y: area.y + Math.max(0, Math.round((area.height - size.height) / 2)),
  };
}

function intersection(one: Rectangle, other: Rectangle): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return Math.max(0, width) * Math.max(0, height);
}
