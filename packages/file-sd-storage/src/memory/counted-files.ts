import { modifiedAt } from '../directory/file-version.js';
import type { GroupFile } from './group-file.js';

/** When a file was last modified, in seconds since the epoch. */
export interface Modification {
  readonly name: string;
  readonly seconds: number;
}

/** Files by their names, with totals that are kept up to date, so that nothing has to be added up to tell them. */
export class CountedFiles {
  private readonly files = new Map<string, GroupFile>();
  /** The files that hold a group, and when they were modified. */
  private readonly modified = new Map<string, number>();
  private readonly unreadable = new Set<string>();
  private readonly questionable = new Set<string>();
  private targets = 0;
  private changeCount = 0;
  private oddChangeCount = 0;

  get size(): number {
    return this.files.size;
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

  /** How many of them concerned a file that was or is unreadable, or holds what the rules refuse. */
  get oddChanges(): number {
    return this.oddChangeCount;
  }

  get(name: string): GroupFile | undefined {
    return this.files.get(name);
  }

  set(name: string, file: GroupFile): void {
    this.delete(name);
    this.files.set(name, file);
    if (file.unreadable !== undefined) this.unreadable.add(name);
    if (file.refused !== undefined) this.questionable.add(name);
    if (file.unreadable !== undefined || file.refused !== undefined) this.oddChangeCount += 1;
    if (file.group === undefined) return;
    this.modified.set(name, modifiedAt(file.version));
    this.targets += file.group.targets.length;
  }

  delete(name: string): void {
    this.targets -= this.files.get(name)?.group?.targets.length ?? 0;
    this.files.delete(name);
    this.modified.delete(name);
    const wasOdd = [this.unreadable.delete(name), this.questionable.delete(name)].includes(true);
    if (wasOdd) this.oddChangeCount += 1;
    this.changeCount += 1;
  }

  names(): Iterable<string> {
    return this.files.keys();
  }

  entries(): Iterable<readonly [string, GroupFile]> {
    return this.files;
  }

  unreadableNames(): Iterable<string> {
    return this.unreadable;
  }

  /** The files that hold what the rules refuse. */
  questionableNames(): Iterable<string> {
    return this.questionable;
  }

  /** The groups that were modified last, at most `limit` of them, in no particular order. */
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
