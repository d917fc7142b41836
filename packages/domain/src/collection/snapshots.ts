import { compareKeys } from '../groups/key-order.js';
import type { Hash, StoredGroup } from '../groups/revision.js';
import type { GroupKey } from '../groups/target-group.js';
import type { Snapshot, Unreadable } from '../ports/target-group-store.js';
import { atOnce, inTurns, type Turns, type Work } from '../turns.js';

/** The groups of a store, each under a name of its own. */
export interface GroupSource {
  /** The names of what is stored, in no particular order. */
  names(): Iterable<string>;
  /** The group under a name, `undefined` when there is none to show. */
  at(name: string): StoredGroup | undefined;
  unreadable(): readonly Unreadable[];
}

/** How many changes are taken over without letting others have the thread. */
const MAX_AT_ONCE = 500;

/** How many are sorted at a time. */
const PORTION = 1000;

/** How many changes are remembered while nobody asks for a snapshot; with more of them the next one begins anew. */
const MAX_REMEMBERED = 20_000;

/**
 * Makes snapshots of a store: nothing is done before the first one is asked for, and then only for what has changed.
 *
 * The revision of all groups is the sum, modulo 2^128, of a hash of each key with its revision, so that a change costs
 * two hashes whatever the number of groups. That two states have the same sum by chance is as unlikely as for any hash
 * of 128 bits. Whoever looks for such states on purpose (Wagner, "A Generalized Birthday Problem") needs the right to
 * write thousands of groups, and gains that others do not notice what became of these groups.
 */
export class Snapshots {
  /** In order. What has changed since is in `stale`, what was never looked at in `unseen`. */
  private groups: readonly StoredGroup[] = [];
  private sum = 0n;
  private unseen: string[] = [];
  /** `undefined` as long as nobody has asked for a snapshot. */
  private stale: Map<string, GroupKey> | undefined;
  private catchingUp: Promise<void> | undefined;
  private last: Snapshot | undefined;

  constructor(
    private readonly source: GroupSource,
    private readonly hash: Hash,
    private readonly turns: Turns,
  ) {}

  /** Whether anybody has asked for a snapshot lately; as long as not, nothing needs to be told of changes. */
  get isInUse(): boolean {
    return this.stale !== undefined;
  }

  /** To be called whenever what the source has under a name becomes something else. */
  changed(name: string, key: GroupKey): void {
    this.last = undefined;
    if (this.stale === undefined) return;
    this.stale.set(name, key);
    if (this.stale.size > MAX_REMEMBERED) this.forget();
  }

  /** To be called whenever what is unreadable becomes something else. */
  unreadableChanged(): void {
    this.last = undefined;
  }

  /** All groups at one moment of the call. */
  async take(): Promise<Snapshot> {
    if (this.last !== undefined) return this.last;
    while (this.catchingUp !== undefined || this.isFarBehind()) {
      this.catchingUp ??= this.catchUp().finally(() => {
        this.catchingUp = undefined;
      });
      await this.catchingUp;
    }
    return (this.last ??= this.now());
  }

  private now(): Snapshot {
    atOnce(this.takeOver(this.takeStale(MAX_AT_ONCE)));
    const unreadable = this.source.unreadable();
    const sum = unreadable.length === 0 ? this.sum : plus(this.sum, this.number(textOf(unreadable)));
    return { revision: sum.toString(16).padStart(32, '0'), groups: this.groups, unreadable };
  }

  private isFarBehind(): boolean {
    return this.stale === undefined || this.unseen.length > 0 || this.stale.size > MAX_AT_ONCE;
  }

  private async catchUp(): Promise<void> {
    while (this.isFarBehind()) {
      if (this.stale === undefined) this.begin();
      const changes = this.unseen.length > 0 ? this.takeUnseen() : this.takeStale(PORTION);
      await inTurns(this.takeOver(changes), this.turns);
    }
  }

  private begin(): void {
    this.stale = new Map();
    this.unseen = [...this.source.names()];
    this.groups = [];
    this.sum = 0n;
  }

  private forget(): void {
    this.stale = undefined;
    this.unseen = [];
    this.groups = [];
  }

  private *takeUnseen(): Changes {
    for (const name of this.unseen.splice(-PORTION)) {
      const now = this.source.at(name);
      if (now !== undefined) yield { key: now.key, now };
    }
  }

  private *takeStale(limit: number): Changes {
    const { stale = new Map<string, GroupKey>() } = this;
    const taken: (readonly [string, GroupKey])[] = [];
    for (const entry of stale) {
      taken.push(entry);
      stale.delete(entry[0]);
      if (taken.length === limit) break;
    }
    for (const [name, key] of taken) yield { key, now: this.source.at(name) };
  }

  /** Puts changes into the list. What changes while this is going on becomes stale again. */
  private *takeOver(changes: Changes): Work<void> {
    const inOrder: StateOfKey[] = [];
    for (const change of changes) {
      inOrder.push(change);
      yield;
    }
    inOrder.sort((one, other) => compareKeys(one.key, other.key));
    const before = this.groups;
    const parts: (readonly StoredGroup[])[] = [];
    let from = 0;
    let { sum } = this;
    for (const { key, now } of inOrder) {
      const place = placeOf(key, before, from);
      parts.push(before.slice(from, place));
      from = place;
      const old = before[place];
      if (old !== undefined && compareKeys(old.key, key) === 0) {
        from += 1;
        sum = minus(sum, this.term(old));
      }
      if (now !== undefined) {
        parts.push([now]);
        sum = plus(sum, this.term(now));
      }
      yield;
    }
    this.groups = inOrder.length === 0 ? before : before.slice(0, 0).concat(...parts, before.slice(from));
    this.sum = sum;
  }

  private term({ key: { application, environment }, revision }: StoredGroup): bigint {
    return this.number(JSON.stringify([application, environment, revision]));
  }

  private number(text: string): bigint {
    return BigInt(`0x${this.hash(text)}`);
  }
}

function textOf(unreadable: readonly Unreadable[]): string {
  return JSON.stringify(unreadable.map(({ name, key, reason, lastRead }) => [name, key, reason, lastRead?.revision]));
}

/** What there is now under a key. */
interface StateOfKey {
  readonly key: GroupKey;
  readonly now: StoredGroup | undefined;
}

type Changes = Generator<StateOfKey, void>;

function plus(one: bigint, other: bigint): bigint {
  return BigInt.asUintN(128, one + other);
}

function minus(one: bigint, other: bigint): bigint {
  return BigInt.asUintN(128, one - other);
}

/** The place of the first group, from `from` on, that is not before `key`. */
function placeOf(key: GroupKey, groups: readonly StoredGroup[], from: number): number {
  let [low, high] = [from, groups.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const group = groups[middle];
    if (group !== undefined && compareKeys(group.key, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
