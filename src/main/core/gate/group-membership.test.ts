import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fakes.ts';
import { checkMembership, groupsInToken } from './group-membership.ts';
import { DirectoryServer, sendJson } from './testing/directory-server.ts';

const never = new AbortController().signal;

let clock: FakeClock;
let directory: DirectoryServer;

beforeEach(async () => {
  clock = new FakeClock();
  directory = await DirectoryServer.start(clock);
});

afterEach(() => directory.close());

function groupId(number: number): string {
  return `0f1e2d3c-4b5a-4978-8695-${number.toString(16).padStart(12, '0')}`;
}

function ask(groupIds: readonly string[], signal = never) {
  return checkMembership(
    { ports: { fetch, clock }, graphOrigin: directory.origin, token: async () => 'graph-token', groupIds },
    signal,
  );
}

describe('groupsInToken', () => {
  it('takes a list for whole only where the token does not say otherwise', () => {
    const groups = [groupId(1).toUpperCase()];
    expect(groupsInToken({ groups })).toEqual(new Set([groupId(1)]));
    expect(groupsInToken({ groups: [] })).toEqual(new Set());
    expect(groupsInToken({ groups, hasgroups: true })).toBeUndefined();
    expect(groupsInToken({ groups, hasgroups: 'true' })).toBeUndefined();
    expect(groupsInToken({ groups, _claim_names: { groups: 'src1' } })).toBeUndefined();
  });

  it('does not take a missing list, or one of names, for no groups', () => {
    expect(groupsInToken({})).toBeUndefined();
    expect(groupsInToken({ groups: ['CONTOSO\\Staff'] })).toBeUndefined();
    expect(groupsInToken({ groups: { [groupId(1)]: true } })).toBeUndefined();
  });
});

describe('checkMembership', () => {
  it('finds the one group of fifty, asking for at most twenty at a time', async () => {
    directory.groups.add(groupId(49));
    const ids = Array.from({ length: 50 }, (_, index) => groupId(index));
    expect(await ask([...ids, groupId(49).toUpperCase()])).toEqual(new Set([groupId(49)]));
    expect(directory.questions.map((question) => question.ids.length).toSorted((left, right) => left - right)).toEqual([
      10, 20, 20,
    ]);
    expect(directory.questions.every(({ authorization }) => authorization === 'Bearer graph-token')).toBe(true);
  });

  it('believes Graph only what it was asked', async () => {
    directory.graphReply = (response) => sendJson(response, { value: [groupId(2), '*', groupId(1).toUpperCase()] });
    expect(await ask([groupId(1)])).toEqual(new Set([groupId(1)]));
  });

  it('takes no failure for an empty answer', async () => {
    const cases = [
      [200, {}, 'access-unchecked'],
      [200, { value: [{ id: groupId(1) }] }, 'access-unchecked'],
      [403, { error: { code: 'Authorization_RequestDenied' } }, 'access-unchecked'],
      [401, { error: { code: 'InvalidAuthenticationToken' } }, 'sign-in-required'],
      [429, { error: { code: 'TooManyRequests' } }, 'access-unchecked'],
      [503, '', 'access-unchecked'],
    ] as const;
    for (const [status, body, code] of cases) {
      directory.graphReply = (response) => sendJson(response, body, status);
      await expect(ask([groupId(1)])).rejects.toMatchObject({ code, fields: { service: 'Graph', status } });
    }
  });

  it('tells a claims challenge from a session that has ended', async () => {
    directory.graphReply = (response) => {
      response.setHeader('www-authenticate', 'Bearer realm="", error="insufficient_claims", claims="e30="');
      sendJson(response, {}, 401);
    };
    await expect(ask([groupId(1)])).rejects.toMatchObject({ code: 'claims-challenge' });
  });

  it('takes its token to no other host', async () => {
    const stranger = await DirectoryServer.start(clock);
    directory.graphReply = (response) => response.writeHead(307, { location: `${stranger.origin}/me` }).end();
    await expect(ask([groupId(1)])).rejects.toMatchObject({ code: 'network-unreachable' });
    expect(stranger.requests).toEqual([]);
    await stranger.close();
  });

  it('ends with its deadline where Graph never answers', async () => {
    directory.graphReply = () => {};
    const asking = ask([groupId(1)]);
    await directory.nextRequest();
    clock.advance(60_000);
    await expect(asking).rejects.toMatchObject({ code: 'network-unreachable', fields: { reason: 'TIMED_OUT' } });
  });
});
