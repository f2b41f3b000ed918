/** Choices that are the same for the same seed, by mulberry32. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A number from 0 to below `end`. */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end;
  }

  /** A whole number from 0 to below `end`. */
  whole(end: number): number {
    return Math.floor(this.below(end));
  }

  /** One of these. */
  of<Value>(values: readonly [Value, ...Value[]]): Value {
    return values[this.whole(values.length)] ?? values[0];
  }

  /** A UUID. */
  id(): string {
    const digits = Array.from({ length: 32 }, () => this.whole(16).toString(16)).join('');
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20)}`;
  }
}
