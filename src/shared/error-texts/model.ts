import type { ErrorCode } from '../errors.ts';
import { dayText } from '../model/deployment.ts';
import { model, toolServer, httpStatus, duration, plural, type WriteErrorText } from './words.ts';

/** What models and tools can fail with. */
export const modelTexts = {
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
} satisfies Partial<Record<ErrorCode, WriteErrorText>>;
