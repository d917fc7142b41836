/** Numbers that only look random: the same seed gives the same ones. */
export class Random {
  constructor(private state: number) {}

  /** A number from 0 up to `below`, without it. The generator is Marsaglia's xorshift with 32 bits (13, 17, 5). */
  below(below: number): number {
    // The only state that it never leaves is 0.
    this.state = this.state || 1;
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return Math.floor(((this.state >>> 0) / 2 ** 32) * below);
  }

  /** True one time in so many. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<Element>(list: readonly Element[]): Element {
    const element = list[this.below(list.length)];
    if (element === undefined) throw new Error('there is nothing to pick from');
    return element;
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }

  /** As many results as there are to be, at least one. */
  some<Result>(most: number, make: () => Result): readonly Result[] {
    return Array.from({ length: 1 + this.below(most) }, make);
  }
}
