import { randomUUID } from 'node:crypto';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { HttpBindings } from '@hono/node-server';
import type { InteractionKind } from '../entra/interaction-kinds.ts';
import type { Clock, TokenVerifier } from '../entra/token-authority.ts';
import { checkBearer, claimsChallenge } from '../http/bearer.ts';
import type { NodeApplication } from '../http/open-server.ts';
import { interceptingPage } from '../http/raw-reply.ts';
import { createScriptQueue } from '../http/script-queue.ts';
import { AzureRefusal, apiError, gatewayError, unauthorized, wrongTenant } from './azure-error.ts';
import type { AzureFailure } from './azure-error.ts';
import { demoAnswer, isTitleRequest } from './demo-model.ts';
import type { EmulatedDeployment, ModelApi } from './deployments.ts';
import { createHeldStream } from './held-stream.ts';
import type { HeldStream } from './held-stream.ts';
import { readModelRequest } from './model-request.ts';
import type { ModelRequest } from './model-request.ts';
import { perform } from './perform.ts';
import type { Play } from './play.ts';
import { createReplyFormat } from './reply-format.ts';
import { createExchangeLog } from './request-log.ts';
import type { LoggedExchange, OpenAIRequest } from './request-log.ts';
import { performanceOf } from './scripts.ts';
import type { OpenAIScript } from './scripts.ts';

/** Which requests a script is for. */
export interface ScriptScope {
  /** Requests for a conversation's title take scripts only with this; they are answered normally otherwise. */
  readonly includeTitles?: boolean;
}

/** Azure OpenAI with the demo deployments and a scripted model, with handles for tests. */
export interface AzureOpenAIEmulator {
  /** `http://localhost:PORT` */
  readonly origin: string;
  /** The base URL for clients: `http://localhost:PORT/openai/v1`. */
  readonly endpoint: string;
  readonly deployments: readonly EmulatedDeployment[];
  /** Every request so far, oldest first. */
  readonly requests: readonly OpenAIRequest[];
  /** Resolves with the next request that arrives. */
  nextRequest(): Promise<OpenAIRequest>;
  /** Plays a script to the next `times` requests that would otherwise have been answered. */
  next(script: OpenAIScript, times?: number, scope?: ScriptScope): void;
  /** Makes the next such request a stream that the test drives by hand. */
  hold(scope?: ScriptScope): HeldStream;
  /** Milliseconds before each delta of a few words; 15 at first, 0 for as fast as can be. */
  setDelay(milliseconds: number): void;
  /** The only tenant whose tokens the resource takes; those of all tenants where undefined, as at first. */
  setResourceTenant(tenantId: string | undefined): void;
}

/** Makes the Azure OpenAI emulator's application; nothing listens yet. */
export function createAzureOpenAI(options: {
  readonly origin: string;
  readonly loginOrigin: string;
  readonly deployments: readonly EmulatedDeployment[];
  readonly verifier: TokenVerifier;
  /** The audience of this cloud's tokens. */
  readonly audience: string;
  readonly clock: Clock;
  /** Revokes the callers' tokens under way: the next requests are challenged for claims. */
  revokeTokens(interaction: InteractionKind | undefined): void;
}): { readonly emulator: AzureOpenAIEmulator; readonly application: NodeApplication } {
  const { origin, loginOrigin, deployments, audience, clock, revokeTokens } = options;
  const log = createExchangeLog(clock);
  const scripts = createScriptQueue<{ script: OpenAIScript; includeTitles: boolean }>();
  let delay = 15;
  let resourceTenant: string | undefined;

  const checkCaller = async (context: Context): Promise<void> => {
    if (context.req.header('api-key') !== undefined) {
      refuse(
        gatewayError(401, 'AuthenticationTypeDisabled', 'Key based authentication is disabled for this resource.'),
      );
    }
    const verdict = await checkBearer(context.req.header('authorization'), options.verifier, audience);
    if (verdict.kind === 'challenged' && verdict.claims !== undefined) {
      refuse(unauthorized({ 'www-authenticate': claimsChallenge(loginOrigin, JSON.stringify(verdict.claims)) }));
    }
    if (verdict.kind !== 'valid' || !verdict.permissions.includes('user_impersonation')) return refuse(unauthorized());
    if (resourceTenant !== undefined && verdict.tenant.id !== resourceTenant) refuse(wrongTenant(verdict.tenant.id));
  };

  const findDeployment = (api: ModelApi, name: string): EmulatedDeployment => {
    const deployment = deployments.find((candidate) => candidate.name === name);
    if (deployment === undefined) {
      return refuse(
        gatewayError(
          404,
          'DeploymentNotFound',
          'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.',
        ),
      );
    }
    if (!deployment.apis.includes(api)) {
      refuse(
        gatewayError(
          400,
          'OperationNotSupported',
          `The ${api} operation does not work with the specified model, ${deployment.model}. Please choose different model and try again.`,
        ),
      );
    }
    return deployment;
  };

  const takeScript = (request: ModelRequest): OpenAIScript | undefined => {
    const title = isTitleRequest(request);
    return scripts.take((entry) => entry.includeTitles || !title)?.script;
  };

  const serve = async (context: Context<{ Bindings: HttpBindings }>, api: ModelApi): Promise<Response> => {
    const exchange = log.begin(context, await context.req.text());
    const headers = replyHeaders();
    try {
      await checkCaller(context);
      const request = readModelRequest(api, readJson(exchange.request.body));
      const deployment = findDeployment(api, request.deployment);
      const performance = performanceOf(takeScript(request), {
        answer: demoAnswer(request),
        delay,
        loginOrigin,
        revokeTokens,
      });
      switch (performance.kind) {
        case 'refusal':
          return failureReply(performance.failure, headers);
        case 'page':
          return interceptingPage(performance.status);
        case 'play':
          await perform(performance.play, {
            outgoing: context.env.outgoing,
            format: createReplyFormat(api, request, deployment, clock()),
            stream: request.stream,
            headers,
            clientGone: exchange.clientGone,
            onCut: exchange.markCut,
          });
          return RESPONSE_ALREADY_SENT;
      }
    } catch (error) {
      if (!(error instanceof AzureRefusal)) throw error;
      return failureReply(error.failure, headers);
    }
  };

  const application: NodeApplication = new Hono();
  application.post('/openai/v1/responses', (context) => serve(context, 'responses'));
  application.post('/openai/v1/chat/completions', (context) => serve(context, 'chat'));
  application.notFound((context) => {
    log.begin(context, '');
    return failureReply(gatewayError(404, '404', 'Resource not found'), replyHeaders());
  });

  const addPlay = (play: Play, scope: ScriptScope | undefined): void =>
    scripts.add({ script: { kind: 'held', play }, includeTitles: scope?.includeTitles === true });
  const emulator: AzureOpenAIEmulator = {
    origin,
    endpoint: `${origin}/openai/v1`,
    deployments,
    requests: log.requests,
    nextRequest: log.nextRequest,
    next: (script, times, scope) => scripts.add({ script, includeTitles: scope?.includeTitles === true }, times),
    hold: (scope) => {
      const { held, play } = createHeldStream(revokeTokens);
      addPlay(play, scope);
      return held;
    },
    setDelay: (milliseconds) => {
      delay = milliseconds;
    },
    setResourceTenant: (tenantId) => {
      resourceTenant = tenantId;
    },
  };
  return { emulator, application };
}

function replyHeaders(): Record<string, string> {
  return {
    'apim-request-id': randomUUID(),
    'x-request-id': randomUUID(),
    'x-ms-region': 'Sweden Central',
    'x-ratelimit-remaining-requests': '999',
    'x-ratelimit-remaining-tokens': '99000',
  };
}

function readJson(body: LoggedExchange['request']['body']): unknown {
  if (typeof body !== 'string') return body;
  return refuse(apiError(400, 'invalid_json', 'We could not parse the JSON body of your request.'));
}

function failureReply({ status, body, headers }: AzureFailure, shared: Readonly<Record<string, string>>): Response {
  return Response.json(body, { status, headers: { ...shared, ...headers } });
}

function refuse(failure: AzureFailure): never {
  throw new AzureRefusal(failure);
}
