import { networkError } from './network-error.ts';

/**
 * The body of a reply, as far as it is no longer than we are ready to hold in memory.
 * @returns undefined where it is longer; the rest is not read then
 * @throws AppError `network-unreachable` where the connection breaks
 */
export async function readBody(response: Response, limitBytes: number): Promise<Buffer | undefined> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    const body = response.body as AsyncIterable<Uint8Array> | null;
    for await (const piece of body ?? []) {
      length += piece.length;
      // SECURITY: a server, or who plays one, must not fill this computer's memory. Leaving the loop cancels the rest.
      if (length > limitBytes) return undefined;
      pieces.push(piece);
    }
  } catch (thrown) {
    throw networkError(thrown, response.url);
  }
  return Buffer.concat(pieces);
}
