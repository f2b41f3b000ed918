import { type Diagnosis, diagnose } from './clinic/diagnose.ts';
import { errorDetails, utcTime } from './clinic/error-details.ts';
import type { Fixer, Portal, Remedy } from './clinic/explanation.ts';
import type { AppErrorData, ErrorCode } from './errors.ts';
import { attachmentTexts } from './error-texts/attachment.ts';
import { computerTexts } from './error-texts/computer.ts';
import { graphTexts } from './error-texts/graph.ts';
import { identityTexts } from './error-texts/identity.ts';
import { libraryTexts } from './error-texts/library.ts';
import { unsentTexts } from './error-texts/unsent.ts';
import { modelTexts } from './error-texts/model.ts';
import { transferTexts } from './error-texts/transfer.ts';
import type { ErrorText, WriteErrorText } from './error-texts/words.ts';

/** The plain English for an error; every code has its own by type, unless the clinic knows more about its cause. */
export function errorText(error: Pick<AppErrorData, 'code' | 'fields'>): ErrorText {
  return textOf(error, diagnosisOf(error));
}

/** What an error card shows. */
export interface ErrorCardContent extends ErrorText {
  readonly code: ErrorCode;
  readonly correlationId: string;
  /** In UTC, so that it can be found in anybody's log. */
  readonly time: string;
  /** What "Copy details" copies. */
  readonly details: string;
  /** Who can end the trouble, where the clinic knows. */
  readonly fixer?: Fixer;
  /** What the main button does, where the clinic knows. */
  readonly remedy?: Remedy;
  /** Where IT finds the setting. */
  readonly portal?: Portal;
}

/** Everything that a card shows about an error. */
export function errorCard(error: AppErrorData, appVersion: string): ErrorCardContent {
  const { code, correlationId, time } = error;
  const diagnosis = diagnosisOf(error);
  const text = textOf(error, diagnosis);
  return {
    ...text,
    code,
    correlationId,
    time: utcTime(time),
    details: errorDetails(error, { sentence: text.sentence, appVersion, diagnosis }),
    ...(diagnosis === undefined ? {} : { fixer: diagnosis.fixer, remedy: diagnosis.remedy }),
    ...(diagnosis?.portal === undefined ? {} : { portal: diagnosis.portal }),
  };
}

/** The codes whose cause is somewhere in signing in, consent, the network or the broker. */
const diagnosedCodes = /^(sign-in|claims|consent|network|broker)-/;

/** What Parley itself knows better than any code: it was the person, the clock, or policy leaves no other way. */
const ownCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'sign-in-cancelled',
  'sign-in-timed-out',
  'broker-required',
]);

function diagnosisOf(error: Pick<AppErrorData, 'code' | 'fields'>): Diagnosis | undefined {
  const isDiagnosed = diagnosedCodes.test(error.code) || error.fields['network'] !== undefined;
  return isDiagnosed && !ownCodes.has(error.code) ? diagnose(error) : undefined;
}

function textOf({ code, fields }: Pick<AppErrorData, 'code' | 'fields'>, diagnosis: Diagnosis | undefined): ErrorText {
  // The texts on consent name the service that it is for, which no code of the sign-in service does.
  if (diagnosis === undefined || code.startsWith('consent-')) return texts[code](fields);
  const { cause, advice, matched } = diagnosis;
  // On the phone a help desk asks for this number first; other codes are for "Copy details".
  const named = matched.startsWith('AADSTS') ? cause.replace(/\.$/, ` (${matched}).`) : cause;
  const { issuer } = fields;
  const sentence = issuer === undefined ? named : `${named} It was issued by “${issuer}”.`;
  return { sentence, action: advice };
}

const texts: Readonly<Record<ErrorCode, WriteErrorText>> = {
  ...identityTexts,
  ...modelTexts,
  ...graphTexts,
  ...attachmentTexts,
  ...libraryTexts,
  ...unsentTexts,
  ...transferTexts,
  ...computerTexts,
};
