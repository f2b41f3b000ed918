import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import type { GraphConnection } from './graph-connection.ts';
import { photoUrl } from './photo-url.ts';

const Profile = z.object({ displayName: z.string().nullish(), givenName: z.string().nullish() });

/** What the directory says of the signed-in person. */
export type Profile = z.infer<typeof Profile>;

const photoLimitBytes = 4 * 1024 * 1024;
const features = ['profile'] as const;

/** The signed-in person's own entry. Source: https://learn.microsoft.com/graph/api/user-get */
export class GraphClient {
  readonly #connection: GraphConnection;

  constructor(connection: GraphConnection) {
    this.#connection = connection;
  }

  /** @throws AppError */
  profile(signal: AbortSignal): Promise<Profile> {
    return this.#connection.json({ path: '/me?$select=displayName,givenName', features }, Profile, signal);
  }

  /** The person's photo as a data URL; undefined where the directory has none. @throws AppError */
  async photo(signal: AbortSignal): Promise<string | undefined> {
    const request = { path: '/me/photo/$value', features, limitBytes: photoLimitBytes };
    try {
      return photoUrl((await this.#connection.send(request, signal)).bytes);
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.fields['status'] === 404) return undefined;
      throw thrown;
    }
  }
}
