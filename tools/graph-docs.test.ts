import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { demoResources } from '../dev/emulators/entra/scopes.ts';
import { calls, type CallRule } from '../dev/emulators/graph/calls.ts';
import { graphFeatures, type GraphFeatureRule } from '../src/main/core/graph/graph-feature.ts';
import { graphDocs } from './graph-docs.ts';

const features = Object.values<GraphFeatureRule>(graphFeatures);

it('docs/admin/graph.md says what the code asks for (mend with `npm run graph-docs`)', async () => {
  expect(await readFile(new URL('../docs/admin/graph.md', import.meta.url), 'utf8')).toBe(graphDocs());
});

it('no feature asks for a permission that no call needs, or that the directory does not have', () => {
  const needed = new Set(Object.values<CallRule>(calls).flatMap(({ permissions }) => permissions));
  const [graph] = demoResources({ graphOrigin: 'g', armOrigin: 'a', modelAudience: 'm' });
  for (const scope of features.flatMap(({ scopes }) => scopes)) {
    expect(needed).toContain(scope);
    expect(graph.permissions).toContain(scope);
  }
});
