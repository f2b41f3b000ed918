import path from 'node:path';
import { type ProcessScript, type UtilityProcesses, utilityProcessHost } from './process-host.ts';
import type { ProcessHost } from '../core/ports.ts';

/** What decides which script the broker's process runs. */
export interface BrokerProcessOptions {
  readonly isPackaged: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of the build's main scripts. */
  readonly folder: string;
}

/** Runs the broker's process as a utility process of Electron; PARLEY_BROKER_ENTRY puts another script in its place. */
export function brokerProcessHost(processes: UtilityProcesses, options: BrokerProcessOptions): ProcessHost {
  return utilityProcessHost(processes, brokerScript(options));
}

/** The script of the broker's process. */
export function brokerScript({ isPackaged, environment, folder }: BrokerProcessOptions): ProcessScript {
  // SECURITY: an installed Parley runs no program that an environment variable names.
  const named = isPackaged ? undefined : environment['PARLEY_BROKER_ENTRY'];
  return { entry: named ?? path.join(folder, 'broker.cjs'), serviceName: 'Parley broker' };
}
