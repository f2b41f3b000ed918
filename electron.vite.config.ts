import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const source = (file: string) => path.join(import.meta.dirname, 'src', file);

// Older than what Electron 45 carries (Node 24, Chromium 150 and more), because the same build has to run in the Electron 33
// that test machines without access to GitHub have.
const nodeTarget = 'node20.18';
const chromeTarget = 'chrome130';

/** Builds main, preload and renderer into out/: `dependencies` stay outside, everything in devDependencies is bundled. */
export default defineConfig({
  main: {
    build: {
      target: nodeTarget,
      rolldownOptions: {
        input: {
          index: source('main/index.ts'),
          storage: source('main/storage/index.ts'),
          broker: source('main/broker/index.ts'),
          attachments: source('main/attachments/index.ts'),
          tokens: source('main/tokens/index.ts'),
          transfer: source('main/transfer/index.ts'),
        },
        // CommonJS is loaded before Electron gets ready, and schemes have to be registered by then. An ES module is waited
        // for by newer Electrons only.
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
      },
    },
  },
  preload: {
    build: {
      target: nodeTarget,
      // A sandboxed preload script can require nothing but electron, and has to be CommonJS.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: source('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: source('renderer'),
    plugins: [react(), woff2Only()],
    build: {
      target: chromeTarget,
      minify: true,
      chunkSizeWarningLimit: 2000,
      rolldownOptions: { input: { index: source('renderer/index.html'), frame: source('renderer/frame.html') } },
    },
  },
});

/** KaTeX names its fonts in two older formats, too, which no Chromium would ever load. */
function woff2Only(): Plugin {
  return {
    name: 'woff2-only',
    enforce: 'pre',
    transform: {
      filter: { id: /katex[^?]*\.css/ },
      handler: (code) => code.replaceAll(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\("[^"]*"\)/g, ''),
    },
  };
}
