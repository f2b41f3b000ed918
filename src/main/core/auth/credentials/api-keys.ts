import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../../shared/errors.ts';
import type { Ports } from '../../ports.ts';
import { SealedJson } from '../../sealed-json.ts';

const Keys = z.record(z.string(), z.string());

/** The API keys that a person has entered, by deployment: sealed on disk, given out to requests alone. */
export class ApiKeys {
  readonly #file: SealedJson<Record<string, string>>;
  #keys: Readonly<Record<string, string>> = {};

  constructor(ports: Pick<Ports, 'secretBox' | 'log'>, folder: string) {
    this.#file = new SealedJson({ file: path.join(folder, 'keys'), schema: Keys, ports });
  }

  async load(): Promise<void> {
    this.#keys = (await this.#file.read()) ?? {};
  }

  has(deploymentId: string): boolean {
    return Object.hasOwn(this.#keys, deploymentId);
  }

  /** @throws AppError `key-missing` */
  get(deploymentId: string, displayName: string): string {
    const key = this.has(deploymentId) ? this.#keys[deploymentId] : undefined;
    if (key === undefined) throw new AppError('key-missing', { fields: { deployment: displayName } });
    return key;
  }

  /** Removes every key. */
  async forget(): Promise<void> {
    this.#keys = {};
    await this.#file.remove();
  }

  /** Keeps a key; an empty one removes it. @throws AppError `invalid-request` for what no header can carry */
  async set(deploymentId: string, key: string): Promise<void> {
    // SECURITY: a line break or a control character would end up in the header of a request.
    if (!/^[\x21-\x7e]*$/.test(key)) throw new AppError('invalid-request');
    const { [deploymentId]: _replaced, ...others } = this.#keys;
    this.#keys = key === '' ? others : { ...others, [deploymentId]: key };
    await this.#file.write({ ...this.#keys });
  }
}
