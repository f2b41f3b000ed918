import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { messageText } from '../../../shared/model/message.ts';
import type { TokenRequest } from '../auth/token-source.ts';
import { sendClosing, sendDelta, sendEvent, sendOpening, startEvents } from '../testing/model-server.ts';
import { startAnswer } from '../testing/start-answer.ts';

/** A 401 of continuous access evaluation. */
function refuse(response: ServerResponse, claims: string): void {
  const encoded = Buffer.from(claims).toString('base64');
  response.writeHead(401, { 'www-authenticate': `Bearer error="insufficient_claims", claims="${encoded}"` });
  response.end('{"error":{"code":"401","message":"no"}}');
}

/** One token at first; another one only after the person has been asked. */
function tokensThatNeedThePerson(): (request: TokenRequest) => Promise<string> {
  let refusals = 0;
  return async ({ claims }) => {
    if (claims !== undefined) {
      refusals += 1;
      throw new AppError('claims-challenge');
    }
    return refusals === 0 ? 'token-1' : 'token-3';
  };
}

describe('an answer that needs the person', () => {
  it('waits for the person where a token cannot be had, and goes on with the same answer', async () => {
    let isSignedIn = false;
    const { run, requests, waiting, goOn, items } = await startAnswer(
      (response) => {
        startEvents(response);
        sendOpening(response);
        sendDelta(response, 'Welcome back.');
        sendClosing(response);
      },
      { token: () => (isSignedIn ? Promise.resolve('new') : Promise.reject(new AppError('sign-in-required'))) },
    );
    await expect(waiting).resolves.toMatchObject({ code: 'sign-in-required' });
    expect(requests).toEqual([]);
    expect(items.at(-1)?.chunk).toMatchObject({ messageMetadata: { pause: { code: 'sign-in-required' } } });
    isSignedIn = true;
    goOn();
    const answer = await run;
    expect(messageText(answer)).toBe('Welcome back.');
    expect(answer.metadata).toMatchObject({ status: 'complete' });
    expect(answer.metadata.pause ?? null).toBeNull();
  });

  it('asks the person once new tokens do not satisfy the service either', async () => {
    const { run, waiting, turn, requests } = await startAnswer((response) => refuse(response, '{}'));
    await expect(waiting).resolves.toMatchObject({ code: 'claims-challenge' });
    expect(requests.length).toBeLessThanOrEqual(3);
    turn.stop('stopped');
    await run;
  });

  it('can be stopped while it waits for the person', async () => {
    const { run, waiting, turn } = await startAnswer(() => {}, {
      token: () => Promise.reject(new AppError('sign-in-required')),
    });
    await waiting;
    turn.stop('stopped');
    const { status, pause } = (await run).metadata;
    expect(status).toBe('stopped');
    expect(pause ?? null).toBeNull();
  });

  it('renews a refused token once, with the claims that the service asks for', async () => {
    const asked: TokenRequest[] = [];
    const { run, requests } = await startAnswer(
      (response, request) => {
        if (request.headers.authorization === 'Bearer token-1') return refuse(response, '{"access_token":{"nbf":{}}}');
        startEvents(response);
        sendOpening(response);
        sendDelta(response, 'Hello');
        sendClosing(response);
      },
      { token: async (request) => `token-${asked.push(request)}` },
    );
    expect(messageText(await run)).toBe('Hello');
    expect(requests).toHaveLength(2);
    expect(asked[1]).toMatchObject({ claims: '{"access_token":{"nbf":{}}}', rejected: 'token-1' });
  });

  it.each(['%%%', Buffer.from('[1]').toString('base64'), 'x'.repeat(100_000)])(
    'renews once and then gives up on a challenge that is junk: %.20s',
    async (claims) => {
      const { run, requests } = await startAnswer((response) => {
        response.writeHead(401, {
          'www-authenticate': `Bearer error="insufficient_claims", claims="${claims}"`.slice(0, 14_000),
        });
        response.end('{"error":{"code":"401"}}');
      });
      const { status } = (await run).metadata;
      expect(status).toBe('failed');
      expect(requests).toHaveLength(2);
    },
  );

  it('goes on from where the answer broke off when the token was revoked in its middle', async () => {
    let isRevoked = false;
    const { run, requests, waiting, goOn, saved } = await startAnswer(
      (response, request) => {
        if (!isRevoked) {
          isRevoked = true;
          startEvents(response);
          sendOpening(response);
          sendDelta(response, 'One, two, ');
          sendEvent(response, {
            type: 'error',
            sequence_number: 9,
            code: 'token_expired',
            message: 'revoked',
            param: null,
          });
          return response.end();
        }
        if (request.headers.authorization !== 'Bearer token-3') return refuse(response, '{"access_token":{}}');
        startEvents(response);
        sendOpening(response);
        sendDelta(response, 'three.');
        sendClosing(response);
      },
      { token: tokensThatNeedThePerson() },
    );
    await expect(waiting).resolves.toMatchObject({ code: 'claims-challenge' });
    goOn();
    const answer = await run;
    expect(messageText(answer)).toBe('One, two, three.');
    expect(answer.parts.filter(({ type }) => type === 'text')).toHaveLength(1);
    expect(answer.metadata.status).toBe('complete');
    expect(saved.at(-1)).toEqual(answer);
    expect(JSON.stringify(requests.at(-1)?.body)).toContain('One, two, ');
  });
});
