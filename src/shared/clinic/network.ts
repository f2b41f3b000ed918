// Sources: https://source.chromium.org/chromium/chromium/src/+/main:net/base/net_error_list.h,
// https://nodejs.org/api/errors.html#common-system-errors, https://nodejs.org/api/tls.html#x509-certificate-error-codes
import type { Explanation, Explanations } from './explanation.ts';

const offline: Explanation = {
  cause: 'This computer is not connected to the network.',
  fixer: 'you',
  advice: 'Check your network connection or VPN, then try again.',
  remedy: 'try-again',
  note: 'No connection at all.',
};

const notFound: Explanation = {
  cause: 'The address of {host} could not be found on your network.',
  fixer: 'you',
  advice:
    'Check your network connection or VPN, then try again; if it stays so, send the details to your IT department.',
  remedy: 'try-again',
  note: 'DNS does not resolve {host}: check DNS, split-horizon zones and private endpoints.',
};

const refused: Explanation = {
  cause: 'Parley cannot connect to {host}.',
  fixer: 'it',
  advice: 'Check your VPN and try again; if it stays so, send the details to your IT department.',
  remedy: 'try-again',
  note: 'A firewall or the other side refused or reset the connection to {host}, port 443.',
};

const slow: Explanation = {
  cause: 'The connection to {host} took too long.',
  fixer: 'you',
  advice: 'Try again in a moment; a VPN that has gone to sleep is a common reason.',
  remedy: 'try-again',
  note: 'Timed out: a firewall that drops packets, or a slow line.',
};

const interrupted: Explanation = {
  cause: 'The network changed or broke off in the middle.',
  fixer: 'you',
  advice: 'Try again.',
  remedy: 'try-again',
  note: 'The connection was closed, aborted or suspended.',
};

const proxyLogin: Explanation = {
  cause: 'The network’s proxy wants you to sign in to it, and that did not work.',
  fixer: 'it',
  advice: 'Sign in to your network or VPN again; if it stays so, send the details to your IT department.',
  remedy: 'try-again',
  note: 'HTTP 407: allow integrated authentication for the proxy, or exempt {host} from proxy authentication.',
};

const proxyFault: Explanation = {
  cause: 'The network’s proxy does not let Parley through to {host}.',
  fixer: 'it',
  advice: 'Send the details to your IT department.',
  remedy: 'message-it',
  note: 'Proxy or tunnel failed: check the PAC file, and that the proxy allows CONNECT to {host}:443.',
};

const unknownIssuer: Explanation = {
  cause: 'The connection to {host} is not trusted: this computer does not know who issued its certificate.',
  fixer: 'it',
  advice: 'Ask your IT department to install the certificate of your organisation on this computer.',
  remedy: 'message-it',
  note: 'The chain ends at an authority that the OS store does not hold; install the root of the inspecting proxy.',
};

const wrongName: Explanation = {
  cause: 'The connection to {host} is not trusted: its certificate was made for another name.',
  fixer: 'it',
  advice: 'Send the details to your IT department, and do not use this network for confidential things until then.',
  remedy: 'message-it',
  note: 'The certificate’s names do not include {host}: a captive portal, wrong DNS, or a private endpoint.',
};

const wrongDate: Explanation = {
  cause: 'The connection to {host} is not trusted: its certificate is out of date, or this computer’s clock is wrong.',
  fixer: 'you',
  advice: 'Set date, time and time zone of the computer to automatic, then try again.',
  remedy: 'try-again',
  note: 'Compare the clock first; if it is right, the certificate has expired or is not yet valid.',
};

const badCertificate: Explanation = {
  cause: 'The connection to {host} is not trusted: something is wrong with its certificate.',
  fixer: 'it',
  advice: 'Send the details to your IT department.',
  remedy: 'message-it',
  note: 'The certificate is revoked, too weak, or breaks a rule such as certificate transparency or name constraints.',
};

const tlsFault: Explanation = {
  cause: 'A secure connection to {host} could not be made.',
  fixer: 'it',
  advice: 'Try again on another network; if it stays so, send the details to your IT department.',
  remedy: 'message-it',
  note: 'The TLS handshake failed: a proxy with an old protocol or cipher, or one that is no TLS proxy at all.',
};

const clientCertificate: Explanation = {
  cause: 'The connection to {host} asks for a certificate of this computer, and there was none to give.',
  fixer: 'it',
  advice: 'Send the details to your IT department.',
  remedy: 'message-it',
  note: 'A client certificate is asked for, missing, or was refused.',
};

const blocked: Explanation = {
  cause: 'A program or a rule on this computer blocks the connection to {host}.',
  fixer: 'it',
  advice: 'Send the details to your IT department.',
  remedy: 'message-it',
  note: 'Blocked by a firewall, a filter or an administrator’s rule on this computer.',
};

const strangeReply: Explanation = {
  cause: 'What came back from {host} is not what the service sends.',
  fixer: 'it',
  advice: 'Open a web page to see whether the network wants you to sign in, then try again.',
  remedy: 'try-again',
  note: 'A captive portal or a proxy answered in place of {host}.',
};

/** What fetch fails with: Chromium's names without `net::`, and Node's own. */
export const networkErrors: Explanations = {
  ERR_INTERNET_DISCONNECTED: offline,
  ERR_NETWORK_CHANGED: interrupted,
  ERR_NETWORK_IO_SUSPENDED: interrupted,
  ERR_NAME_NOT_RESOLVED: notFound,
  ERR_NAME_RESOLUTION_FAILED: notFound,
  ERR_DNS_TIMED_OUT: notFound,
  ENOTFOUND: notFound,
  EAI_AGAIN: notFound,
  ERR_ADDRESS_UNREACHABLE: refused,
  ERR_CONNECTION_REFUSED: refused,
  ERR_CONNECTION_FAILED: refused,
  ERR_CONNECTION_RESET: refused,
  ECONNREFUSED: refused,
  ECONNRESET: refused,
  EHOSTUNREACH: refused,
  ENETUNREACH: offline,
  ERR_CONNECTION_CLOSED: interrupted,
  ERR_CONNECTION_ABORTED: interrupted,
  ERR_SOCKET_NOT_CONNECTED: interrupted,
  ERR_EMPTY_RESPONSE: interrupted,
  EPIPE: interrupted,
  ERR_TIMED_OUT: slow,
  ERR_CONNECTION_TIMED_OUT: slow,
  ETIMEDOUT: slow,
  TIMED_OUT: slow,
  ERR_PROXY_AUTH_REQUESTED: proxyLogin,
  ERR_PROXY_AUTH_UNSUPPORTED: proxyLogin,
  ERR_PROXY_AUTH_REQUESTED_WITH_NO_CONNECTION: proxyLogin,
  ERR_MISCONFIGURED_AUTH_ENVIRONMENT: proxyLogin,
  ERR_UNEXPECTED_PROXY_AUTH: proxyLogin,
  ERR_INVALID_AUTH_CREDENTIALS: proxyLogin,
  ERR_TUNNEL_CONNECTION_FAILED: proxyFault,
  ERR_PROXY_CONNECTION_FAILED: proxyFault,
  ERR_NO_SUPPORTED_PROXIES: proxyFault,
  ERR_MANDATORY_PROXY_CONFIGURATION_FAILED: proxyFault,
  ERR_PAC_SCRIPT_FAILED: proxyFault,
  ERR_PAC_STATUS_NOT_OK: proxyFault,
  ERR_SOCKS_CONNECTION_FAILED: proxyFault,
  ERR_PROXY_CERTIFICATE_INVALID: {
    ...unknownIssuer,
    cause: 'The network’s proxy is not trusted: its certificate is not valid.',
  },
  ERR_CERT_AUTHORITY_INVALID: unknownIssuer,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownIssuer,
  SELF_SIGNED_CERT_IN_CHAIN: unknownIssuer,
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownIssuer,
  CERT_UNTRUSTED: unknownIssuer,
  ERR_CERT_COMMON_NAME_INVALID: wrongName,
  ERR_TLS_CERT_ALTNAME_INVALID: wrongName,
  ERR_CERT_DATE_INVALID: wrongDate,
  ERR_CERT_VALIDITY_TOO_LONG: badCertificate,
  CERT_HAS_EXPIRED: wrongDate,
  CERT_NOT_YET_VALID: wrongDate,
  ERR_CERT_REVOKED: badCertificate,
  ERR_CERT_INVALID: badCertificate,
  ERR_CERT_WEAK_KEY: badCertificate,
  ERR_CERT_WEAK_SIGNATURE_ALGORITHM: badCertificate,
  ERR_CERT_NO_REVOCATION_MECHANISM: badCertificate,
  ERR_CERT_UNABLE_TO_CHECK_REVOCATION: badCertificate,
  ERR_CERT_NAME_CONSTRAINT_VIOLATION: badCertificate,
  ERR_CERTIFICATE_TRANSPARENCY_REQUIRED: badCertificate,
  ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN: badCertificate,
  ERR_SSL_PROTOCOL_ERROR: tlsFault,
  ERR_SSL_VERSION_OR_CIPHER_MISMATCH: tlsFault,
  ERR_SSL_CLIENT_AUTH_CERT_NEEDED: clientCertificate,
  ERR_BAD_SSL_CLIENT_AUTH_CERT: clientCertificate,
  ERR_SSL_CLIENT_AUTH_SIGNATURE_FAILED: clientCertificate,
  ERR_NETWORK_ACCESS_DENIED: blocked,
  ERR_BLOCKED_BY_CLIENT: blocked,
  ERR_BLOCKED_BY_ADMINISTRATOR: blocked,
  ERR_INVALID_RESPONSE: strangeReply,
  ERR_INVALID_HTTP_RESPONSE: strangeReply,
  ERR_CONTENT_DECODING_FAILED: strangeReply,
  ERR_TOO_MANY_REDIRECTS: strangeReply,
  ERR_HTTP2_PROTOCOL_ERROR: { ...interrupted, note: 'HTTP/2 was broken off; some inspecting proxies do this.' },
  ERR_QUIC_PROTOCOL_ERROR: interrupted,
  /** Parley's own: the clock differs from the Date header or a token's times by more than tokens allow. */
  CLOCK_SKEW: {
    cause: 'This computer’s clock is wrong, so that sign-ins look expired or not yet valid.',
    fixer: 'you',
    advice: 'Set date, time and time zone of the computer to automatic, then sign in again.',
    remedy: 'sign-in',
    note: 'The clock differs by more than five minutes from the sign-in service’s; check the time source.',
  },
};

/** A failure of the network that has no entry of its own, told by the sort of its name. */
export const networkFamilies: readonly (readonly [RegExp, Explanation])[] = [
  [/^ERR_CERT/, badCertificate],
  [/^ERR_(BAD_)?SSL/, tlsFault],
  [/^ERR_(PROXY|PAC|SOCKS)/, proxyFault],
  [/^ERR_(NAME|DNS)/, notFound],
  [/^(ERR_|E[A-Z]{4,}$)/, refused],
];
