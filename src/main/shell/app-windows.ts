import type { BrowserWindow, Rectangle, Screen } from 'electron';
import { layoutOf, placeBeside, placeWindow, type WindowPlace, type WindowWish } from '../core/desktop/window-place.ts';
import type { WindowMemory } from '../core/desktop/window-memory.ts';

/** The part of a window that is used. */
export type AppWindow = Pick<
  BrowserWindow,
  | 'close'
  | 'focus'
  | 'getNormalBounds'
  | 'hide'
  | 'isDestroyed'
  | 'isFocused'
  | 'isMaximized'
  | 'isMinimized'
  | 'isVisible'
  | 'on'
  | 'restore'
  | 'show'
>;

/** What the windows of conversations stand on. */
export interface AppWindowsOptions<Window extends AppWindow> {
  readonly open: (windowId: string, place: WindowWish) => Window;
  readonly screen: Pick<Screen, 'getAllDisplays' | 'getPrimaryDisplay'>;
  readonly memory: Pick<WindowMemory, 'keep' | 'placeOn'>;
  /** Whether a last window that is closed is only hidden, since there is another way back to it. */
  readonly hidesLast: () => boolean;
  readonly onChange: () => void;
  readonly onClosed: (windowId: string) => void;
}

/** The windows of conversations. They are all alike: each shows what main knows, and none owns any of it. */
export class AppWindows<Window extends AppWindow> {
  readonly #options: AppWindowsOptions<Window>;
  /** By id, the one used last at the end. */
  readonly #windows = new Map<string, Window>();
  #opened = 0;

  constructor(options: AppWindowsOptions<Window>) {
    this.#options = options;
  }

  get count(): number {
    return this.#windows.size;
  }

  /** The one used last; undefined where there is none. */
  get lastId(): string | undefined {
    return [...this.#windows.keys()].at(-1);
  }

  /** Opens one more, beside the one used last; gives its id. */
  openNew(): string {
    const { screen, memory, open } = this.#options;
    const areas = this.#areas();
    const last = [...this.#windows.values()].at(-1);
    const place =
      last === undefined ? placeWindow(areas, memory.placeOn(this.#layout(screen))) : placeBeside(areas, placeOf(last));
    this.#opened += 1;
    const id = `main-${this.#opened}`;
    const window = open(id, place);
    this.#windows.set(id, window);
    this.#follow(id, window);
    this.#options.onChange();
    return id;
  }

  /** Brings the one used last to the front, or opens one; gives its id. */
  showLast(): string {
    const last = [...this.#windows].at(-1);
    if (last === undefined) return this.openNew();
    const [id, window] = last;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    return id;
  }

  #follow(id: string, window: Window): void {
    const keep = () => {
      if (!window.isDestroyed() && !window.isMinimized()) {
        this.#options.memory.keep(this.#layout(this.#options.screen), placeOf(window));
      }
    };
    // On Linux there is no `resized` and no `moved`; writes are joined where they are made.
    for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const) window.on(event as 'resize', keep);
    window.on('focus', () => {
      this.#windows.delete(id);
      this.#windows.set(id, window);
      this.#options.onChange();
    });
    window.on('blur', () => this.#options.onChange());
    window.on('close', (event) => {
      if (this.#windows.size > 1 || !this.#options.hidesLast()) return;
      event.preventDefault();
      window.hide();
    });
    window.on('closed', () => {
      this.#windows.delete(id);
      this.#options.onClosed(id);
      this.#options.onChange();
    });
  }

  #areas(): readonly Rectangle[] {
    const { screen } = this.#options;
    const main = screen.getPrimaryDisplay();
    const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
    return [main, ...others].map(({ workArea }) => workArea);
  }

  #layout(screen: Pick<Screen, 'getAllDisplays'>): string {
    return layoutOf(screen.getAllDisplays().map(({ bounds }) => bounds));
  }
}

function placeOf(window: AppWindow): WindowPlace {
  return { bounds: window.getNormalBounds(), isMaximised: window.isMaximized() };
}
