import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { PendingWishes } from './pending-wishes.ts';

const scopes = ['https://cognitiveservices.azure.com/.default'];
const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';

describe('PendingWishes', () => {
  it('does not forget what a sign-in has to prove because a token without it was had meanwhile', () => {
    const wishes = new PendingWishes();
    wishes.fail('ada', { scopes, claims }, new AppError('claims-challenge'));
    wishes.succeed('ada', { scopes, claims: undefined });
    expect(wishes.of('ada')).toEqual({ scopes, claims });
    wishes.succeed('ada', { scopes, claims });
    expect(wishes.of('ada')).toBeUndefined();
  });

  it('asks nobody for what was had without asking after all', () => {
    const wishes = new PendingWishes();
    wishes.fail('ada', { scopes, claims: undefined }, new AppError('sign-in-required'));
    wishes.succeed('ada', { scopes, claims: undefined });
    expect(wishes.of('ada')).toBeUndefined();
  });
});
