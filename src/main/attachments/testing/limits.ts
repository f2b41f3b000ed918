import type { ReadLimits } from '../limits.ts';

/** Limits that a test's file keeps. */
export const testLimits: ReadLimits = {
  characters: 100_000,
  pages: 100,
  entries: 100,
  unpackedBytes: 4 * 1024 * 1024,
  depth: 100,
  pixels: 50_000_000,
  columns: 50,
};
