import type { AppErrorData, ErrorCode } from './errors.ts';

/** What a card says: what happened, and what to do and who can do it. */
export interface ErrorText {
  readonly sentence: string;
  readonly action: string;
}

type Fields = Readonly<Record<string, string | number>>;

/** The plain English for an error; every code has its own by type. */
export function errorText(error: Pick<AppErrorData, 'code' | 'fields'>): ErrorText {
  return texts[error.code](error.fields);
}

/** What an error card shows. */
export interface ErrorCardContent extends ErrorText {
  readonly code: ErrorCode;
  readonly correlationId: string;
  /** In UTC, so that it can be found in anybody's log. */
  readonly time: string;
  /** What "Copy details" copies. */
  readonly details: string;
}

/** Everything that a card shows about an error. */
export function errorCard(error: AppErrorData, appVersion: string): ErrorCardContent {
  const { code, correlationId, time } = error;
  return {
    ...errorText(error),
    code,
    correlationId,
    time: utcTime(time),
    details: errorDetails(error, appVersion),
  };
}

function errorDetails(error: AppErrorData, appVersion: string): string {
  const { sentence } = errorText(error);
  const lines: readonly (readonly [string, string | number])[] = [
    ['Code', error.code],
    ['Correlation id', error.correlationId],
    ['Time', utcTime(error.time)],
    ['Parley', appVersion],
    ...Object.entries(error.fields),
  ];
  return [sentence, ...lines.map(([name, value]) => `${name}: ${value}`)].join('\n');
}

function utcTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

const texts: Readonly<Record<ErrorCode, (fields: Fields) => ErrorText>> = {
  'policy-missing': ({ source }) => ({
    sentence: 'Parley has not been set up on this computer yet.',
    action: `Ask your IT department to install Parley’s settings${source === undefined ? '' : ` (looked in ${source})`}, then try again.`,
  }),
  'policy-unreadable': ({ source }) => ({
    sentence: `Parley’s settings could not be read${from(source)}.`,
    action: 'Ask your IT department to check that this account may read them, then try again.',
  }),
  'policy-invalid': ({ source, key, problem, accepted }) => ({
    sentence: `A setting of Parley is not valid${key === undefined ? '' : `: ${key}${problem === undefined ? '' : ` ${problem}`}`}.`,
    action: `Ask your IT department to correct it${source === undefined ? '' : ` in ${source}`}${accepted === undefined ? '' : `; accepted is ${accepted}`}. Then try again.`,
  }),

  'sign-in-required': () => ({
    sentence: 'Your sign-in has ended, so this could not be sent on your behalf.',
    action: 'Sign in again. Your conversation stays as it is.',
  }),
  'sign-in-cancelled': () => ({
    sentence: 'The sign-in was cancelled.',
    action: 'Sign in when you are ready.',
  }),
  'sign-in-timed-out': () => ({
    sentence: 'The sign-in was not finished in time.',
    action: 'Sign in again and finish in the browser window that opens.',
  }),
  'sign-in-refused': ({ aadsts, reason }) => ({
    sentence: `Your organisation’s sign-in service refused this sign-in${bracketed(aadsts ?? reason)}.`,
    action: 'Try another account of yours, or send the details to your IT department: they can see the reason.',
  }),
  'sign-in-failed': ({ status }) => ({
    sentence: `The sign-in service could not complete the sign-in${httpStatus(status)}.`,
    action: 'Try again in a moment. If it stays so, send the details to your IT department.',
  }),
  'sign-in-bad-reply': () => ({
    sentence: 'The answer of the sign-in service was not one that Parley can trust.',
    action: 'Try again. If it stays so, a proxy may be changing the answer: send the details to your IT department.',
  }),
  'browser-not-opened': () => ({
    sentence: 'Your web browser could not be opened.',
    action: 'Open it yourself and try again, or copy the sign-in link into it.',
  }),

  'network-unreachable': ({ host }) => ({
    sentence: `Parley cannot reach ${host ?? 'the service'}.`,
    action: 'Check your network connection or VPN, then try again.',
  }),
  'network-certificate': ({ host }) => ({
    sentence: `The connection to ${host ?? 'the service'} is not trusted: its certificate is not known to this computer.`,
    action: 'Ask your IT department to install the certificate of your organisation on this computer.',
  }),

  'claims-challenge': () => ({
    sentence: 'Your organisation asks for a further check before this can go on.',
    action: 'Sign in again to confirm that it is you. Your conversation stays as it is.',
  }),
  'model-unauthorized': ({ deployment }) => ({
    sentence: `${model(deployment)} did not accept your sign-in.`,
    action: 'Sign in again. If it stays so, send the details to your IT department.',
  }),
  'model-forbidden': ({ deployment }) => ({
    sentence: `Your account may not use ${model(deployment, 'this model')}.`,
    action:
      'Choose another model, or ask your IT department for the role “Cognitive Services OpenAI User” on this resource.',
  }),
  'deployment-not-found': ({ deployment }) => ({
    sentence: `${model(deployment)} is not there any more.`,
    action: 'Choose another model, and tell your IT department that the settings name one that is missing.',
  }),
  'model-rate-limited': ({ deployment, retryAfterSeconds }) => ({
    sentence: `${model(deployment)} is busy: your organisation’s limit of requests is used up for now.`,
    action:
      retryAfterSeconds === undefined
        ? 'Wait a moment and try again, or choose another model.'
        : `Try again in ${duration(Number(retryAfterSeconds))}, or choose another model.`,
  }),
  'model-unavailable': ({ deployment, status }) => ({
    sentence: `${model(deployment)} is not available at the moment${httpStatus(status)}.`,
    action: 'Try again in a moment, or choose another model.',
  }),
  'model-rejected': ({ deployment, status }) => ({
    sentence: `${model(deployment)} did not accept this request${httpStatus(status)}.`,
    action: 'Shorten or reword the message, or choose another model. If it stays so, send the details to IT.',
  }),
  'model-bad-reply': ({ deployment }) => ({
    sentence: `${model(deployment)} gave an answer that Parley cannot read.`,
    action: 'Try again. If it stays so, send the details to your IT department.',
  }),
  'content-filtered': () => ({
    sentence: 'The content filter of your organisation stopped this.',
    action: 'Reword your message. Your IT department sets what the filter lets through.',
  }),
  'stream-cut': () => ({
    sentence: 'The connection was lost while the answer was arriving.',
    action: 'What has arrived is kept. Try again for a whole answer.',
  }),
  'stream-stalled': () => ({
    sentence: 'The answer stopped arriving.',
    action: 'What has arrived is kept. Try again for a whole answer.',
  }),

  'vault-unavailable': () => ({
    sentence: 'The keyring of this computer is not available, so Parley cannot keep your sign-in and history safe.',
    action: 'Unlock the keyring and try again, or ask your IT department to set one up.',
  }),
  'vault-changed': ({ reason }) => ({
    sentence: `The key that protects your data on this computer has changed${bracketed(reason)}.`,
    action: 'Nothing was deleted. Ask your IT department: a profile that was moved or restored is the usual cause.',
  }),
  'history-locked': () => ({
    sentence: 'Your conversations are in use by another program.',
    action: 'Close other windows of Parley or a running backup, then try again.',
  }),
  'history-unreadable': ({ reason }) => ({
    sentence: `Your conversations on this computer cannot be read${bracketed(reason)}.`,
    action: 'Nothing was deleted. Send the details to your IT department before you change anything.',
  }),
  'history-newer': () => ({
    sentence: 'Your conversations were last opened by a newer version of Parley.',
    action: 'Install the current version, or ask your IT department to. Nothing was changed.',
  }),
  'history-unavailable': ({ reason }) => ({
    sentence: `Your conversations are not available at the moment${bracketed(reason)}.`,
    action: 'Try again. If it stays so, restart Parley.',
  }),
  'disk-full': () => ({
    sentence: 'There is no space left on this computer’s disk.',
    action: 'Free some space, then try again.',
  }),

  'not-found': ({ deployment }) =>
    deployment === undefined
      ? {
          sentence: 'This conversation is not there any more.',
          action: 'It may have been deleted in another window. Choose another one.',
        }
      : {
          sentence: 'The chosen model is not offered any more.',
          action: 'Choose another model.',
        },
  'turn-running': () => ({
    sentence: 'An answer is still being written in this conversation.',
    action: 'Wait until it has ended, or stop it first.',
  }),
  'invalid-request': () => ({
    sentence: 'Parley could not use this input.',
    action: 'Change it and try again. If it stays so, send the details to your IT department.',
  }),
  internal: () => ({
    sentence: 'Something went wrong inside Parley.',
    action: 'Try again. If it stays so, send the details to your IT department.',
  }),
};

function model(deployment: string | number | undefined, otherwise = 'The model'): string {
  return deployment === undefined ? otherwise : `“${deployment}”`;
}

function from(source: string | number | undefined): string {
  return source === undefined ? '' : ` from ${source}`;
}

function bracketed(text: string | number | undefined): string {
  return text === undefined ? '' : ` (${text})`;
}

function httpStatus(status: string | number | undefined): string {
  return status === undefined ? '' : ` (HTTP ${status})`;
}

function duration(seconds: number): string {
  if (seconds < 90) return plural(Math.max(1, Math.ceil(seconds)), 'second');
  if (seconds < 90 * 60) return plural(Math.ceil(seconds / 60), 'minute');
  return plural(Math.ceil(seconds / 3600), 'hour');
}

function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
