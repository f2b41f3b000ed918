import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { browserArguments, findBrowser } from './dev/browser.ts';

const executablePath = findBrowser();
const launchOptions = { args: browserArguments(), ...(executablePath === undefined ? {} : { executablePath }) };

/** Everything that needs no window runs in Node, the renderer's components in a real Chromium. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          globalSetup: 'dev/temporary-folder.ts',
          environment: 'node',
          // Nothing in Parley keeps state in a module, so that files may share a process and what it has loaded.
          isolate: false,
          // Real processes, servers and keys: a busy machine takes its time.
          testTimeout: 30_000,
          hookTimeout: 30_000,
          expect: { poll: { timeout: 20_000 } },
          include: [
            'src/{shared,main,preload}/**/*.test.ts',
            'src/renderer/**/*.logic.test.ts',
            'dev/**/*.test.ts',
            'bench/**/*.test.ts',
            'tools/**/*.test.ts',
          ],
        },
      },
      {
        plugins: [react()],
        // Found while a test runs, a dependency would be bundled anew under its feet.
        optimizeDeps: {
          entries: ['src/renderer/main.tsx', 'src/renderer/**/*.test.{ts,tsx}'],
          include: [
            'react-dom/client',
            'react/jsx-dev-runtime',
            'vitest-browser-react',
            // What only a worker imports is not found by looking at the page.
            'lowlight',
            'highlight.js/lib/languages/dockerfile',
            'highlight.js/lib/languages/powershell',
          ],
        },
        test: {
          name: 'renderer',
          include: ['src/renderer/**/*.test.{ts,tsx}'],
          exclude: ['src/renderer/**/*.logic.test.ts'],
          testTimeout: 30_000,
          expect: { poll: { timeout: 10_000 } },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            // Menus and dialogs move into their places otherwise, which every click waits for.
            provider: playwright({ launchOptions, contextOptions: { reducedMotion: 'reduce' } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
