import { type Cloud, isLoopback } from '../auth/cloud.ts';
import type { EndpointFault } from './endpoint.ts';

const forms = 'a resource’s name, or its address such as https://NAME.openai.azure.com';
const lengthLimit = 2000;

/** Reads the text of an Endpoint as an address: a bare name is a resource in the person's cloud, a bare host is https. */
export function readEndpointUrl(written: string, cloud: Cloud): URL | EndpointFault {
  const text = written.trim();
  if (text === '') return fault('is empty');
  if (text.length > lengthLimit) return fault('is too long');
  // SECURITY: a letter that only looks like one of ours would send tokens to somebody else's host.
  if (!/^[\x21-\x7e]+$/.test(text)) return fault('has characters that no address has');
  if (/^\/?subscriptions\//i.test(text)) return fault('is a resource’s id');
  // SECURITY: the URL parser would resolve these in silence, and the address would be another one than is read.
  if (/\\|(^|\/)(\.|%2e){1,2}(?=[/?#]|$)/i.test(text)) return fault('has dots or backslashes in its path');
  if (isResourceName(text)) {
    const [suffix] = cloud.azureOpenAISuffixes;
    if (suffix !== undefined) return new URL(`https://${text}.${suffix}`);
    return fault(`is a name only, but ${cloud.name} has no AzureOpenAISuffixes`, 'the whole address');
  }
  const hasScheme = text.includes('://');
  if (!hasScheme && !/^(localhost|[^/?#]*[.:])/i.test(text)) return fault('is not an address');
  const whole = hasScheme ? text : `https://${text}`;
  return URL.canParse(whole) ? checkUrl(new URL(whole)) : fault('is not an address');
}

/** One label of a host name. */
function isResourceName(text: string): boolean {
  return /^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/i.test(text) && text.toLowerCase() !== 'localhost';
}

function checkUrl(url: URL): URL | EndpointFault {
  // SECURITY: a token never travels in the clear; plain http is for emulators on this computer alone.
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url))) {
    return fault('is not https', 'an https address, or http on this computer');
  }
  // SECURITY: policy is readable for everybody on the computer, so that no secret belongs into it.
  if (url.username !== '' || url.password !== '') return fault('has a user name or a password in it');
  if (url.hash !== '') return fault('has a # in it');
  const unknown = [...url.searchParams.keys()].find((name) => name !== 'api-version');
  if (unknown !== undefined) return fault(`has “${unknown}” in its query`, 'no query but api-version');
  if (url.searchParams.getAll('api-version').length > 1) return fault('has api-version twice', 'one api-version');
  return url;
}

function fault(problem: string, accepted = forms): EndpointFault {
  return { key: 'Endpoint', problem, accepted };
}
