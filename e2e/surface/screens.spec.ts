import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { test } from '../fixtures.ts';
import { showTheme, themes } from '../support/axe.ts';
import { takeTour } from '../support/tour.ts';

/** Where the pictures go. Unset, nothing is taken: they are looked at by people. */
const folder = process.env['PARLEY_SCREENS'];

/** The window as it is, enlarged to 200 % (half of the page fits), and as small as it gets. */
const sizes = {
  usual: { width: 1280, height: 800 },
  'zoomed-200': { width: 640, height: 400 },
  smallest: { width: 400, height: 480 },
} as const;

const wanted =
  /^(sign-in|empty|answer|settings general|settings shortcuts|account|error card|search|palette|comparison|waiting)$/;

async function take(page: Page, place: string, to: string): Promise<void> {
  for (const theme of themes) {
    await showTheme(page, theme);
    for (const [name, size] of Object.entries(sizes)) {
      await page.setViewportSize(size);
      await page.screenshot({ path: path.join(to, `${place.replaceAll(' ', '-')}-${theme}-${name}.png`) });
    }
    await page.setViewportSize(sizes.usual);
  }
}

if (folder !== undefined) {
  test('@screens pictures of the main pages in every theme, enlarged and small', async ({ app, emulators }) => {
    test.setTimeout(300_000);
    mkdirSync(folder, { recursive: true });
    await takeTour({
      app,
      emulators,
      visit: async (place, page) => {
        if (wanted.test(place)) await take(page, place, folder);
      },
    });
  });
}
