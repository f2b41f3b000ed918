import { defineConfig } from '@playwright/test';
import { browserArguments, browserExecutable } from './dev/browser.ts';
import type { ParleyProject } from './e2e/fixtures.ts';

/** Where Electron is tested too, `npm test` runs most specs in it alone; `npm run e2e` runs all in both. */
const isOnce = process.env['PARLEY_SPECS'] === 'once';

/** One set of specs, two projects: the window served to a browser, and the product's build in a real Electron. */
export default defineConfig<ParleyProject>({
  testDir: 'e2e',
  outputDir: '.cache/e2e',
  timeout: 90_000,
  expect: { timeout: 20_000 },
  fullyParallel: true,
  // Most of a spec is waiting: for a process to start, for a deadline to pass.
  workers: 3,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: '.cache/e2e-report.json' }]],
  use: {
    launchOptions: { executablePath: browserExecutable(), args: browserArguments() },
    // Playwright's browser plays the person's, which trusts what the organisation's computers trust.
    ignoreHTTPSErrors: true,
    viewport: { width: 1200, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
    contextOptions: { reducedMotion: 'reduce' },
  },
  projects: [
    {
      name: 'browser',
      use: { host: 'browser' },
      ...(isOnce ? { testMatch: 'first/{chat,survival}.spec.ts' } : {}),
    },
    { name: 'electron', use: { host: 'electron' } },
  ],
});
