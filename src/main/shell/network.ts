import type { App, Certificate, Session } from 'electron';
import { type CertificateFault, UntrustedCertificateError } from '../core/network-error.ts';
import type { Fetch } from '../core/ports.ts';

/** Name of the in-memory session: nothing of what it sees is written to disk. */
export const apiPartition = 'parley-api';

/** Chromium goes by its own verdict. Source: https://www.electronjs.org/docs/latest/api/session */
const chromiumDecides = -3;
const deepestChain = 10;

/**
 * HTTP through Chromium: the system's proxy, its certificate store and its integrated sign-in to proxies. A certificate
 * that is not trusted is told of with its chain, so that IT can see who has signed it.
 * SECURITY: its own session, so that no cookie of a service reaches the page or the disk, and none sent or kept, since the
 * requests of all accounts share it: a server of tools could take one person for another.
 */
export function createFetch(session: Session): Fetch {
  const faults = new Map<string, CertificateFault>();
  session.setCertificateVerifyProc(({ hostname, certificate, errorCode }, decide) => {
    if (errorCode !== 0) faults.set(hostname, describe(certificate));
    // SECURITY: looked at and never overruled.
    decide(chromiumDecides);
  });
  return async (input, init) => {
    const request = input instanceof URL ? input.href : input;
    try {
      return await session.fetch(request, { ...init, credentials: 'omit', bypassCustomProtocolHandlers: true });
    } catch (thrown) {
      const fault = faults.get(new URL(typeof request === 'string' ? request : request.url).hostname);
      const isCertificate = thrown instanceof Error && /ERR_CERT_/.test(thrown.message);
      throw isCertificate && fault !== undefined ? new UntrustedCertificateError(fault, thrown) : thrown;
    }
  };
}

function describe(certificate: Certificate): CertificateFault {
  const chain: string[] = [];
  for (let link: Certificate | undefined = certificate; link !== undefined && chain.length < deepestChain;) {
    chain.push(link.subjectName);
    // The last one names itself.
    link = link.issuerCert?.fingerprint === link.fingerprint ? undefined : link.issuerCert;
  }
  return { issuer: certificate.issuerName, chain, validUntil: certificate.validExpiry * 1000 };
}

/** SECURITY: since Electron 44 the first client certificate of the computer is presented to any server that asks. */
export function refuseClientCertificates(app: App): void {
  app.on('select-client-certificate', (event, _contents, _url, _certificates, choose) => {
    event.preventDefault();
    choose();
  });
}
