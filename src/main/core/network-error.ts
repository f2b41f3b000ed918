import { AppError } from '../../shared/errors.ts';

/** Chromium's and Node's names for "the certificate is not trusted". */
const certificateCodes =
  /ERR_CERT_|ERR_SSL_|ERR_BAD_SSL|UNABLE_TO_(VERIFY|GET_ISSUER)|SELF_SIGNED_CERT|DEPTH_ZERO|CERT_(HAS_EXPIRED|UNTRUSTED)|ERR_TLS_/;

const nameLimit = 120;

/** Who has signed a certificate that this computer does not trust. */
export interface CertificateFault {
  readonly issuer: string;
  /** Names from the server's certificate up. */
  readonly chain: readonly string[];
  /** Milliseconds since the epoch. */
  readonly validUntil: number;
}

/** A fetch that failed for its certificate, where who fetches has seen it. */
export class UntrustedCertificateError extends Error {
  readonly fault: CertificateFault;

  constructor(fault: CertificateFault, cause: Error) {
    super(cause.message, { cause });
    this.name = 'UntrustedCertificateError';
    this.fault = fault;
  }
}

/**
 * What a rejected fetch means to a person: the other side can't be reached, or its certificate is not trusted here.
 * @param thrown what fetch rejected with
 */
export function networkError(thrown: unknown, url: string | URL): AppError {
  const reason = networkCode(thrown);
  const code = certificateCodes.test(reason) ? 'network-certificate' : 'network-unreachable';
  const fields = { host: new URL(url).host, reason, ...certificateFields(thrown) };
  return new AppError(code, { fields, cause: thrown });
}

function certificateFields(thrown: unknown): Record<string, string> {
  if (!(thrown instanceof UntrustedCertificateError)) return {};
  const { issuer, chain, validUntil } = thrown.fault;
  return {
    issuer: plain(issuer),
    chain: chain.map(plain).join(' < '),
    validUntil: Number.isFinite(validUntil) ? new Date(validUntil).toISOString().slice(0, 10) : '',
  };
}

/** SECURITY: a certificate's names are whatever who made it has written. */
function plain(name: string): string {
  return name.replace(/[\p{C}<>]/gu, '').slice(0, nameLimit);
}

/** `net::ERR_NAME_NOT_RESOLVED` (Chromium) and `ENOTFOUND` (Node) both come out as their bare names. */
function networkCode(thrown: unknown): string {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth++) {
    if ('code' in error && typeof error.code === 'string') return error.code;
    const chromium = /\bERR_[A-Z_]+/.exec(error.message);
    if (chromium !== null) return chromium[0];
    if (error.name === 'TimeoutError') return 'TIMED_OUT';
  }
  return 'FAILED';
}
