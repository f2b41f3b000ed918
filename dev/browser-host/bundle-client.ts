import path from 'node:path';
import { build } from 'vite';

/** The page's end of the bridge as one classic script. */
export async function bundleClient(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      lib: { entry: path.join(import.meta.dirname, 'client.ts'), formats: ['iife'], name: 'parleyBrowserHost' },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  const [chunk] = output !== undefined && 'output' in output ? output.output : [];
  if (chunk === undefined) throw new Error('The client of the browser host was not built.');
  return chunk.code;
}
