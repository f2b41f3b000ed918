import type { AppFacts } from '../core/ports.ts';

const platforms = { win32: 'windows', darwin: 'macos' } as const;

/** Node's name of an operating system as Parley calls it. */
export function platformOf(platform: NodeJS.Platform): AppFacts['platform'] {
  return platform === 'win32' || platform === 'darwin' ? platforms[platform] : 'linux';
}
