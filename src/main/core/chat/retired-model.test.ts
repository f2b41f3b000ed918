import { describe, expect, it } from 'vitest';
import { errorText } from '../../../shared/error-text.ts';
import type { DeploymentTraits } from '../../../shared/model/deployment.ts';
import { startAnswer } from '../testing/start-answer.ts';

async function errorOf(traits: Partial<DeploymentTraits>) {
  const { run } = await startAnswer(
    (response) => {
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { code: 'DeploymentNotFound', message: 'x' } }));
    },
    { traits },
  );
  const { error } = (await run).metadata;
  if (error === undefined) throw new Error('The answer did not fail.');
  return error;
}

describe('a deployment that is gone', () => {
  it('is told apart from one that policy names wrongly, where its end was planned', async () => {
    expect(errorText(await errorOf({ retiresOn: '2026-11-02' })).sentence).toContain('2 November 2026');
    expect((await errorOf({})).fields).not.toHaveProperty('retiresOn');
  });
});
