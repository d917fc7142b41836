import { type GroupKey, isShownAlike } from '../groups/target-group.js';
import type { Hash, StoredGroup } from '../groups/revision.js';
import type { Actor, GroupEvent, Snapshot, Unreadable } from '../ports/target-group-store.js';
import type { Turns } from '../turns.js';
import type { CountedEntries, Entry } from './counted-entries.js';
import type { Listeners } from './listeners.js';
import { Snapshots } from './snapshots.js';

/** Who changes an entry, and which group's it is; for a change from outside both are left out. */
export interface ChangeOrigin {
  readonly key?: GroupKey;
  readonly by?: readonly Actor[];
}

/** What a store's entries are to readers. */
export interface Showing<Kept> {
  readonly hash: Hash;
  /** The group that has this name; `undefined` for a name that is no group's. */
  readonly keyOf: (name: string) => GroupKey | undefined;
  /** The group in an entry, as the group of a key. */
  readonly storedIn: (entry: Kept, key: GroupKey) => StoredGroup | undefined;
  /** Gives the same list as long as nothing in it changes. */
  readonly unreadable: () => readonly Unreadable[];
}

/** What readers see of a store's entries, and who is told when that becomes something else. */
export class ShownGroups<Kept extends Entry> {
  /** What somebody has asked for. */
  private readonly stored = new Map<string, StoredGroup>();
  /** Of entries that cannot be read now, what was read last. */
  private readonly lastRead = new Map<string, StoredGroup>();
  private readonly snapshots: Snapshots;
  private listeners: Listeners | undefined;

  constructor(
    private readonly entries: CountedEntries<Kept>,
    private readonly showing: Showing<Kept>,
    turns: Turns,
  ) {
    const { unreadable, hash } = showing;
    const source = { names: () => entries.names(), at: (name: string) => this.at(name), unreadable };
    this.snapshots = new Snapshots(source, hash, turns);
  }

  /** The group in an entry, `undefined` when there is none to show. */
  at(name: string, keyOfName?: GroupKey): StoredGroup | undefined {
    const entry = this.entries.get(name);
    if (entry?.group === undefined) return undefined;
    const known = this.stored.get(name);
    if (known !== undefined) return known;
    const key = keyOfName ?? this.showing.keyOf(name);
    const stored = key && this.showing.storedIn(entry, key);
    if (stored !== undefined) this.stored.set(name, stored);
    return stored;
  }

  /** What was last read of an entry that cannot be read now. */
  lastReadAt(name: string): StoredGroup | undefined {
    return this.lastRead.get(name);
  }

  /** Takes over what an entry is now, `undefined` for none. */
  set(name: string, entry: Kept | undefined, change: ChangeOrigin = {}): void {
    const key = this.isWatched() ? (change.key ?? this.showing.keyOf(name)) : undefined;
    if (key === undefined) this.replace(name, entry);
    else this.replaceAndTell(name, key, entry, change.by ?? []);
  }

  /** To be called when what is unreadable becomes something else, but no entry does. */
  unreadableChanged(): void {
    this.snapshots.unreadableChanged();
  }

  snapshot(): Promise<Snapshot> {
    return this.snapshots.take();
  }

  /** From now on tells what changes, and first what is another thing than in what was shown before. */
  tell(listeners: Listeners, before?: ShownGroups<Kept>): void {
    this.listeners = listeners;
    if (before === undefined) return;
    for (const name of this.entries.unreadableNames())
      this.remember(name, before.at(name) ?? before.lastRead.get(name));
    if (listeners.isEmpty) return;
    for (const name of new Set([...before.entries.names(), ...this.entries.names()])) {
      const [old, now] = [before.entries.get(name), this.entries.get(name)];
      const key = isToldAlike(old, now) ? undefined : this.showing.keyOf(name);
      if (key !== undefined) listeners.tell(eventOf(key, before.at(name, key), this.at(name, key), now, []));
    }
  }

  private remember(name: string, read: StoredGroup | undefined): void {
    if (read !== undefined) this.lastRead.set(name, read);
  }

  private isWatched(): boolean {
    return this.snapshots.isInUse || this.listeners?.isEmpty === false;
  }

  private replaceAndTell(name: string, key: GroupKey, entry: Kept | undefined, by: readonly Actor[]): void {
    const isTold = this.listeners?.isEmpty === false && !isToldAlike(this.entries.get(name), entry);
    const before = isTold ? this.at(name, key) : undefined;
    this.replace(name, entry);
    this.snapshots.changed(name, key);
    if (isTold) this.listeners?.tell(eventOf(key, before, this.at(name, key), entry, by));
  }

  private replace(name: string, entry: Kept | undefined): void {
    if (entry?.unreadable === undefined) this.lastRead.delete(name);
    else this.remember(name, this.at(name));
    this.stored.delete(name);
    if (entry === undefined) this.entries.delete(name);
    else this.entries.set(name, entry);
  }
}

function isToldAlike(one: Entry | undefined, other: Entry | undefined): boolean {
  return one?.unreadable === other?.unreadable && isShownAlike(one?.group, other?.group);
}

function eventOf(
  key: GroupKey,
  before: StoredGroup | undefined,
  after: StoredGroup | undefined,
  now: Entry | undefined,
  by: readonly Actor[],
): GroupEvent {
  return { key, before, after, unreadable: now?.unreadable, by };
}
