import type { RefusedParts } from '../groups/refused-parts.js';
import type { TargetGroup } from '../groups/target-group.js';

/** What a store has under a name: a group, nothing to show, or something that is not understood. */
export interface Entry {
  readonly group?: TargetGroup | undefined;
  /** What of the group the rules refuse. */
  readonly refused?: RefusedParts | undefined;
  /** Why it is not understood, a sentence without anything that is stored; there is no group then. */
  readonly unreadable?: string | undefined;
}

/** When a group last changed, in seconds since the epoch. */
interface Modification {
  readonly name: string;
  readonly seconds: number;
}

/** Entries by their names, with totals that are kept up to date, so that nothing has to be added up to tell them. */
export class CountedEntries<Kept extends Entry> {
  private readonly kept = new Map<string, Kept>();
  /** Those that hold a group, and when that last changed. */
  private readonly modified = new Map<string, number>();
  private readonly unreadable = new Set<string>();
  private readonly questionable = new Set<string>();
  private targets = 0;
  private changeCount = 0;
  private oddChangeCount = 0;

  /** @param changedAt gives seconds since the epoch, `NaN` where that is not known */
  constructor(private readonly changedAt: (entry: Kept) => number) {}

  get size(): number {
    return this.kept.size;
  }

  get groupCount(): number {
    return this.modified.size;
  }

  /** The targets of all groups together. */
  get targetCount(): number {
    return this.targets;
  }

  get unreadableCount(): number {
    return this.unreadable.size;
  }

  /** How many changes there were. */
  get changes(): number {
    return this.changeCount;
  }

  /** How many of them concerned an entry that was or is unreadable, or holds what the rules refuse. */
  get oddChanges(): number {
    return this.oddChangeCount;
  }

  get(name: string): Kept | undefined {
    return this.kept.get(name);
  }

  set(name: string, entry: Kept): void {
    this.delete(name);
    this.kept.set(name, entry);
    if (entry.unreadable !== undefined) this.unreadable.add(name);
    if (entry.refused !== undefined) this.questionable.add(name);
    if (entry.unreadable !== undefined || entry.refused !== undefined) this.oddChangeCount += 1;
    if (entry.group === undefined) return;
    this.modified.set(name, this.changedAt(entry));
    this.targets += entry.group.targets.length;
  }

  delete(name: string): void {
    this.targets -= this.kept.get(name)?.group?.targets.length ?? 0;
    this.kept.delete(name);
    this.modified.delete(name);
    const wasOdd = [this.unreadable.delete(name), this.questionable.delete(name)].includes(true);
    if (wasOdd) this.oddChangeCount += 1;
    this.changeCount += 1;
  }

  names(): Iterable<string> {
    return this.kept.keys();
  }

  entries(): Iterable<readonly [string, Kept]> {
    return this.kept;
  }

  unreadableNames(): Iterable<string> {
    return this.unreadable;
  }

  /** The entries that hold what the rules refuse. */
  questionableNames(): Iterable<string> {
    return this.questionable;
  }

  /** The groups that changed last, at most `limit` of them, in no particular order. */
  lastModified(limit: number): readonly Modification[] {
    const threshold = nthLargest(this.modified.values(), limit);
    const later: Modification[] = [];
    const equal: Modification[] = [];
    for (const [name, seconds] of this.modified) {
      if (seconds > threshold) later.push({ name, seconds });
      else if (seconds === threshold && equal.length < limit) equal.push({ name, seconds });
    }
    return [...later, ...equal.slice(0, limit - later.length)];
  }
}

/**
 * The `n`th largest of the values, `-Infinity` when there are fewer. A heap of the `n` largest so far, smallest first:
 * most values are looked at once and forgotten, so that 100,000 of them take a few milliseconds at worst.
 */
function nthLargest(values: Iterable<number>, n: number): number {
  const heap = new Float64Array(n).fill(-Infinity);
  let [smallest = Infinity] = heap;
  for (const value of values) {
    if (!(value > smallest)) continue;
    replaceSmallest(heap, value);
    smallest = heap[0] ?? Infinity;
  }
  return smallest;
}

function replaceSmallest(heap: Float64Array, value: number): void {
  let place = 0;
  for (let child = 1; child < heap.length; child = 2 * place + 1) {
    const right = child + 1;
    if (right < heap.length && (heap[right] ?? 0) < (heap[child] ?? 0)) child = right;
    const smaller = heap[child] ?? 0;
    if (smaller >= value) break;
    heap[place] = smaller;
    place = child;
  }
  heap[place] = value;
}
