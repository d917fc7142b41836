import {
  type Actor,
  type GroupKey,
  isShownAlike,
  type Listeners,
  revisionOf,
  type Snapshot,
  Snapshots,
  type StoredGroup,
  type Turns,
  type Unreadable,
} from '@target-eye/domain';
import type { CountedFiles } from './counted-files.js';
import { keyOfFile } from './file-name.js';
import { modifiedAt } from '../directory/file-version.js';
import type { GroupFile } from './group-file.js';
import { revisionHash } from './revision-hash.js';

/** Who changes a file, and which group's it is; for a change from outside both are left out. */
export interface ChangeOrigin {
  readonly key?: GroupKey;
  readonly by?: readonly Actor[];
}

/** What readers see of the files of groups, and who is told when that becomes something else. */
export class ShownGroups {
  /** What somebody has asked for. */
  private readonly stored = new Map<string, StoredGroup>();
  /** Of files that cannot be read now, what was read last. */
  private readonly lastRead = new Map<string, StoredGroup>();
  private readonly snapshots: Snapshots;
  private listeners: Listeners | undefined;

  /** @param unreadable gives the same list as long as nothing in it changes */
  constructor(
    private readonly files: CountedFiles,
    unreadable: () => readonly Unreadable[],
    turns: Turns,
  ) {
    const source = { names: () => files.names(), at: (name: string) => this.at(name), unreadable };
    this.snapshots = new Snapshots(source, revisionHash, turns);
  }

  /** The group in a file, `undefined` when there is none to show. */
  at(name: string, keyOfName?: GroupKey): StoredGroup | undefined {
    const file = this.files.get(name);
    if (file?.group === undefined) return undefined;
    const known = this.stored.get(name);
    if (known !== undefined) return known;
    const key = keyOfName ?? keyOfFile(name);
    const stored = key && storedIn(file, key);
    if (stored !== undefined) this.stored.set(name, stored);
    return stored;
  }

  /** What was last read of a file that cannot be read now. */
  lastReadAt(name: string): StoredGroup | undefined {
    return this.lastRead.get(name);
  }

  /** Takes over what a file is now, `undefined` for none. */
  set(name: string, file: GroupFile | undefined, change: ChangeOrigin = {}): void {
    const key = this.isWatched() ? (change.key ?? keyOfFile(name)) : undefined;
    if (key === undefined) this.replace(name, file);
    else this.replaceAndTell(name, key, file, change.by ?? []);
  }

  /** To be called when what is unreadable becomes something else, but no file of a group does. */
  unreadableChanged(): void {
    this.snapshots.unreadableChanged();
  }

  snapshot(): Promise<Snapshot> {
    return this.snapshots.take();
  }

  /** From now on tells what changes, and first what is another thing than in what was shown before. */
  tell(listeners: Listeners, before?: ShownGroups): void {
    this.listeners = listeners;
    if (before === undefined) return;
    for (const name of this.files.unreadableNames()) this.remember(name, before.at(name) ?? before.lastRead.get(name));
    if (listeners.isEmpty) return;
    for (const name of new Set([...before.files.names(), ...this.files.names()])) {
      const [old, now] = [before.files.get(name), this.files.get(name)];
      const key = isToldAlike(old, now) ? undefined : keyOfFile(name);
      if (key !== undefined) listeners.tell(eventOf(key, before.at(name, key), this.at(name, key), now, []));
    }
  }

  private remember(name: string, read: StoredGroup | undefined): void {
    if (read !== undefined) this.lastRead.set(name, read);
  }

  private isWatched(): boolean {
    return this.snapshots.isInUse || this.listeners?.isEmpty === false;
  }

  private replaceAndTell(name: string, key: GroupKey, file: GroupFile | undefined, by: readonly Actor[]): void {
    const isTold = this.listeners?.isEmpty === false && !isToldAlike(this.files.get(name), file);
    const before = isTold ? this.at(name, key) : undefined;
    this.replace(name, file);
    this.snapshots.changed(name, key);
    if (isTold) this.listeners?.tell(eventOf(key, before, this.at(name, key), file, by));
  }

  private replace(name: string, file: GroupFile | undefined): void {
    if (file?.unreadable === undefined) this.lastRead.delete(name);
    else this.remember(name, this.at(name));
    this.stored.delete(name);
    if (file === undefined) this.files.delete(name);
    else this.files.set(name, file);
  }
}

/** The group in a file that is not unreadable, as the group of a key. */
export function storedIn({ group, version }: GroupFile, key: GroupKey): StoredGroup | undefined {
  return group && { key, group, revision: revisionOf(group, revisionHash), changedAt: modifiedAt(version) };
}

function isToldAlike(one: GroupFile | undefined, other: GroupFile | undefined): boolean {
  return one?.unreadable === other?.unreadable && isShownAlike(one?.group, other?.group);
}

function eventOf(
  key: GroupKey,
  before: StoredGroup | undefined,
  after: StoredGroup | undefined,
  now: GroupFile | undefined,
  by: readonly Actor[],
) {
  return { key, before, after, unreadable: now?.unreadable, by };
}
