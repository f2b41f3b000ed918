import type { Directory } from '../directory/directory.ts';
import type { NodeApplication } from '../http/open-server.ts';
import type { EntraEmulator } from './entra-emulator.ts';
import { createEntraHandles } from './entra-handles.ts';
import { createEntraState } from './entra-state.ts';
import type { EntraOptions } from './entra-state.ts';
import { createRoutes } from './routes.ts';
import type { TokenVerifier } from './token-authority.ts';

/** The Entra emulator as the others need it. */
export interface EntraParts {
  readonly emulator: EntraEmulator;
  readonly directory: Directory;
  readonly verifier: TokenVerifier;
  /** To be served at the login host and, where it differs, at the sign-in origin. */
  readonly application: NodeApplication;
}

/** Makes the Entra emulator's application; nothing listens yet. */
export function createEntra(options: EntraOptions): EntraParts {
  const state = createEntraState(options);
  return {
    emulator: createEntraHandles(state),
    directory: state.directory,
    verifier: state.authority,
    application: createRoutes(state),
  };
}
