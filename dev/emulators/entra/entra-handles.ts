import type { AnyPersonId } from '../demo-tenant.ts';
import { newerThan } from './claims-request.ts';
import type { ClaimsOptions, EntraEmulator, InteractionOptions, ResourceName, Revocation } from './entra-emulator.ts';
import type { EntraState } from './entra-state.ts';
import { hopelessKinds, interactions } from './interaction-kinds.ts';
import type { InteractionKind } from './interaction-kinds.ts';
import type { OAuthFailure } from './oauth-error.ts';
import { parseScopes } from './scopes.ts';

/** What a client that can handle claims challenges sends along with every request. */
const capableClient = { access_token: { xms_cc: { values: ['cp1'] } } };

/** The handles by which tests drive the Entra emulator. */
export function createEntraHandles(state: EntraState): EntraEmulator {
  const { options, directory, settings, switches, faults, grants, deviceCodes } = state;
  const audiences: Readonly<Record<ResourceName, string>> = {
    models: options.modelAudience,
    graph: options.graphOrigin,
    arm: options.armOrigin,
  };
  const audienceOf = (resource: ResourceName | undefined) => (resource === undefined ? undefined : audiences[resource]);

  const revoke = (person: AnyPersonId | undefined, revocation: Revocation = {}): void => {
    const families = grants.familiesOf(person);
    if (revocation.refreshTokens !== false) {
      grants.revoke(families, interactions[revocation.as ?? 'password-changed']);
      state.sessions.forget(person);
    }
    if (revocation.accessTokens === true) state.registry.revoke(families);
  };

  return {
    origin: options.origin,
    signInOrigin: options.signInOrigin,
    tenant: directory.home,
    tenants: directory.tenants,

    requests: state.requests,
    nextRequest: state.log.next,
    signOuts: state.signOuts,
    deviceCodes: deviceCodes.all,
    issuedTokens: () => [...state.issued],

    failNextToken: (failure, times) => faults.fail('token', failure, times),
    failNext: faults.fail,
    failNextSignIn: (failure, times, ending = 'return') => state.signInRefusals.add({ failure, ending }, times),
    hold: faults.hold,
    setDelay: faults.setDelay,
    setClockSkew: options.setClockSkew,

    requireInteraction: (kind, given = {}) =>
      requireInteraction(state, kind, { ...given, audience: audienceOf(given.resource) }),
    requireClaims: (given = {}) => requireClaims(state, { ...given, audience: audienceOf(given.resource) }),
    revokeAll: (revocation) => revoke(undefined, revocation),
    revoke,
    setAccount: (person, status) => {
      directory.setStatus(person, status);
      if (status === 'enabled') return;
      state.registry.revoke(grants.familiesOf(person));
      state.sessions.forget(person);
    },

    setConsent: state.consents.set,
    setUserConsent: state.consents.setUserConsent,
    grantAdminConsent: (scopes, tenantId = directory.home.id) =>
      state.consents.grantForTenant(directory.findTenant(tenantId) ?? directory.home, scopes),
    adminConsentUrl: (scopes, redirectUri) => {
      const { id, clientId } = directory.home;
      const query = new URLSearchParams({ client_id: clientId, scope: scopes.join(' '), redirect_uri: redirectUri });
      return `${options.signInOrigin}/${id}/v2.0/adminconsent?${query.toString()}`;
    },

    setRoles: directory.setRoles,
    setGroups: directory.setGroups,
    setOverageForm: (form) => {
      settings.overageForm = form;
    },
    setIdTokenClaims: (person, claims) => void settings.idTokenClaims.set(person, claims),
    setAccessTokenClaims: (person, claims) => void settings.accessTokenClaims.set(person, claims),

    setTokenLifetime: (seconds) => {
      settings.accessTokenLifetime = seconds;
    },
    setRefreshIn: (seconds) => {
      switches.refreshIn = seconds;
    },
    rollKeys: (given) => state.authority.rollKeys(given?.keepOld === true),

    setSingleTenant: (singleTenant) => {
      switches.singleTenant = singleTenant;
    },
    signInAutomatically: (person) => {
      switches.automatic = person === undefined ? undefined : directory.person(person);
    },
    approveDeviceCode: (userCode, id) => {
      const person = directory.person(id);
      deviceCodes.approve(userCode, { person, family: grants.newFamily(id) });
    },
    declineDeviceCode: deviceCodes.decline,
    expireDeviceCodes: deviceCodes.expire,
    setDeviceCodeTimes: deviceCodes.setTimes,
    accessTokenFor: async (id, scope) => {
      const { resource, permissions } = parseScopes(scope, state.resources);
      const { token } = await state.authority.issueAccessToken({
        person: directory.person(id),
        family: grants.newFamily(id),
        audience: resource.audience,
        permissions,
        claims: capableClient,
      });
      return token;
    },
  };
}

function requireInteraction(
  { requirements }: EntraState,
  kind: InteractionKind | OAuthFailure,
  options: InteractionOptions & { readonly audience: string | undefined },
): () => void {
  const known = typeof kind === 'string' ? interactions[kind] : kind;
  const hopeless = typeof kind === 'string' && hopelessKinds.has(kind);
  const untilSignIn = options.untilSignIn ?? !hopeless;
  return requirements.add(
    {
      failure: { ...known, error: options.error ?? known.error },
      person: options.person,
      audience: options.audience,
      trigger: undefined,
      remedy: untilSignIn ? 'sign-in' : 'none',
      ending: options.ending ?? 'return',
    },
    options.times ?? Infinity,
  );
}

function requireClaims(
  { requirements, registry, options: { clock } }: EntraState,
  options: ClaimsOptions & { readonly audience: string | undefined },
): () => void {
  const { claims = newerThan(clock()), audience, person, interaction } = options;
  const liftChallenge = registry.challenge({ claims, audience, person });
  if (interaction === undefined) return liftChallenge;
  const requirement = {
    failure: { ...interactions[interaction], claims: JSON.stringify(claims) },
    person,
    audience: undefined,
    trigger: claims,
    remedy: hopelessKinds.has(interaction) ? 'none' : 'sign-in',
    ending: 'return',
  } as const;
  const liftRequirement = requirements.add(requirement, Infinity);
  return () => {
    liftChallenge();
    liftRequirement();
  };
}
