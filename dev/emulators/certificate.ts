// tsyringe, which @peculiar/x509 loads, refuses to start without it.
import 'reflect-metadata';
import { createHash, randomBytes } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { TlsIdentity } from './http/open-server.ts';

/** A certificate for this machine's loopback names, and the throw-away authority that signed it. */
export interface LoopbackCertificate {
  readonly tls: TlsIdentity;
  /** PEM of the authority; its private key is gone once this value exists, so that nobody can sign more with it. */
  readonly certificateAuthority: string;
  /** base64 SHA-256 of the server certificate's SubjectPublicKeyInfo. */
  readonly spki: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 24 * 60 * 60 * 1000;

/** Makes a new authority and a certificate for localhost, 127.0.0.1 and ::1 that is valid for thirty days. */
export async function createLoopbackCertificate(): Promise<LoopbackCertificate> {
  const validity = { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + 30 * day) };
  const authorityKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const serverKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  // Chromium compares authorities by name and key: a name of its own keeps two runs' authorities apart in an OS store.
  const authorityName = `CN=Parley emulator authority ${randomBytes(4).toString('hex')}`;

  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: authorityName,
    ...validity,
    signingAlgorithm: algorithm,
    keys: authorityKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      // SECURITY: someone may put this authority into an OS store; it can vouch for this machine only.
      loopbackNameConstraints(),
      await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const server = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: 'CN=localhost',
    issuer: authorityName,
    ...validity,
    signingAlgorithm: algorithm,
    publicKey: serverKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(serverKeys.publicKey),
    ],
  });

  const privateKey = await crypto.subtle.exportKey('pkcs8', serverKeys.privateKey);
  const publicKey = await crypto.subtle.exportKey('spki', serverKeys.publicKey);
  return {
    tls: {
      key: x509.PemConverter.encode(privateKey, 'PRIVATE KEY'),
      cert: `${server.toString('pem')}\n${authority.toString('pem')}\n`,
    },
    certificateAuthority: `${authority.toString('pem')}\n`,
    spki: createHash('sha256').update(Buffer.from(publicKey)).digest('base64'),
  };
}

/** permittedSubtrees { dNSName localhost, iPAddress 127.0.0.0/8, iPAddress ::1/128 }, in DER: the library has no class for it. */
function loopbackNameConstraints(): x509.Extension {
  const names = [
    encode(0x82, Buffer.from('localhost')),
    encode(0x87, Buffer.from([127, 0, 0, 0, 255, 0, 0, 0])),
    encode(0x87, Buffer.concat([Buffer.alloc(15), Buffer.from([1]), Buffer.alloc(16, 0xff)])),
  ];
  const permitted = encode(0xa0, Buffer.concat(names.map((name) => encode(0x30, name))));
  return new x509.Extension('2.5.29.30', true, new Uint8Array(encode(0x30, permitted)));
}

/** One DER element; every one here is shorter than 128 bytes, so that its length is one byte. */
function encode(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag, content.length]), content]);
}

function serialNumber(): string {
  // A leading 01 keeps the DER integer positive.
  return `01${randomBytes(15).toString('hex')}`;
}
