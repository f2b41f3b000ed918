import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { AnyPersonId } from '../demo-tenant.ts';
import type { Clock, TokenVerifier } from '../entra/token-authority.ts';
import { checkBearer, claimsChallenge } from '../http/bearer.ts';
import { createFaults } from '../http/faults.ts';
import type { HeldRequest } from '../http/faults.ts';
import type { NodeApplication } from '../http/open-server.ts';
import { dropConnection, interceptingPage, neverAnswer } from '../http/raw-reply.ts';
import type { NodeContext } from '../http/raw-reply.ts';
import { accountItem, deploymentItem, modelItem, subscriptionItem } from './arm-items.ts';
import { demoEstate } from './estate.ts';
import type { EmulatedAccount, EmulatedSubscription } from './estate.ts';

/** Ways in which ARM can be made to fail: an error, any other reply, silence, a cut, or a proxy's page. */
export type ArmTrouble =
  | { readonly kind: 'error'; readonly status: number; readonly code: string; readonly retryAfterSeconds?: number }
  | { readonly kind: 'json'; readonly body: unknown }
  | { readonly kind: 'hang' }
  | { readonly kind: 'drop' }
  | { readonly kind: 'html'; readonly status: number };

/** One recorded request to the ARM emulator. */
export interface ArmRequest {
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
  readonly authorization: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** Azure Resource Manager for the demo tenant, with handles for tests. */
export interface ArmEmulator {
  /** The ARM host, which is also the audience of its tokens: `http://localhost:PORT`. */
  readonly origin: string;
  /** Every request so far, oldest first. */
  readonly requests: readonly ArmRequest[];
  readonly subscriptions: readonly EmulatedSubscription[];
  /** Replaces all subscriptions. */
  setSubscriptions(subscriptions: readonly EmulatedSubscription[]): void;
  /** Which subscriptions a person has a role in; everybody has one in all at first. */
  setAccess(person: AnyPersonId, subscriptionIds: readonly string[]): void;
  /** Items of a page; 50 at first. */
  setPageSize(items: number): void;
  /** Answers the next `times` requests, to one path or to any, with trouble. */
  failNext(trouble: ArmTrouble, times?: number, path?: string): void;
  /** Keeps the next request, to one path or to any, waiting until it is released. */
  hold(path?: string): HeldRequest<ArmRequest>;
}

/** Versions of each operation that exist. */
const versions = {
  subscriptions: new Set(['2020-01-01', '2022-12-01']),
  accounts: new Set(['2023-05-01', '2024-10-01', '2025-06-01']),
};

const provider = 'providers/Microsoft.CognitiveServices/accounts';

/** Makes the ARM emulator's application; nothing listens yet. */
export function createArm(options: {
  readonly origin: string;
  readonly loginOrigin: string;
  /** Where the emulated models answer. */
  readonly modelEndpoint: string;
  readonly verifier: TokenVerifier;
  readonly clock: Clock;
}): { readonly emulator: ArmEmulator; readonly application: NodeApplication } {
  const { origin, loginOrigin, verifier, clock } = options;
  const requests: ArmRequest[] = [];
  const faults = createFaults<string, ArmTrouble, ArmRequest>();
  const access = new Map<AnyPersonId, readonly string[]>();
  const application: NodeApplication = new Hono();
  let subscriptions = demoEstate(options.modelEndpoint);
  let pageSize = 50;

  application.use(async (context, next) => {
    const url = new URL(context.req.url);
    const request = {
      method: context.req.method,
      path: `${url.pathname}${url.search}`,
      authorization: context.req.header('authorization') ?? '',
      time: clock(),
    };
    requests.push(request);
    const trouble = await faults.meet(context, url.pathname, request);
    return trouble === undefined ? next() : answerTrouble(context, trouble);
  });

  /** The subscriptions that the caller sees, or the refusal. */
  const seen = async (context: NodeContext, known: ReadonlySet<string>) => {
    const verdict = await checkBearer(context.req.header('authorization'), verifier, origin);
    switch (verdict.kind) {
      case 'missing':
        return fail(context, 401, 'AuthenticationFailed');
      case 'wrong-audience':
        return fail(context, 401, 'InvalidAuthenticationTokenAudience');
      case 'expired':
        return fail(context, 401, 'ExpiredAuthenticationToken');
      case 'invalid':
        return fail(context, 401, 'InvalidAuthenticationToken');
      case 'challenged': {
        const { claims } = verdict;
        const challenge = claims === undefined ? 'Bearer' : claimsChallenge(loginOrigin, JSON.stringify(claims));
        return fail(context, 401, 'InvalidAuthenticationToken', { 'www-authenticate': challenge });
      }
      case 'valid': {
        if (!verdict.permissions.includes('user_impersonation')) return fail(context, 403, 'AuthorizationFailed');
        const version = context.req.query('api-version');
        if (version === undefined) return fail(context, 400, 'MissingApiVersionParameter');
        if (!known.has(version)) return fail(context, 400, 'InvalidApiVersionParameter');
        const allowed = access.get(verdict.person.id);
        return subscriptions.filter(({ id }) => allowed === undefined || allowed.includes(id));
      }
    }
  };
  /** The subscription of the path, or the refusal. */
  const subscriptionOf = async (context: NodeContext) => {
    const visible = await seen(context, versions.accounts);
    if (visible instanceof Response) return visible;
    const id = context.req.param('subscription')?.toLowerCase();
    if (!subscriptions.some((each) => each.id === id)) return fail(context, 404, 'SubscriptionNotFound');
    return visible.find((each) => each.id === id) ?? fail(context, 403, 'AuthorizationFailed');
  };
  /** One page of a list. The link to the next one is the whole address, with an opaque token. */
  const page = (context: NodeContext, items: readonly unknown[]) => {
    const url = new URL(context.req.url);
    const start = Number(Buffer.from(url.searchParams.get('$skiptoken') ?? '', 'base64url').toString() || 0);
    if (!Number.isInteger(start) || start > items.length) return fail(context, 400, 'InvalidSkipToken');
    const end = start + pageSize;
    url.searchParams.set('$skiptoken', Buffer.from(String(end)).toString('base64url'));
    const nextLink = end < items.length ? { nextLink: `${origin}${url.pathname}${url.search}` } : {};
    return context.json({ value: items.slice(start, end), ...nextLink });
  };
  const groupOf = (context: NodeContext) => context.req.param('group')?.toLowerCase();

  application.get('/subscriptions', async (context) => {
    const visible = await seen(context, versions.subscriptions);
    return visible instanceof Response ? visible : page(context, visible.map(subscriptionItem));
  });
  application.get(`/subscriptions/:subscription/${provider}`, async (context) => {
    const found = await subscriptionOf(context);
    if (found instanceof Response) return found;
    return page(
      context,
      found.accounts.map((account) => accountItem(found, account)),
    );
  });
  application.get(`/subscriptions/:subscription/resourceGroups/:group/${provider}`, async (context) => {
    const found = await subscriptionOf(context);
    if (found instanceof Response) return found;
    const accounts = found.accounts.filter(({ resourceGroup }) => resourceGroup.toLowerCase() === groupOf(context));
    if (accounts.length === 0) return fail(context, 404, 'ResourceGroupNotFound');
    return page(
      context,
      accounts.map((account) => accountItem(found, account)),
    );
  });
  const ofAccount =
    (toItems: (subscription: EmulatedSubscription, account: EmulatedAccount) => readonly unknown[]) =>
    async (context: NodeContext) => {
      const found = await subscriptionOf(context);
      if (found instanceof Response) return found;
      const name = context.req.param('account')?.toLowerCase();
      const account = found.accounts.find(
        (each) => each.name.toLowerCase() === name && each.resourceGroup.toLowerCase() === groupOf(context),
      );
      return account === undefined ? fail(context, 404, 'ResourceNotFound') : page(context, toItems(found, account));
    };
  const account = `/subscriptions/:subscription/resourceGroups/:group/${provider}/:account`;
  application.get(
    `${account}/deployments`,
    ofAccount((subscription, each) => each.deployments.map((model) => deploymentItem(subscription, each, model))),
  );
  application.get(
    `${account}/models`,
    ofAccount((_subscription, each) => each.deployments.map(modelItem)),
  );
  application.notFound((context) => fail(context, 404, 'InvalidResourceType'));

  return {
    emulator: {
      origin,
      requests,
      get subscriptions() {
        return subscriptions;
      },
      setSubscriptions: (next) => {
        subscriptions = next;
      },
      setAccess: (person, ids) => void access.set(person, ids),
      setPageSize: (items) => {
        pageSize = items;
      },
      failNext: (trouble, times, path = 'any') => faults.fail(path, trouble, times),
      hold: (path = 'any') => faults.hold(path),
    },
    application,
  };
}

function answerTrouble(context: NodeContext, trouble: ArmTrouble): Promise<Response> | Response {
  switch (trouble.kind) {
    case 'error': {
      const { status, code, retryAfterSeconds } = trouble;
      return fail(
        context,
        status,
        code,
        retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
      );
    }
    case 'json':
      return Response.json(trouble.body);
    case 'hang':
      return neverAnswer(context);
    case 'drop':
      return dropConnection(context);
    case 'html':
      return interceptingPage(trouble.status);
  }
}

function fail(
  context: NodeContext,
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return context.json(
    { error: { code, message: `The request was refused: ${code}.` } },
    status as ContentfulStatusCode,
    {
      ...headers,
    },
  );
}
