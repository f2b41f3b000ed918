import { describe, expect, it } from 'vitest';
import { plainTraits } from '../../../shared/model/deployment.ts';
import type { DeploymentSettings } from '../policy/policy.ts';
import { endpointAt } from '../testing/start-answer.ts';
import { toDeployment } from './views.ts';

describe('a model as the window sees it', () => {
  it('tells what it can do, and neither where it is nor how it is called', () => {
    const settings: DeploymentSettings = {
      id: 'careful',
      displayName: 'Careful',
      description: 'For plans.',
      endpoint: endpointAt('https://secret.example/openai/v1'),
      scope: 'api://secret/.default',
      auth: 'key',
      fallbacks: [],
      ...plainTraits,
      abilities: ['tools'],
      retiresOn: '2026-12-31',
    };
    expect(toDeployment(settings, () => false)).toEqual({
      id: 'careful',
      displayName: 'Careful',
      description: 'For plans.',
      credential: 'key-missing',
      ...plainTraits,
      abilities: ['tools'],
      retiresOn: '2026-12-31',
    });
    expect(toDeployment({ ...settings, auth: 'user' }, () => false).credential).toBe('account');
  });
});
