import { expect, type Locator, type Page } from '@playwright/test';

/** A person without a mouse: presses keys, and has to see after each where they are. */
export class Keyboard {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Presses keys one after the other. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key);
    await this.expectSeen();
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  /** Goes with a key from stop to stop until it is there; every stop on the way shows that it has the focus. */
  async goTo(target: Locator, key = 'Tab'): Promise<void> {
    await expect(target.first()).toBeAttached();
    for (let stops = 0; stops < 60; stops += 1) {
      if (await target.evaluateAll((found) => found.some((each) => each === document.activeElement))) return;
      await this.press(key);
    }
    throw new Error(`Sixty times ${key} did not lead to it: ${String(target)}`);
  }

  /** Expects the focus to be somewhere, and to be seen there. */
  async expectSeen(): Promise<void> {
    await expect.poll(() => this.#page.evaluate(focusFault), { intervals: [20, 50, 100], timeout: 5_000 }).toBe('');
  }
}

/** What is wrong with the focus; empty where it is somewhere and is seen. */
function focusFault(): string {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === document.body) return 'nothing has the focus';
  const { width, height } = focused.getBoundingClientRect();
  if (width === 0 || height === 0) return `out of sight: ${focused.outerHTML.slice(0, 200)}`;
  // The heading of a new page is where a person begins, and nothing that they could press.
  if (focused.matches('h1[tabindex="-1"]')) return '';
  // A field shows it by its frame.
  const isField = focused.matches('input, textarea, [role="combobox"]');
  const frame = focused.parentElement;
  const shown = isField ? [focused, frame, frame?.parentElement, frame?.parentElement?.parentElement] : [focused];
  const hasRing = shown.some((element) =>
    ['', '::before', '::after'].some((pseudo) => {
      if (element === null || element === undefined) return false;
      const style = getComputedStyle(element, pseudo);
      if (pseudo !== '' && style.content === 'none') return false;
      const isOutlined = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0;
      const isBordered = pseudo !== '' && Number.parseFloat(style.borderBottomWidth) > 1;
      return isOutlined || isBordered || style.boxShadow !== 'none';
    }),
  );
  return hasRing ? '' : `not seen: ${focused.outerHTML.slice(0, 300)}`;
}
