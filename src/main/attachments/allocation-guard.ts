/** What holds bytes outside of V8's heap, and the bytes of one element. */
const holders = {
  ArrayBuffer: 1,
  Uint8Array: 1,
  Uint8ClampedArray: 1,
  Int8Array: 1,
  Uint16Array: 2,
  Int16Array: 2,
  Uint32Array: 4,
  Int32Array: 4,
  Float32Array: 4,
  Float64Array: 8,
} as const;

/**
 * Watches every block of memory that JavaScript asks for from now on.
 * SECURITY: V8 limits its own heap alone, and a stream of a PDF unpacks into blocks beside it: two megabytes made four gigabytes.
 * @param onExcess called before a block of more than `limitBytes` is taken; does not return
 */
export function guardAllocations(limitBytes: number, onExcess: () => never): void {
  for (const [name, size] of Object.entries(holders)) {
    const holder = Reflect.get(globalThis, name) as object;
    const guarded = new Proxy(holder, {
      construct(target, given: unknown[], newTarget) {
        const [length] = given;
        if (typeof length === 'number' && length * size > limitBytes) onExcess();
        return Reflect.construct(target as NewableFunction & (new () => object), given, newTarget) as object;
      },
    });
    Object.defineProperty(globalThis, name, { value: guarded, writable: true, configurable: true });
  }
}
