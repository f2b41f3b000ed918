import { createArm } from './arm/arm.ts';
import type { ArmEmulator } from './arm/arm.ts';
import { createLoopbackCertificate } from './certificate.ts';
import { demoTenant } from './demo-tenant.ts';
import { createEntra } from './entra/entra.ts';
import type { EntraEmulator } from './entra/entra-emulator.ts';
import type { Clock } from './entra/token-authority.ts';
import { createGraph } from './graph/graph.ts';
import type { GraphEmulator } from './graph/graph.ts';
import { openServer } from './http/open-server.ts';
import { createMcp } from './mcp/mcp.ts';
import type { McpEmulator } from './mcp/mcp.ts';
import { createAzureOpenAI } from './openai/azure-openai.ts';
import type { AzureOpenAIEmulator } from './openai/azure-openai.ts';
import { demoDeployments } from './openai/deployments.ts';

/** Microsoft's side of Parley on this machine: sign-in, directory and models of a demo tenant. */
export interface Emulators {
  readonly entra: EntraEmulator;
  readonly graph: GraphEmulator;
  readonly openai: AzureOpenAIEmulator;
  /** Azure Resource Manager; it is asked only where a policy has `Discovery`. */
  readonly arm: ArmEmulator;
  /** A server of tools; policy names it only where a test does. */
  readonly mcp: McpEmulator;
  /** PEM of the authority that signed the Entra emulator's certificate, for an OS store or a client that trusts it alone. */
  readonly certificateAuthority: string;
  /** base64 SHA-256 of the server certificate's SubjectPublicKeyInfo, for Chromium's --ignore-certificate-errors-spki-list. */
  readonly certificateSpki: string;
  /** A complete Parley policy that points at these emulators; `overrides` replaces keys. */
  policy(overrides?: Readonly<Record<string, unknown>>): Record<string, unknown>;
  close(): Promise<void>;
}

/** How the emulators start. */
export interface EmulatorOptions {
  /** `http` serves the sign-in page without TLS, so that an everyday browser shows no certificate warning. */
  readonly signInPage?: 'https' | 'http';
  /** The time for codes and tokens; Date.now where left out. */
  readonly clock?: Clock;
  /** What the policy calls this cloud; emulators started beside others stand for another one. */
  readonly cloudName?: string;
  /** The audience of Azure OpenAI's tokens, which differs from cloud to cloud. */
  readonly modelAudience?: string;
}

/** Starts all emulators on free loopback ports. */
export async function startEmulators(options: EmulatorOptions = {}): Promise<Emulators> {
  const { signInPage = 'https', cloudName = 'Parley demo' } = options;
  const { modelAudience = 'https://cognitiveservices.azure.com' } = options;
  let skew = 0;
  const machineClock = options.clock ?? Date.now;
  const clock: Clock = () => machineClock() + skew;
  const certificate = await createLoopbackCertificate();
  const login = await openServer(clock, certificate.tls);
  const page = signInPage === 'http' ? await openServer(clock) : undefined;
  const directory = await openServer(clock);
  const models = await openServer(clock);
  const tools = await openServer(clock);
  const management = await openServer(clock);

  const entra = createEntra({
    origin: login.origin,
    signInOrigin: page?.origin ?? login.origin,
    graphOrigin: directory.origin,
    armOrigin: management.origin,
    modelAudience,
    clock,
    setClockSkew: (seconds) => {
      skew = seconds * 1000;
    },
  });
  const resource = { loginOrigin: login.origin, verifier: entra.verifier, clock };
  const graph = createGraph({ ...resource, directory: entra.directory, origin: directory.origin });
  const openai = createAzureOpenAI({
    ...resource,
    origin: models.origin,
    audience: modelAudience,
    deployments: demoDeployments,
    revokeTokens: (interaction) =>
      entra.emulator.requireClaims({ resource: 'models', ...(interaction === undefined ? {} : { interaction }) }),
  });

  const arm = createArm({ ...resource, origin: management.origin, modelEndpoint: openai.emulator.endpoint });
  const mcp = createMcp({ origin: tools.origin, loginOrigin: login.origin, verifier: entra.verifier });

  login.serve(entra.application);
  page?.serve(entra.application);
  directory.serve(graph.application);
  models.serve(openai.application);
  tools.serve(mcp.application);
  management.serve(arm.application);

  return {
    entra: entra.emulator,
    graph: graph.emulator,
    openai: openai.emulator,
    mcp: mcp.emulator,
    arm: arm.emulator,
    certificateAuthority: certificate.certificateAuthority,
    certificateSpki: certificate.spki,
    policy: (overrides = {}) => ({
      TenantId: demoTenant.id,
      ClientId: demoTenant.clientId,
      OrganisationName: 'Contoso',
      Cloud: {
        Name: cloudName,
        LoginHost: login.origin,
        GraphHost: directory.origin,
        AzureOpenAIScope: `${modelAudience}/.default`,
        ArmHost: management.origin,
      },
      Deployments: [
        {
          Id: 'gpt-demo',
          DisplayName: 'Demo model',
          Description: 'A scripted model on this computer, for trying Parley out.',
          Endpoint: openai.emulator.endpoint,
          Deployment: 'corp-chat',
          Api: 'responses',
        },
        {
          Id: 'gpt-demo-chat',
          DisplayName: 'Demo model (chat completions)',
          Description: 'The same script behind the older API.',
          Endpoint: openai.emulator.endpoint,
          Deployment: 'corp-chat-legacy',
          Api: 'chat',
        },
      ],
      ...overrides,
    }),
    close: async () => {
      const servers = [login, directory, models, tools, management, ...(page === undefined ? [] : [page])];
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}
