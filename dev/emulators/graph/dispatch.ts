import type { Caller } from './caller.ts';
import type { CallName, CallRule } from './calls.ts';
import { calls, commonHeaders, transportHeaders } from './calls.ts';
import { badRequest, GraphRefusal } from './graph-call.ts';
import type { GraphHandler, GraphReply } from './graph-call.ts';

/** A request to Graph, alone or out of a batch. */
export interface PlainRequest {
  readonly method: string;
  /** Path with its query, below the origin. */
  readonly target: string;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Answers requests by the table of calls. */
export type Dispatch = (request: PlainRequest, caller: Caller) => Promise<GraphReply>;

interface FoundCall {
  readonly name: CallName;
  readonly rule: CallRule;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Makes the dispatcher: a request that the table does not list, with each of its query options and headers, is refused, and
 * so is one whose token lacks the permission.
 */
export function createDispatch(handlers: Readonly<Record<CallName, GraphHandler>>): Dispatch {
  const routes = Object.entries(calls).map(([name, rule]) => ({
    name: name as CallName,
    rule: rule as CallRule,
    pattern: patternOf(rule.path),
  }));
  const find = (method: string, path: string): FoundCall => {
    const here = routes.flatMap(({ name, rule, pattern }) => {
      const match = pattern.exec(path);
      return match === null ? [] : [{ name, rule, parameters: decoded(match.groups ?? {}) }];
    });
    const found = here.find(({ rule }) => rule.method === method);
    if (found !== undefined) return found;
    if (here.length > 0)
      throw new GraphRefusal(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
    throw badRequest(`Resource not found for the segment '${path.split('/').at(-1) ?? ''}'.`);
  };
  return async ({ method, target, headers, body }, caller) => {
    const url = new URL(target, 'http://graph');
    const { name, rule, parameters } = find(method, url.pathname);
    checkOptions(rule, url.searchParams, headers);
    checkPermissions(rule, caller.permissions);
    return handlers[name]({ caller, parameters, query: url.searchParams, headers, body, target });
  };
}

function checkOptions(rule: CallRule, query: URLSearchParams, headers: Readonly<Record<string, string>>): void {
  const option = [...query.keys()].find((key) => !rule.query.includes(key));
  if (option !== undefined)
    throw badRequest(`The query option '${option}' is not in the table of calls for ${rule.path}.`);
  const header = Object.keys(headers).find(
    (key) => !rule.headers.includes(key) && !commonHeaders.includes(key) && !transportHeaders.test(key),
  );
  // What HTTP calls the type of a body is no matter where there is none.
  if (header !== undefined && header !== 'content-type') {
    throw badRequest(`The header '${header}' is not in the table of calls for ${rule.path}.`);
  }
}

function checkPermissions({ permissions }: CallRule, granted: readonly string[]): void {
  if (permissions.length === 0 || permissions.some((permission) => granted.includes(permission))) return;
  throw new GraphRefusal(
    403,
    'Authorization_RequestDenied',
    `Insufficient privileges to complete the operation. API requires one of '${permissions.join(', ')}'. Scopes on the request '${granted.join(', ')}'.`,
  );
}

/** `/users/{user}` as the pattern of a path; a parameter ends at a slash, and at a colon where one follows. */
function patternOf(path: string): RegExp {
  const text = path.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+?)');
  return new RegExp(`^/v1\\.0${text}$`);
}

function decoded(groups: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).map(([key, value]) => {
      try {
        return [key, decodeURIComponent(value)];
      } catch {
        throw badRequest('The address is not well formed.');
      }
    }),
  );
}
