/**
 * @peculiar/x509 loads tsyringe, which refuses to start without the `reflect-metadata` polyfill, though the two use
 * these three functions only. Importing this file before them spares a dependency; a real polyfill is left in place.
 */
interface MetadataFunctions {
  getMetadata?: (key: unknown, target: object) => unknown;
  getOwnMetadata?: (key: unknown, target: object) => unknown;
  defineMetadata?: (key: unknown, value: unknown, target: object) => void;
}

function install(reflect: MetadataFunctions): void {
  if (reflect.getMetadata !== undefined) return;
  const metadata = new WeakMap<object, Map<unknown, unknown>>();
  const read = (key: unknown, target: object): unknown => metadata.get(target)?.get(key);
  reflect.getMetadata = read;
  reflect.getOwnMetadata = read;
  reflect.defineMetadata = (key, value, target) => {
    metadata.set(target, (metadata.get(target) ?? new Map<unknown, unknown>()).set(key, value));
  };
}

install(Reflect as typeof Reflect & MetadataFunctions);
