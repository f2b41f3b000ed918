import type { ErrorCardContent } from '../error-text.ts';
import { redactLine } from '../redact.ts';

/** What a prepared mail says besides the card. */
export interface MessageContext {
  /** Empty where policy names none. */
  readonly organisation: string;
  readonly appVersion: string;
  /** Where an administrator approves Parley's permissions; for cards whose remedy is `request-consent`. */
  readonly adminConsentUrl?: string | undefined;
}

/** A mail that the person reads and sends; nothing is sent by itself. */
export interface PreparedMessage {
  readonly subject: string;
  readonly body: string;
}

/** Of subject and body as they stand in a `mailto:` address: Windows refuses addresses of over 2,081 characters. */
const mailLimit = 1900;

/** The mail to IT about an error card, short enough for a `mailto:` address. */
export function messageToIt(card: ErrorCardContent, context: MessageContext): PreparedMessage {
  const organisation = redactLine(context.organisation).slice(0, 80);
  const subject = `Parley${organisation === '' ? '' : ` at ${organisation}`}: ${card.code}`.toWellFormed();
  const request =
    card.remedy === 'request-consent' ? 'please approve the permissions that Parley needs' : 'Parley needs your help';
  const { adminConsentUrl, appVersion } = context;
  const start = [
    'Hello,',
    '',
    `${request}.`,
    ...(adminConsentUrl === undefined ? [] : [`An administrator can approve them here: ${adminConsentUrl}`]),
    '',
  ];
  const lines = card.details.split('\n');
  if (!lines.includes(`Parley: ${appVersion}`)) lines.push(`Parley: ${redactLine(appVersion)}`);
  // The details have what a help desk searches by first, so that the end is what can be spared.
  while (lines.length > 1 && encodedLength(subject, [...start, ...lines]) > mailLimit) lines.pop();
  return { subject, body: [...start, ...lines].join('\n') };
}

function encodedLength(subject: string, lines: readonly string[]): number {
  return encodeURIComponent(`${subject}${lines.join('\r\n')}`).length;
}
