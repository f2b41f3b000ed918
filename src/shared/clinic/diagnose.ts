import type { AppErrorData } from '../errors.ts';
import { brokerFamilies, unknownBrokerError } from './broker.ts';
import { findAadsts, findBroker, findNetwork, findReason, findSubError } from './catalogue.ts';
import type { Explanation } from './explanation.ts';
import { aadstsFamilies, unknownRefusal } from './families.ts';
import { networkFamilies } from './network.ts';

/** What an error means, as far as Parley knows. */
export interface Diagnosis extends Explanation {
  /** The code that it was told by: `AADSTS50105`, `invalid_grant`, `3399942148`, `ERR_CERT_DATE_INVALID`. */
  readonly matched: string;
  /** False where the code is new to Parley and only its sort is told. */
  readonly isKnown: boolean;
  /** Microsoft's own page on the code; for IT, not for people. */
  readonly reference?: string;
}

type Fields = AppErrorData['fields'];
type Match = Omit<Diagnosis, keyof Explanation> & { readonly explanation: Explanation };

/** Nothing longer is looked at; the codes of one error are not more. */
const fieldLimit = 200;

/**
 * What an error means and who can do what about it, by the codes in its fields: `aadsts`, `broker` (status, code, tag),
 * `network`, `suberror`, `reason`, the most telling first. Undefined where the fields name no code that says anything.
 */
export function diagnose({ code, fields }: Pick<AppErrorData, 'code' | 'fields'>): Diagnosis | undefined {
  const best =
    adminConsent(code, fields) ??
    knownAadsts(fields, 'telling') ??
    broker(fields) ??
    network(fields) ??
    listed('suberror', fields, findSubError) ??
    knownAadsts(fields, 'any') ??
    newAadsts(fields) ??
    listed('reason', fields, findReason);
  if (best === undefined) return undefined;
  const { explanation, ...match } = best;
  return { ...withHost(explanation, fields['host']), ...match };
}

/** Every `AADSTS` code of a text, as in an error's fields. */
export function aadstsCodes(text: string | number | undefined): readonly string[] {
  return [...fieldText(text).matchAll(/\bAADSTS(\d{4,8})(?!\d)/g)].map(([, digits = '']) => digits);
}

/** Once it is known that only an administrator can consent, a code that asks the person to is of no use. */
function adminConsent(code: AppErrorData['code'], fields: Fields): Match | undefined {
  if (code !== 'consent-admin') return undefined;
  const match = knownAadsts(fields, 'telling');
  if (match?.explanation.remedy === 'request-consent') return match;
  const explanation = findAadsts('90094');
  return explanation === undefined ? undefined : { matched: match?.matched ?? code, isKnown: true, explanation };
}

function knownAadsts(fields: Fields, which: 'telling' | 'any'): Match | undefined {
  for (const code of aadstsCodes(fields['aadsts'])) {
    const explanation = findAadsts(code);
    if (explanation === undefined || (which === 'telling' && explanation.isGeneric === true)) continue;
    return aadstsMatch(code, explanation, true);
  }
  return undefined;
}

/** A code that is not in the catalogue, told by the one that it refines (500133 by 50013) or by how it begins. */
function newAadsts(fields: Fields): Match | undefined {
  const code = aadstsCodes(fields['aadsts']).find((each) => findAadsts(each) === undefined);
  if (code === undefined) return undefined;
  const kin =
    shortened(code, 5).map(findAadsts).find(isExplanation) ??
    findReason(fieldText(fields['reason'])) ??
    shortened(code.slice(0, 3), 2)
      .map((start) => aadstsFamilies[start])
      .find(isExplanation) ??
    unknownRefusal;
  const note = `AADSTS${code} is new to Parley, so this is told by its sort only. ${kin.note}`;
  return aadstsMatch(code, { ...kin, note }, false);
}

function aadstsMatch(code: string, explanation: Explanation, isKnown: boolean): Match {
  const reference = `https://login.microsoftonline.com/error?code=${code}`;
  return { explanation, matched: `AADSTS${code}`, isKnown, reference };
}

/** `50013`, `5001` … down to so many digits. */
function shortened(code: string, least: number): readonly string[] {
  return Array.from({ length: Math.max(0, code.length - least + 1) }, (_, cut) => code.slice(0, code.length - cut));
}

function broker(fields: Fields): Match | undefined {
  const text = fieldText(fields['broker']);
  const words = text.match(/-?\w+(?:-\w+)*/g) ?? [];
  const known = words.flatMap((word) => {
    const code = unsigned(word);
    const explanation = findBroker(code) ?? brokerFamily(code) ?? findBroker(word.replace(/^.*-/, ''));
    return explanation === undefined ? [] : [{ explanation, matched: word, isKnown: true }];
  });
  const [first] = words;
  return (
    known.find(({ explanation }) => explanation.isGeneric !== true) ??
    known[0] ??
    (first === undefined ? undefined : { explanation: unknownBrokerError, matched: first, isKnown: false })
  );
}

/** MSAL has HRESULTs as signed or unsigned numbers, Windows' logs in hexadecimal; the catalogue as unsigned numbers. */
function unsigned(word: string): string {
  return /^(-?\d{9,10}|0x[0-9a-f]{8})$/i.test(word) ? String(Number(word) >>> 0) : word;
}

function brokerFamily(code: string): Explanation | undefined {
  return /^\d{10}$/.test(code) ? brokerFamilies[Number(code).toString(16).slice(0, 4)] : undefined;
}

/** Chromium's code is in `network`, or in `reason` where the error is one of the network. */
function network(fields: Fields): Match | undefined {
  const named = fieldText(fields['network']);
  const [code] = (named === '' ? fieldText(fields['reason']) : named).match(/\b[A-Z][A-Z0-9_]{4,60}\b/g) ?? [];
  if (code === undefined) return undefined;
  const known = findNetwork(code);
  if (known !== undefined) return { explanation: known, matched: code, isKnown: true };
  const family = networkFamilies.find(([pattern]) => named !== '' && pattern.test(code));
  if (family === undefined) return undefined;
  return { explanation: { ...family[1], note: `${code}. ${family[1].note}` }, matched: code, isKnown: false };
}

function listed(
  field: 'suberror' | 'reason',
  fields: Fields,
  find: (code: string) => Explanation | undefined,
): Match | undefined {
  const code = fieldText(fields[field]);
  const explanation = find(code);
  return explanation === undefined ? undefined : { explanation, matched: code, isKnown: true };
}

function isExplanation(explanation: Explanation | undefined): explanation is Explanation {
  return explanation !== undefined;
}

function fieldText(field: string | number | undefined): string {
  return String(field ?? '').slice(0, fieldLimit);
}

/** SECURITY: only what can be a host's name is put into a sentence. */
function withHost(explanation: Explanation, field: string | number | undefined): Explanation {
  const host = /^[a-z0-9.-]{1,100}(:\d{1,5})?$/i.test(String(field)) ? String(field) : 'the service';
  const fill = (text: string) => text.replaceAll('{host}', host);
  return { ...explanation, cause: fill(explanation.cause), note: fill(explanation.note) };
}
