/** A body up to this length, in bytes, is never refused for want of memory. */
const MAX_UNCOUNTED = 16 * 1024;

/** How fast a body must come while others want its memory, in bytes a second: a tenth of what `read_timeout` asks for. */
const MIN_RATE = 16 * 1024;

/** How long a body may come more slowly than that, in milliseconds. */
const PATIENCE_MS = 3000;

/** A body that holds a part of the budget. */
interface Holder {
  readonly source: string;
  /** `undefined` when it cannot be evicted any more. */
  onEvicted: (() => void) | undefined;
  counted: number;
  /** When it has been too slow for too long, unless more of it comes; `undefined` when all of it came. */
  stalledAt: number | undefined;
}

/** What one body holds of a budget. */
export interface BodyShare {
  /** To be called for bytes that came; once the share was evicted nothing more is taken. */
  readonly take: (bytes: number) => 'taken' | 'exhausted';
  /** To be called when all of the body came, so that it does not count as slow any more. */
  readonly arrived: () => void;
  /** To be called when it is too late to refuse the body, so that it is not evicted any more. */
  readonly keep: () => void;
  /** Gives everything back. */
  readonly close: () => void;
}

/**
 * Bounds the memory of all bodies that are there at the same time, from the first byte that came to the end of the
 * answer. What counts is what came, not what was announced; small bodies do not count, their number is bounded by that
 * of the connections.
 *
 * When it is exhausted, a body that has stopped to come makes room for others, and then one of the source that holds
 * the most, as long as that is more than the source that asks would hold.
 */
export class BodyBudget {
  private used = 0;
  private readonly holders = new Set<Holder>();

  /**
   * @param bytes all that bodies may have together, without the small ones
   * @param now milliseconds of a monotonic clock
   */
  constructor(
    private readonly bytes: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * The part of one body; to be closed when the body is not needed any more.
   * @param onEvicted is called when the body has to make room; its share is closed then
   */
  open(source: string, onEvicted: () => void): BodyShare {
    const holder: Holder = { source, onEvicted, counted: 0, stalledAt: this.now() + PATIENCE_MS };
    let held = 0;
    this.holders.add(holder);
    return {
      take: (bytes) => {
        if (!this.holders.has(holder)) return 'exhausted';
        if (holder.stalledAt !== undefined) holder.stalledAt = this.extended(holder.stalledAt, bytes);
        const more = held + bytes <= MAX_UNCOUNTED ? 0 : held + bytes - holder.counted;
        while (this.used + more > this.bytes) if (!this.makeRoom(holder, more)) return 'exhausted';
        held += bytes;
        holder.counted += more;
        this.used += more;
        return 'taken';
      },
      arrived: () => {
        holder.stalledAt = undefined;
      },
      keep: () => {
        holder.onEvicted = undefined;
      },
      close: () => {
        this.close(holder);
      },
    };
  }

  private extended(stalledAt: number, bytes: number): number {
    const now = this.now();
    return Math.min(now + PATIENCE_MS, Math.max(now, stalledAt) + (bytes / MIN_RATE) * 1000);
  }

  private makeRoom(asking: Holder, more: number): boolean {
    const others = [...this.holders].filter(
      (holder) => holder !== asking && holder.counted > 0 && holder.onEvicted !== undefined,
    );
    const evicted = this.stalled(others) ?? this.ofGreediest(others, asking.source, more);
    if (evicted === undefined) return false;
    this.close(evicted);
    evicted.onEvicted?.();
    return true;
  }

  private stalled(holders: readonly Holder[]): Holder | undefined {
    const now = this.now();
    return holders.find(({ stalledAt = Infinity }) => stalledAt < now);
  }

  /** The latest body of the source that holds the most. */
  private ofGreediest(holders: readonly Holder[], asking: string, more: number): Holder | undefined {
    const totals = new Map<string, number>();
    for (const { source, counted } of this.holders) totals.set(source, (totals.get(source) ?? 0) + counted);
    const wanted = (totals.get(asking) ?? 0) + more;
    const greedier = holders.filter(({ source }) => (totals.get(source) ?? 0) > wanted);
    const most = Math.max(...greedier.map(({ source }) => totals.get(source) ?? 0));
    return greedier.findLast(({ source }) => totals.get(source) === most);
  }

  private close(holder: Holder): void {
    if (!this.holders.delete(holder)) return;
    this.used -= holder.counted;
  }
}
