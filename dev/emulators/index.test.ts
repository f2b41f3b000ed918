import { connect } from 'node:tls';
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmulators } from './index.ts';
import type { Emulators } from './index.ts';

/** Not every machine has ::1. */
const loopbackAddresses = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ internal, address }) => internal && (address === '127.0.0.1' || address === '::1'))
  .map(({ address }) => address);

describe('the emulators together', () => {
  let emulators: Emulators;

  beforeEach(async () => {
    emulators = await startEmulators();
  });
  afterEach(() => emulators.close());

  test.each(loopbackAddresses)('the certificate holds for localhost at %s and has the announced key', async (host) => {
    const port = Number(new URL(emulators.entra.origin).port);
    const socket = connect({ host, port, servername: 'localhost', ca: emulators.certificateAuthority });
    await once(socket, 'secureConnect');
    const { raw } = socket.getPeerCertificate();
    const spki = new X509Certificate(raw).publicKey.export({ type: 'spki', format: 'der' });
    expect(socket.authorized).toBe(true);
    expect(createHash('sha256').update(spki).digest('base64')).toBe(emulators.certificateSpki);
    socket.destroy();
  });

  test('the authority can vouch for this machine only (someone may leave it in an OS store)', () => {
    const { raw } = new X509Certificate(emulators.certificateAuthority);
    // 2.5.29.30, name constraints, marked critical.
    expect(raw.includes(Buffer.from([0x06, 0x03, 0x55, 0x1d, 0x1e, 0x01, 0x01, 0xff]))).toBe(true);
  });

  test('the policy points at these servers, and overrides replace whole keys', () => {
    const policy = emulators.policy({ Deployments: [], RequiredRoles: ['Parley.User'] });
    expect(policy).toMatchObject({
      OrganisationName: 'Contoso',
      Cloud: { LoginHost: emulators.entra.origin, GraphHost: emulators.graph.origin },
      Deployments: [],
      RequiredRoles: ['Parley.User'],
    });
    expect(emulators.policy()['Deployments']).toMatchObject([
      { Id: 'gpt-demo', Endpoint: emulators.openai.endpoint, Deployment: 'corp-chat', Api: 'responses' },
      { Id: 'gpt-demo-chat', Deployment: 'corp-chat-legacy', Api: 'chat' },
    ]);
  });

  test('two sets of emulators run side by side and trust only their own tokens (parallel tests share nothing)', async () => {
    const others = await startEmulators();
    try {
      const token = await others.entra.accessTokenFor('ada', 'User.Read');
      const answer = await fetch(`${emulators.graph.origin}/v1.0/me`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(answer.status).toBe(401);
    } finally {
      await others.close();
    }
  });
});
