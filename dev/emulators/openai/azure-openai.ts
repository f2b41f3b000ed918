import { randomUUID } from 'node:crypto';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import type { Context } from 'hono';
import type { InteractionKind } from '../entra/interaction-kinds.ts';
import type { Clock, TokenVerifier } from '../entra/token-authority.ts';
import { checkBearer, claimsChallenge } from '../http/bearer.ts';
import type { NodeApplication } from '../http/open-server.ts';
import { interceptingPage } from '../http/raw-reply.ts';
import type { NodeContext } from '../http/raw-reply.ts';
import { createScriptQueue } from '../http/script-queue.ts';
import { checkApiVersion, entrances, modelAddresses, notFound, projectAudience } from './addresses.ts';
import type { Entrance, ModelAddresses } from './addresses.ts';
import { AzureRefusal, apiError, gatewayError, managementError, unauthorized, wrongTenant } from './azure-error.ts';
import type { AzureFailure } from './azure-error.ts';
import { checkAbilities } from './check-abilities.ts';
import { demoAnswer, demoCall, isTitleRequest } from './demo-model.ts';
import type { EmulatedDeployment, ModelApi } from './deployments.ts';
import { createHeldStream } from './held-stream.ts';
import type { HeldStream } from './held-stream.ts';
import { readModelRequest } from './model-request.ts';
import type { ModelRequest } from './model-request.ts';
import { perform } from './perform.ts';
import { performanceOf } from './performance.ts';
import type { Play } from './play.ts';
import { createPromptCache } from './prompt-cache.ts';
import { createReplyFormat } from './reply-format.ts';
import { createExchangeLog } from './request-log.ts';
import type { LoggedExchange, OpenAIRequest } from './request-log.ts';
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
  /** The same deployments in every form of address. */
  readonly addresses: ModelAddresses;
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
  const cache = createPromptCache();
  const scripts = createScriptQueue<{ script: OpenAIScript; includeTitles: boolean }>();
  let delay = 15;
  let resourceTenant: string | undefined;

  /** @returns the caller's object id */
  const checkCaller = async (context: Context, entrance: Entrance): Promise<string> => {
    const isGateway = entrance === 'gateway';
    if (context.req.header('api-key') !== undefined) {
      refuse(
        isGateway
          ? managementError(
              401,
              'Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.',
            )
          : gatewayError(401, 'AuthenticationTypeDisabled', 'Key based authentication is disabled for this resource.'),
      );
    }
    const wanted = entrance === 'project' ? projectAudience : audience;
    const verdict = await checkBearer(context.req.header('authorization'), options.verifier, wanted);
    if (verdict.kind === 'challenged' && verdict.claims !== undefined) {
      refuse(unauthorized({ 'www-authenticate': claimsChallenge(loginOrigin, JSON.stringify(verdict.claims)) }));
    }
    if (verdict.kind !== 'valid' || !verdict.permissions.includes('user_impersonation')) {
      const refused = 'Unauthorized. Access token is missing or invalid.';
      return refuse(isGateway ? managementError(401, refused) : unauthorized(undefined, wanted));
    }
    if (resourceTenant !== undefined && verdict.tenant.id !== resourceTenant) refuse(wrongTenant(verdict.tenant.id));
    return verdict.person.objectId;
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

  const serve = async (context: NodeContext, { entrance, style, api }: Route): Promise<Response> => {
    const exchange = log.begin(context, await context.req.text());
    const headers = replyHeaders();
    try {
      checkApiVersion(context.req.query('api-version'), style, api);
      const principal = await checkCaller(context, entrance);
      const request = readModelRequest(api, readJson(exchange.request.body), context.req.param('deployment'));
      const deployment = findDeployment(api, request.deployment);
      checkAbilities(request, deployment, { api, headers: context.req.raw.headers });
      exchange.markRead(request);
      const now = clock();
      const call = demoCall(request);
      const usual = call === undefined ? undefined : ({ kind: 'tool-call', ...call } as const);
      const performance = performanceOf(takeScript(request) ?? usual, {
        api,
        request,
        deployment,
        answer: demoAnswer(request),
        delay,
        loginOrigin,
        principal,
        now,
        revokeTokens,
      });
      switch (performance.kind) {
        case 'refusal':
          return failureReply(performance.failure, headers);
        case 'redirect':
          return context.redirect(performance.location, 307);
        case 'page':
          return interceptingPage(performance.status);
        case 'play':
          await perform(performance.play, {
            outgoing: context.env.outgoing,
            format: createReplyFormat(api, deployment, { request, now, cachedTokens: cache.read(request) }),
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
  for (const route of routes) application.post(route.path, (context) => serve(context, route));
  application.notFound((context) => {
    log.begin(context, '');
    const isGateway = context.req.path.startsWith(`${entrances.gateway}/`);
    return failureReply(notFound(isGateway ? 'gateway' : 'resource'), replyHeaders());
  });

  const addPlay = (play: Play, scope: ScriptScope | undefined): void =>
    scripts.add({ script: { kind: 'held', play }, includeTitles: scope?.includeTitles === true });
  const emulator: AzureOpenAIEmulator = {
    origin,
    endpoint: `${origin}/openai/v1`,
    addresses: modelAddresses(origin),
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

/** A path that the resource answers on, and what it means. */
interface Route {
  readonly path: string;
  readonly entrance: Entrance;
  readonly style: 'v1' | 'dated';
  readonly api: ModelApi;
}

const routes: readonly Route[] = (['resource', 'project', 'gateway'] as const).flatMap((entrance) => {
  const base = entrances[entrance];
  return [
    { path: `${base}/v1/responses`, entrance, style: 'v1', api: 'responses' },
    { path: `${base}/v1/chat/completions`, entrance, style: 'v1', api: 'chat' },
    { path: `${base}/responses`, entrance, style: 'dated', api: 'responses' },
    { path: `${base}/deployments/:deployment/chat/completions`, entrance, style: 'dated', api: 'chat' },
  ] as const;
});

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
