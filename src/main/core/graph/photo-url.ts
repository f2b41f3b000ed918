/** A photo as a data URL; undefined for bytes that are none. */
export function photoUrl(bytes: Buffer | undefined): string | undefined {
  const type = bytes === undefined ? undefined : imageType(bytes);
  return bytes === undefined || type === undefined ? undefined : `data:${type};base64,${bytes.toString('base64')}`;
}

/** SECURITY: the bytes decide, not the reply's header, so that nothing but a photo reaches the window. */
function imageType(bytes: Buffer): string | undefined {
  if (bytes.subarray(0, 3).toString('hex') === 'ffd8ff') return 'image/jpeg';
  if (bytes.subarray(0, 8).toString('hex') === '89504e470d0a1a0a') return 'image/png';
  return undefined;
}
