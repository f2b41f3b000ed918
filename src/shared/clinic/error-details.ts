import { type AppErrorData, assertNever } from '../errors.ts';
import { redactLine } from '../redact.ts';
import type { Diagnosis } from './diagnose.ts';
import type { Fixer } from './explanation.ts';

/** What details hold besides the error's own data. */
export interface ErrorDetailsContext {
  /** As the card shows it. */
  readonly sentence: string;
  readonly appVersion: string;
  readonly diagnosis: Diagnosis | undefined;
}

/** What "Copy details" copies. What a help desk searches by comes first: a mail may have to leave the end out. */
export function errorDetails(error: AppErrorData, { sentence, appVersion, diagnosis }: ErrorDetailsContext): string {
  const { aadsts, traceId, ...fields } = error.fields;
  const lines: readonly (readonly [string, string | number | undefined])[] = [
    ['Code', error.code],
    ['AADSTS', aadsts],
    ['Correlation id', error.correlationId],
    ['Trace id', traceId],
    ['Time', utcTime(error.time)],
    ['Parley', appVersion],
    ['Who can fix it', diagnosis === undefined ? undefined : fixerText(diagnosis.fixer)],
    ['Where', diagnosis?.portal?.path],
    ...Object.entries(fields),
    ['For IT', diagnosis?.note],
  ];
  // SECURITY: what is copied goes into mails and tickets; name and value together, since a name may tell a secret.
  return [
    redactLine(sentence),
    ...lines.flatMap(([name, value]) => (value === undefined ? [] : [redactLine(`${name}: ${value}`)])),
  ].join('\n');
}

/** A time as everybody's log has it. */
export function utcTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Who can fix it, in words. */
export function fixerText(fixer: Fixer): string {
  switch (fixer) {
    case 'you':
      return 'the person';
    case 'it':
      return 'IT';
    case 'microsoft':
      return 'Microsoft';
    default:
      return assertNever(fixer);
  }
}
