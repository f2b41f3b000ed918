import { randomBytes, randomInt } from 'node:crypto';
import type { DemoTenant, Person } from '../demo-tenant.ts';
import type { ClaimsRequest } from './claims-request.ts';
import { OAuthRefusal } from './oauth-error.ts';
import type { Clock } from './token-authority.ts';

/** What a device asked for. */
export interface DeviceRequest {
  /** undefined for `organizations` and `common`. */
  readonly tenant: DemoTenant | undefined;
  readonly path: string;
  readonly scope: string;
  readonly claims: ClaimsRequest;
}

/** A device code, as tests see it. */
export interface DeviceCode {
  /** What the person types: nine capitals and digits. */
  readonly userCode: string;
  readonly status: 'pending' | 'approved' | 'declined' | 'redeemed';
}

/** What the token endpoint gets for an approved device code. */
export interface DeviceGrant {
  readonly person: Person;
  readonly family: string;
  readonly request: DeviceRequest;
}

/** The device codes that are out. */
export interface DeviceCodes {
  readonly all: readonly DeviceCode[];
  /** The body of the device code endpoint's reply. */
  start(request: DeviceRequest): Record<string, unknown>;
  /** The request behind a code that is still waiting for its person. */
  waiting(userCode: string): DeviceRequest | undefined;
  approve(userCode: string, grant: { readonly person: Person; readonly family: string }): void;
  decline(userCode: string): void;
  expire(): void;
  /** Seconds between polls and seconds until a code expires, for later codes. */
  setTimes(times: { readonly interval?: number; readonly lifetime?: number }): void;
  /** @throws OAuthRefusal authorization_pending, slow_down, expired_token, authorization_declined, bad_verification_code */
  poll(deviceCode: string): DeviceGrant;
}

interface Entry {
  userCode: string;
  status: DeviceCode['status'];
  readonly deviceCode: string;
  readonly request: DeviceRequest;
  readonly interval: number;
  expires: number;
  polled: number;
  grant: { readonly person: Person; readonly family: string } | undefined;
}

/** Without vowels and look-alikes, as Entra's. */
const alphabet = 'BCDFGHJKLMNPQRSTVWXYZ23456789';

/** Starts with no code. */
export function createDeviceCodes(options: { readonly clock: Clock; readonly verificationUri: string }): DeviceCodes {
  const { clock, verificationUri } = options;
  const entries: Entry[] = [];
  let interval = 5;
  let lifetime = 900;
  const find = (userCode: string): Entry | undefined => {
    const typed = userCode.replaceAll(/[\s-]/g, '').toUpperCase();
    return entries.find((entry) => entry.userCode === typed && entry.status === 'pending' && clock() < entry.expires);
  };

  return {
    all: entries,
    start: (request) => {
      const userCode = Array.from({ length: 9 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
      const deviceCode = `1.${randomBytes(64).toString('base64url')}`;
      const expires = clock() + lifetime * 1000;
      entries.push({
        userCode,
        status: 'pending',
        deviceCode,
        request,
        interval,
        expires,
        polled: -Infinity,
        grant: undefined,
      });
      return {
        user_code: userCode,
        device_code: deviceCode,
        verification_uri: verificationUri,
        expires_in: lifetime,
        interval,
        message: `To sign in, use a web browser to open the page ${verificationUri} and enter the code ${userCode} to authenticate.`,
      };
    },
    waiting: (userCode) => find(userCode)?.request,
    approve: (userCode, grant) => {
      const entry = find(userCode);
      if (entry === undefined) throw new Error('No such device code is waiting.');
      Object.assign(entry, { status: 'approved', grant });
    },
    decline: (userCode) => {
      const entry = find(userCode);
      if (entry === undefined) throw new Error('No such device code is waiting.');
      entry.status = 'declined';
    },
    expire: () => {
      for (const entry of entries) entry.expires = clock();
    },
    setTimes: (times) => {
      interval = times.interval ?? interval;
      lifetime = times.lifetime ?? lifetime;
    },
    poll: (deviceCode) => {
      const entry = entries.find((candidate) => candidate.deviceCode === deviceCode);
      if (entry === undefined || entry.status === 'redeemed') {
        throw refusal(
          'bad_verification_code',
          70019,
          "The provided value for the input parameter 'device_code' is not valid.",
        );
      }
      const early = clock() - entry.polled < (entry.interval * 1000) / 2;
      entry.polled = clock();
      if (clock() >= entry.expires) {
        throw refusal(
          'expired_token',
          70020,
          "The provided value for the input parameter 'device_code' is not valid. This device code has expired.",
        );
      }
      if (entry.status === 'declined') {
        throw refusal('authorization_declined', 70018, 'The end user denied the authorization request.');
      }
      if (entry.grant === undefined) {
        // Entra tolerates clocks and networks that are a little off; half the interval is no accident.
        throw early
          ? refusal(
              'slow_down',
              70016,
              'OAuth 2.0 device flow error. Polling too often: wait for the interval. Continue polling.',
            )
          : refusal(
              'authorization_pending',
              70016,
              'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
            );
      }
      entry.status = 'redeemed';
      return { ...entry.grant, request: entry.request };
    },
  };
}

function refusal(error: string, aadsts: number, description: string): OAuthRefusal {
  return new OAuthRefusal({ error, aadsts, description });
}
