/** A body up to this length, in bytes, is never refused for want of memory. */
const SMALL = 16 * 1024;

/**
 * Bounds the memory of all bodies that are there at the same time, from the first byte that came to the end of the
 * answer. What counts is what came, not what was announced; small bodies do not count, their number is bounded by that
 * of the connections.
 */
export class BodyBudget {
  private used = 0;

  /** @param bytes all that bodies may have together, without the small ones */
  constructor(private readonly bytes: number) {}

  /** The part of one body; to be closed when the body is not needed any more. */
  open(): BodyShare {
    let [held, counted] = [0, 0];
    return {
      take: (bytes) => {
        const wanted = held + bytes;
        const more = wanted <= SMALL ? 0 : wanted - counted;
        if (this.used + more > this.bytes) return 'exhausted';
        held = wanted;
        counted += more;
        this.used += more;
        return 'taken';
      },
      close: () => {
        this.used -= counted;
        [held, counted] = [0, 0];
      },
    };
  }
}

/** What one body holds of a budget. */
export interface BodyShare {
  readonly take: (bytes: number) => 'taken' | 'exhausted';
  readonly close: () => void;
}
