import { AppError } from '../../shared/errors.ts';

/** Chromium's and Node's names for "the certificate is not trusted". */
const certificateCodes =
  /ERR_CERT_|ERR_SSL_|ERR_BAD_SSL|UNABLE_TO_(VERIFY|GET_ISSUER)|SELF_SIGNED_CERT|DEPTH_ZERO|CERT_(HAS_EXPIRED|UNTRUSTED)|ERR_TLS_/;

/**
 * What a rejected fetch means to a person: the other side can't be reached, or its certificate is not trusted here.
 * @param thrown what fetch rejected with
 */
export function networkError(thrown: unknown, url: string | URL): AppError {
  const reason = networkCode(thrown);
  const code = certificateCodes.test(reason) ? 'network-certificate' : 'network-unreachable';
  return new AppError(code, { fields: { host: new URL(url).host, reason }, cause: thrown });
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
