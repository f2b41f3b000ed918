import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { BrokerProbe, type BrokerReply } from '../core/auth/broker/protocol.ts';
import { nodeProcessHost } from '../shell/process-host.ts';
import { NativeBroker } from './native-broker.ts';
import { describeFailure } from './wire.ts';

describe('the broker process', () => {
  it('says whether there is a broker, and why, and ends when it is told to', async () => {
    const child = nodeProcessHost(process.execPath, path.join(import.meta.dirname, 'index.ts')).start();
    const ended = new Promise<void>((resolve) => child.onExit(() => resolve()));
    const reply = await new Promise<unknown>((resolve) => {
      child.onMessage(resolve);
      child.post({ id: 0, method: 'probe' });
    });
    expect(reply).toMatchObject({ id: 0, ok: true });
    const probe = BrokerProbe.parse((reply as Extract<BrokerReply, { ok: true }>).value);
    const reasons = probe.available ? ['loaded'] : ['library-not-loaded', 'broker-not-started'];
    expect(reasons).toContain(probe.reason);
    child.kill();
    await ended;
  });

  it('loads nothing on a system that has no broker, and refuses every call there', async () => {
    const broker = new NativeBroker({ platform: 'linux', arch: 'riscv64' });
    await expect(broker.reply({ id: 1, method: 'probe' })).resolves.toEqual({
      id: 1,
      ok: true,
      value: { available: false, reason: 'system-not-supported' },
    });
    const refused = await broker.reply({ id: 2, method: 'accounts', clientId: 'a', correlationId: 'b' });
    expect(refused).toMatchObject({ id: 2, ok: false, error: { errorCode: 'unknown_error' } });
  });
});

describe('describeFailure', () => {
  it('tells MSAL’s errors by their fields, and keeps what the runtime said', () => {
    const platformBrokerError = Object.assign(new Error(), {
      errorCode: 'NoNetwork',
      errorMessage: '(Error Code: 3399942148, Tag: abcde)',
      statusCode: 3_399_942_148,
      tag: 'abcde',
    });
    const thrown = Object.assign(new Error('text'), {
      name: 'ClientAuthError',
      errorCode: 'no_network_connectivity',
      errorMessage: 'See https://aka.ms/msal.js.errors',
      subError: '',
      correlationId: 'c-1',
      platformBrokerError,
    });
    expect(describeFailure(thrown)).toEqual({
      name: 'ClientAuthError',
      errorCode: 'no_network_connectivity',
      errorMessage: '(Error Code: 3399942148, Tag: abcde)',
      subError: '',
      correlationId: 'c-1',
      status: 'NoNetwork',
      statusCode: 3_399_942_148,
      tag: 'abcde',
    });
  });

  it.each([new Error('ada@contoso.example'), 'ada@contoso.example', undefined, { errorCode: 7 }])(
    'lets nothing out of an error that is not MSAL’s: %j',
    (thrown) => {
      expect(JSON.stringify(describeFailure(thrown))).not.toContain('ada@');
      expect(describeFailure(thrown)).toMatchObject({ name: 'Error', errorCode: 'unknown_error' });
    },
  );

  it('cuts what would be too long for the main process to accept', () => {
    const long = Object.assign(new Error(), { errorCode: 'e'.repeat(9999), errorMessage: 'm'.repeat(99_999) });
    const { errorCode, errorMessage } = describeFailure(long);
    expect([errorCode.length, errorMessage?.length]).toEqual([128, 4096]);
  });
});
