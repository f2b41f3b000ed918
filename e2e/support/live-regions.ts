import type { Page } from '@playwright/test';

/** Writes down what live regions say from now on, as a screen reader would be told it. Returns what was said since it was last asked. */
export async function listen(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const regions = '[role="status"], [role="alert"], [role="log"], [aria-live]';
    const told: string[] = [];
    const known = new Map<Element, string>();
    const look = (isFirst: boolean) => {
      for (const region of document.querySelectorAll(regions)) {
        if (region.getAttribute('aria-live') === 'off' || region.closest('[aria-hidden="true"]') !== null) continue;
        const text = (region.textContent ?? '').trim();
        if (text !== (known.get(region) ?? '') && text !== '' && !isFirst) told.push(text);
        known.set(region, text);
      }
    };
    look(true);
    new MutationObserver(() => look(false)).observe(document.body, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    Object.assign(window, { told });
  });
  return () => page.evaluate(() => (window as unknown as { readonly told: string[] }).told.splice(0));
}
