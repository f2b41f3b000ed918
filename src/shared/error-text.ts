import { type Diagnosis, diagnose } from './clinic/diagnose.ts';
import { errorDetails, utcTime } from './clinic/error-details.ts';
import type { Fixer, Portal, Remedy } from './clinic/explanation.ts';
import type { AppErrorData, ErrorCode } from './errors.ts';
import { dayText } from './model/deployment.ts';

/** What a card says: what happened, and what to do and who can do it. */
export interface ErrorText {
  readonly sentence: string;
  readonly action: string;
}

type Fields = Readonly<Record<string, string | number>>;

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
  'tenant-not-allowed': () => ({
    sentence: 'This account belongs to an organisation that Parley may not be used with.',
    action: 'Sign in with your work account, or ask your IT department to allow this organisation.',
  }),
  'consent-required': ({ resource }) => ({
    sentence: `Parley needs your permission to use ${resource ?? 'this service'} on your behalf.`,
    action: 'Give it on the page that opens; what you were doing goes on.',
  }),
  'consent-admin': ({ resource }) => ({
    sentence: `Your organisation has not yet allowed Parley to use ${resource ?? 'this service'}.`,
    action: 'Ask your IT department to approve it; a message to them is prepared.',
  }),
  'broker-required': ({ reason }) => ({
    sentence: `Your organisation asks to sign in through this computer’s own sign-in, which does not answer${bracketed(reason)}.`,
    action: 'Restart the computer. If it stays so, send the details to your IT department.',
  }),
  'device-code-expired': () => ({
    sentence: 'The code was not used in time.',
    action: 'Start again for a new code.',
  }),

  'access-denied': () => ({
    sentence: 'Your account is not in the group of people who may use Parley.',
    action: 'Ask your IT department for access; a message to them is prepared. Then try again.',
  }),
  'access-unchecked': () => ({
    sentence: 'Parley could not check whether your account may use it.',
    action: 'Check your network connection, then try again. Nothing was lost.',
  }),

  'key-missing': ({ deployment }) => ({
    sentence: `${model(deployment)} needs an API key of yours.`,
    action: 'Enter the key that your IT department gave you.',
  }),
  'key-refused': ({ deployment }) => ({
    sentence: `${model(deployment)} did not accept your API key.`,
    action: 'Enter the key anew, or ask your IT department for another one.',
  }),
  'developer-credential': ({ reason }) => ({
    sentence: `No developer sign-in was found on this computer${bracketed(reason)}.`,
    action: 'Sign in with the tool that your organisation allows, for example `az login`, then try again.',
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
  'model-audience': ({ deployment, reason, audience }) =>
    reason === 'tenant'
      ? {
          sentence: `${model(deployment)} belongs to another organisation than your account.`,
          action: 'Choose another model. Your IT department can see in which tenant its resource is.',
        }
      : {
          sentence: `${model(deployment)} did not accept your sign-in, because it is meant for another service.`,
          action: `Signing in again does not help: your IT department has to set this model’s Scope${audience === undefined ? ' to what its resource accepts' : ` to ${audience}/.default`}.`,
        },
  'model-forbidden': ({ deployment, reason }) =>
    reason === 'network'
      ? {
          sentence: `${model(deployment)} cannot be used from this network.`,
          action:
            'Connect to your organisation’s network or VPN, or ask your IT department to let this network in at the resource.',
        }
      : {
          sentence: `Your account may not use ${model(deployment, 'this model')}.`,
          action:
            'Choose another model, or ask your IT department for the role “Cognitive Services OpenAI User” on this resource.',
        },
  'deployment-not-found': ({ deployment, name, retiresOn }) =>
    retiresOn === undefined
      ? {
          sentence: `${model(deployment)} is not there any more.`,
          action: `Choose another model, and tell your IT department that the settings name a deployment that is missing${name === undefined ? '' : `: ${name}`}.`,
        }
      : {
          sentence: `${model(deployment)} is not there any more: its last day was planned for ${dayText(String(retiresOn))}.`,
          action: 'Choose another model. Your conversation stays as it is.',
        },
  'endpoint-not-found': ({ deployment, host, missing }) => ({
    sentence:
      missing === 'api'
        ? `${model(deployment)} does not answer in the way that the settings say.`
        : `${model(deployment)} is not at the address that the settings name.`,
    action: `Choose another model, and tell your IT department: ${
      missing === 'api'
        ? `${host ?? 'the resource'} does not have this API, see Api and ApiVersion`
        : `${host ?? 'the host'} answers, but there is no Azure OpenAI at the path of Endpoint`
    }.`,
  }),
  'model-rate-limited': ({ deployment, retryAfterSeconds }) => ({
    sentence: `${model(deployment)} is busy: your organisation’s limit of requests is used up for now.`,
    action:
      retryAfterSeconds === undefined
        ? 'Wait a moment and try again, or choose another model.'
        : `Try again in ${duration(Number(retryAfterSeconds))}, or choose another model.`,
  }),
  'model-quota': ({ deployment, retryAfterSeconds }) => ({
    sentence: `${model(deployment)} has no quota left for this.`,
    action: `${
      retryAfterSeconds === undefined ? '' : `It opens again in ${duration(Number(retryAfterSeconds))}. `
    }Choose another model or shorten the message; your IT department can raise the quota.`,
  }),
  'model-unavailable': ({ deployment, status }) => ({
    sentence: `${model(deployment)} is not available at the moment${httpStatus(status)}.`,
    action: 'Try again in a moment, or choose another model.',
  }),
  'model-rejected': ({ deployment, status, reason }) =>
    reason === 'length'
      ? {
          sentence: `This conversation is longer than ${model(deployment, 'the model')} can take.`,
          action: 'Shorten the message, begin a new conversation, or choose another model.',
        }
      : {
          sentence: `${model(deployment)} did not accept this request${httpStatus(status)}.`,
          action: 'Shorten or reword the message, or choose another model. If it stays so, send the details to IT.',
        },
  'model-bad-reply': ({ deployment, reason, host }) =>
    reason === 'web page'
      ? {
          sentence: `${model(deployment)} gave an answer that Parley cannot read: a web page.`,
          action: `Something between this computer and ${host ?? 'the model'} has answered in its place, such as a proxy or a network that wants you to sign in first. Try again when you have; if it stays so, send the details to your IT department.`,
        }
      : {
          sentence: `${model(deployment)} gave an answer that Parley cannot read.`,
          action: 'Try again. If it stays so, send the details to your IT department.',
        },
  'content-filtered': ({ where, filtered }) => ({
    sentence: `The content filter of your organisation stopped ${
      where === 'prompt' ? 'your message' : where === 'answer' ? 'this answer' : 'this'
    }${filtered === undefined ? '' : ` because of ${filtered}`}.`,
    action: `Reword your message. ${where === 'answer' ? 'What came before is kept. ' : ''}Your IT department sets what the filter lets through.`,
  }),
  'context-too-long': ({ deployment, tokensOver }) => ({
    sentence: `This message is longer than ${model(deployment, 'the model')} can read${tokensOver === undefined ? '' : `, by about ${plural(Number(tokensOver), 'token')}`}.`,
    action: 'Send less of it at a time, or choose a model that can read more. Your message is kept.',
  }),
  'stream-cut': ({ begun }) => ({
    sentence: 'The connection was lost while the answer was arriving.',
    action:
      begun === 'no' ? 'Try again.' : 'What has arrived is kept. Go on from there, or try again for a new answer.',
  }),
  'stream-stalled': ({ deployment, begun }) =>
    begun === 'no'
      ? {
          sentence: `${model(deployment)} has not begun to answer.`,
          action: 'Try again, or choose another model.',
        }
      : {
          sentence: 'The answer stopped arriving.',
          action: 'What has arrived is kept. Go on from there, or try again for a new answer.',
        },

  'tool-server-unavailable': ({ server }) => ({
    sentence: `${toolServer(server)} cannot be reached, or did not answer in time.`,
    action: 'Try again. If it stays so, send the details to your IT department.',
  }),
  'tool-server-refused': ({ server, status }) => ({
    sentence: `${toolServer(server)} does not let you in${httpStatus(status)}.`,
    action: 'Ask your IT department for access to these tools.',
  }),
  'tool-server-bad-reply': ({ server }) => ({
    sentence: `${toolServer(server)} gave an answer that Parley cannot read.`,
    action: 'Try again. If it stays so, send the details to your IT department.',
  }),

  'profile-unwritable': ({ folder }) => ({
    sentence: `Parley cannot write to the folder where it keeps your data${bracketed(folder)}.`,
    action: 'Ask your IT department to let your account write there, then start Parley again.',
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

  'attachment-empty': () => ({
    sentence: 'This file is empty.',
    action: 'Save it again in the program that it comes from, then attach it anew.',
  }),
  'attachment-too-large': ({ megabytes }) => ({
    sentence: `This file is too large${megabytes === undefined ? '' : `: ${megabytes} MB is the most that Parley takes`}.`,
    action: 'Attach a smaller one, or only the part that you ask about.',
  }),
  'attachment-unsupported': ({ format }) => ({
    sentence: `Parley cannot read this kind of file${bracketed(format)}.`,
    action: 'Save it as PDF, Word, Excel, PowerPoint, PNG, JPEG or text, then attach that.',
  }),
  'attachment-mismatch': ({ expected, format }) => ({
    sentence: `This file is not what its name says: ${expected ?? 'another kind of file'} was expected, it is ${format ?? 'something else'}.`,
    action: 'If you trust where it comes from, give it the right ending and attach it anew.',
  }),
  'attachment-encrypted': () => ({
    sentence: 'This file is protected with a password.',
    action: 'Save a copy without the password, then attach that.',
  }),
  'attachment-unreadable': () => ({
    sentence: 'This file is damaged or incomplete.',
    action: 'Open it in its own program and save it anew, or get it again from where it comes from.',
  }),
  'attachment-too-complex': ({ reason }) => ({
    sentence: `This file would take more of this computer than Parley allows${bracketed(reason)}.`,
    action: 'If you trust where it comes from, save it as PDF or attach a smaller part of it.',
  }),
  'attachment-timed-out': () => ({
    sentence: 'Reading this file took too long.',
    action: 'Try again, or attach a smaller part of it.',
  }),
  'attachment-missing': () => ({
    sentence: 'A file of this message is not there any more.',
    action: 'Remove it from the message and attach it anew.',
  }),
  'attachments-too-many': ({ limit }) => ({
    sentence: `A message takes no more than ${limit ?? 'so many'} files.`,
    action: 'Send these first, or remove some.',
  }),

  'not-found': () => ({
    sentence: 'This conversation is not there any more.',
    action: 'It may have been deleted in another window. Choose another one.',
  }),
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

function toolServer(server: string | number | undefined): string {
  return server === undefined ? 'The tools’ server' : `The server of “${server}”`;
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
  return `${count.toLocaleString('en')} ${unit}${count === 1 ? '' : 's'}`;
}
