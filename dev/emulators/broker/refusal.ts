import { NativeBrokerPlugin } from '@azure/msal-node-extensions';
import { ErrorStatus } from '@azure/msal-node-runtime';
import { describeFailure } from '../../../src/main/broker/wire.ts';
import type { BrokerFailure } from '../../../src/main/core/auth/broker/protocol.ts';

/** A status that is an error; a switched user is none to MSAL's plugin. */
export type BrokerStatusName = Exclude<keyof typeof ErrorStatus, 'UserSwitched'>;

/** An error of MSAL's runtime, which the broker's process makes a failure of. */
export class BrokerRefusal extends Error {
  readonly status: BrokerStatusName;
  readonly code: number;
  readonly context: string;

  constructor(status: BrokerStatusName, context = 'The emulator was told to refuse this.', code = 0) {
    super(status);
    this.status = status;
    this.code = code;
    this.context = context;
  }
}

/** The failure that Parley's own broker process would send: MSAL's plugin itself puts the status into words. */
export function failureOf({ status, code, context }: BrokerRefusal, correlationId: string): BrokerFailure {
  const runtimeError = {
    errorStatus: ErrorStatus[status],
    errorCode: code,
    errorContext: context,
    errorTag: 0x1a2b3c4d,
  };
  return describeFailure(pluginErrors().wrapError(runtimeError, correlationId));
}

/** The plugin's own way from a status to an error, which is private to it. */
function pluginErrors() {
  return new NativeBrokerPlugin() as unknown as { wrapError(error: unknown, correlationId: string): unknown };
}
