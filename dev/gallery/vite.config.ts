import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/** Serves the window over an in-memory main, in named states: `vite --config dev/gallery/vite.config.ts`. */
export default defineConfig({
  root,
  plugins: [react()],
  cacheDir: path.join(root, '../../.cache/vite-gallery'),
  server: { port: 5199, strictPort: true, fs: { allow: [path.join(root, '../..')] } },
  build: { outDir: path.join(root, '../../.cache/gallery'), emptyOutDir: true },
});
