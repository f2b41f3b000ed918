import { randomBytes } from 'node:crypto';
import type { Person } from '../demo-tenant.ts';
import type { Directory } from '../directory/directory.ts';
import type { NodeContext } from '../http/raw-reply.ts';
import { accountObstacle, noSuchAccount, wrongTenant } from './account-obstacle.ts';
import { withCookies } from './browser-sessions.ts';
import type { BrowserSessions } from './browser-sessions.ts';
import { adminApprovalPage, consentPage } from './consent-pages.ts';
import type { Consents } from './consents.ts';
import type { Grants } from './grants.ts';
import type { OAuthErrorReply, OAuthFailure } from './oauth-error.ts';
import { refusalPage, signInPage } from './pages.ts';
import type { Requirement, Requirements } from './requirements.ts';
import {
  cancelled,
  needsAdministrator,
  needsConsent,
  nobodySignedIn,
  someoneElseSignedIn,
  unknownFlow,
} from './sign-in-job.ts';
import type { SignInJob } from './sign-in-job.ts';

/** What a test wants instead of a sign-in. */
export interface ScriptedRefusal {
  readonly failure: OAuthFailure;
  /** Where it is shown: posted to the application, or on Microsoft's page, from which nothing comes back. */
  readonly ending: 'return' | 'stay';
}

/** What the browser's side of a sign-in works with. */
export interface SignInOptions {
  readonly directory: Directory;
  readonly grants: Grants;
  readonly consents: Consents;
  readonly requirements: Requirements;
  readonly sessions: BrowserSessions;
  describe(failure: OAuthFailure): OAuthErrorReply;
  /** The person to sign in without showing a page, if any. */
  automatic(): Person | undefined;
  takeRefusal(): ScriptedRefusal | undefined;
}

/** The steps of a sign-in in a browser. */
export interface SignIn {
  start(context: NodeContext, job: SignInJob): Promise<Response>;
  /** Serves the form on which somebody says who they are. */
  choose(context: NodeContext, form: URLSearchParams): Promise<Response>;
  /** Serves the form on which somebody grants permissions, or does not. */
  consent(context: NodeContext, form: URLSearchParams): Promise<Response>;
}

/** How it is known who signs in, which decides what may be shown to them. */
type Attempt = {
  readonly job: SignInJob;
  readonly person: Person;
} & ({ readonly how: 'chosen' | 'automatic' } | { readonly how: 'session' | 'silent'; readonly family: string });

/** Makes the browser's side of the Entra emulator. */
export function createSignIn(options: SignInOptions): SignIn {
  const { directory, consents, requirements, sessions } = options;
  const choices = new Map<string, SignInJob>();
  const decisions = new Map<string, Attempt>();
  const newFlow = (): string => randomBytes(24).toString('base64url');
  const stay = (failure: OAuthFailure): Promise<Response> => refusalPage(options.describe(failure));

  const askWho = (context: NodeContext, job: SignInJob, demand?: Requirement): Promise<Response> => {
    const flow = newFlow();
    choices.set(flow, job);
    const { tenant, hinted, loginHint, domainHint } = job;
    const tenants = tenant === undefined ? directory.tenants : [tenant];
    const hintedAt = tenants.filter(({ domain }) => domain === domainHint);
    const people = (hintedAt.length > 0 ? hintedAt : tenants).flatMap((candidate) => candidate.people);
    return signInPage({
      organisation: tenant?.displayName ?? 'your organization',
      people: people.filter((person) => directory.statusOf(person) !== 'deleted'),
      action: `/${job.path}/login`,
      flow,
      hinted,
      loginHint,
      signedIn: sessions.read(context).map(({ person }) => person),
      notice:
        demand === undefined ? undefined : 'Your organization needs more information to keep your account secure.',
    });
  };

  const finish = (context: NodeContext, attempt: Attempt): Promise<Response> => {
    const { job, person } = attempt;
    const family = options.grants.newFamily(person.id);
    if ('family' in attempt) requirements.inherit(attempt.family, family);
    else {
      const { audience } = job.scopes.resource;
      requirements.signedIn({ person: person.id, family, audience, claims: job.claims });
    }
    sessions.add(context, { person, family });
    return withCookies(context, job.complete(person, family));
  };

  const askConsent = (context: NodeContext, attempt: Attempt, permissions: readonly string[]): Promise<Response> => {
    const { job, person, how } = attempt;
    const beyond = consents.beyond(person, consents.missing(person, job.scopes)).length > 0;
    if (how === 'silent') return job.refuse(needsConsent);
    if (how === 'automatic') {
      if (beyond) return job.refuse(needsAdministrator);
      consents.grant(person, job.scopes);
      return finish(context, attempt);
    }
    const flow = newFlow();
    decisions.set(flow, attempt);
    const page = { action: `/${job.path}/consent`, flow, permissions };
    return beyond ? adminApprovalPage(page) : consentPage({ ...page, administrator: person.administrator });
  };

  const admit = (context: NodeContext, attempt: Attempt): Promise<Response> => {
    const { job, person, how } = attempt;
    const obstacle = wrongTenant(directory, person, job.tenant) ?? accountObstacle(directory, person);
    // Somebody who sees Entra's page is told there, and nothing comes back to the application.
    if (obstacle !== undefined) return how === 'chosen' ? stay(obstacle) : job.refuse(obstacle);
    const demand = requirements.demandOf({
      person: person.id,
      family: 'family' in attempt ? attempt.family : undefined,
      audience: job.scopes.resource.audience,
      claims: job.claims,
    });
    if (demand?.remedy === 'none') {
      return demand.ending === 'stay' && how !== 'silent' ? stay(demand.failure) : job.refuse(demand.failure);
    }
    if (demand !== undefined && how === 'silent') return job.refuse(demand.failure);
    if (demand !== undefined && how === 'session') return askWho(context, job, demand);
    const wanted = job.prompt === 'consent' ? job.scopes.permissions : consents.missing(person, job.scopes);
    return wanted.length > 0 ? askConsent(context, attempt, wanted) : finish(context, attempt);
  };

  const take = <Value>(flows: Map<string, Value>, form: URLSearchParams): Value | undefined => {
    const flow = form.get('flow') ?? '';
    const value = flows.get(flow);
    flows.delete(flow);
    return value;
  };

  return {
    start: async (context, job) => {
      const scripted = options.takeRefusal();
      if (scripted !== undefined)
        return scripted.ending === 'stay' ? stay(scripted.failure) : job.refuse(scripted.failure);
      const automatic = options.automatic();
      if (automatic !== undefined) return admit(context, { job, person: automatic, how: 'automatic' });

      const signedIn = sessions.read(context);
      const fitting = signedIn.filter(
        ({ person }) =>
          (job.loginHint === undefined || job.hinted === person) &&
          (job.tenant === undefined || directory.tenantOf(person) === job.tenant),
      );
      const only = fitting.length === 1 ? fitting[0] : undefined;
      switch (job.prompt) {
        case 'none':
          if (only !== undefined) return admit(context, { job, ...only, how: 'silent' });
          return job.refuse(signedIn.length === 0 ? nobodySignedIn : someoneElseSignedIn);
        case 'unspecified':
          return only === undefined ? askWho(context, job) : admit(context, { job, ...only, how: 'session' });
        case 'login':
        case 'select_account':
        case 'consent':
          return askWho(context, job);
      }
    },
    choose: async (context, form) => {
      const job = take(choices, form);
      if (job === undefined) return stay(unknownFlow);
      if (form.get('cancel') === 'true') return job.refuse(cancelled);
      const account = form.get('account');
      const everybody = directory.tenants.flatMap((tenant) => tenant.people);
      const person =
        account === null
          ? everybody.find((candidate) => candidate.id === form.get('person'))
          : directory.findByName(account);
      if (person !== undefined) return admit(context, { job, person, how: 'chosen' });
      return stay(account === null ? unknownFlow : noSuchAccount(account, job.tenant ?? directory.home));
    },
    consent: async (context, form) => {
      const attempt = take(decisions, form);
      if (attempt === undefined) return stay(unknownFlow);
      const { job, person } = attempt;
      const beyond = consents.beyond(person, consents.missing(person, job.scopes)).length > 0;
      // A person who may not grant it cannot do so by an answer that their page did not offer, either.
      if (beyond) return job.refuse(needsAdministrator);
      if (form.get('answer') !== 'accept') return job.refuse(cancelled);
      if (form.get('organisation') === 'true' && person.administrator) {
        consents.grantForTenant(directory.tenantOf(person), job.scopes.written);
      }
      consents.grant(person, job.scopes);
      return finish(context, attempt);
    },
  };
}
