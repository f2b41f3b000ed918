import { afterEach, beforeEach } from 'vitest';
import { startEmulators } from '../index.ts';
import type { Emulators } from '../index.ts';
import { createModelClient } from './model-client.ts';
import type { ModelClient } from './model-client.ts';

/** The emulators of one test, without delays, and a client of their models. */
export interface EmulatedResource {
  emulators: Emulators;
  client: ModelClient;
}

/** Starts the emulators for each test of the block around it, and ends them after it. */
export function resourceOfEachTest(): Readonly<EmulatedResource> {
  const resource: Partial<EmulatedResource> = {};
  beforeEach(async () => {
    resource.emulators = await startEmulators();
    resource.emulators.openai.setDelay(0);
    resource.client = await createModelClient(resource.emulators);
  });
  afterEach(() => resource.emulators?.close());
  return resource as EmulatedResource;
}
