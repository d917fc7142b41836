import { setImmediate as nextTurn } from 'node:timers/promises';
import { type GroupKey, groupKey, isSameGroup, type KeyedTargetGroup, TargetGroupError } from '@target-eye/domain';
import { CountedFiles } from './counted-files.js';
import { fileNameOf, isPredecessorFileName, keyOfFile, predecessorFileName } from './file-name.js';
import type { FileSdDirectory } from './file-sd-directory.js';
import type { GroupFile, ReadableFile } from './group-file.js';

/** Where the storage says what an operator should know. */
export interface StorageLog {
  info(message: string, details: object): void;
  warn(message: string, details: object): void;
}

/** A file that stands for a group, and the name it stands under. */
export interface LocatedFile {
  readonly name: string;
  readonly file: GroupFile | undefined;
}

/** A file that is not understood; `key` is unknown for a file of the predecessor. */
export interface UnreadableGroup {
  readonly name: string;
  readonly key: GroupKey | undefined;
  readonly reason: string;
}

/** When a group last changed: when its file was modified, in seconds since the epoch. */
export interface LastChange {
  readonly key: GroupKey;
  readonly seconds: number;
}

/** How long after an edit of a file more of them are expected. */
const CONTESTED_MS = 10_000;

/** How many files a sweep compares before it lets other work run. */
const SWEEP_STRIDE = 500;

/**
 * What is in the directory, held in memory: the files of groups, and the predecessor's files that nobody has claimed
 * yet. Everything else in the directory belongs to other people and is never looked into.
 */
export class GroupFiles {
  private readonly groups = new CountedFiles();
  private readonly predecessors = new CountedFiles();
  /** When a file was last seen to be changed by somebody else, in milliseconds of the monotonic clock. */
  private readonly edited = new Map<string, number>();

  constructor(
    private readonly directory: FileSdDirectory,
    private readonly log: StorageLog,
  ) {
    for (const name of directory.names()) this.refresh(name);
  }

  /**
   * The file of a group as memory has it. A file of the predecessor for this key is renamed first, or given under its
   * old name where that is not possible or not wise: renaming an unreadable one would make Prometheus forget what it
   * last read there.
   */
  locate(name: string, key: GroupKey): LocatedFile {
    const file = this.groups.get(name);
    if (this.predecessors.size === 0) return { name, file };
    const oldName = predecessorFileName(key);
    const old = this.predecessors.get(oldName);
    const owner = old && this.ownerOf(oldName, old);
    if (old === undefined || (owner !== undefined && owner !== name)) return { name, file };
    if (file !== undefined) {
      this.supersede(oldName);
      return { name, file };
    }
    if (old.unreadable === undefined && this.adopt(oldName, name, old)) return { name, file: this.groups.get(name) };
    return { name: oldName, file: old };
  }

  /** As `locate`, after making sure that memory has what the disk has. */
  locateNow(name: string, key: GroupKey): LocatedFile {
    this.follow(name);
    const located = this.locate(name, key);
    if (located.name !== name && this.follow(located.name)) return this.locate(name, key);
    return located;
  }

  /**
   * Takes over what happened to a file, if anything did. Says whether it did.
   * @throws Error, and memory stays as it is, when the directory is not there or cannot be looked into
   */
  follow(name: string): boolean {
    const known = this.groups.get(name) ?? this.predecessors.get(name);
    if (!isOurs(name) || this.directory.version(name) === known?.version) return false;
    this.directory.checkInPlace();
    this.refresh(name);
    this.edited.set(name, performance.now());
    const now = this.groups.get(name) ?? this.predecessors.get(name);
    if (now?.unreadable === undefined && !isSameGroup(known?.group, now?.group))
      this.log.info('a file was changed from outside', { file: name });
    return true;
  }

  /** Whether somebody else is changing the file too, these seconds. */
  isContested(name: string): boolean {
    const at = this.edited.get(name);
    if (at === undefined) return false;
    if (performance.now() - at < CONTESTED_MS) return true;
    this.edited.delete(name);
    return false;
  }

  /** Follows every file in the directory and every file that was there. */
  async followAll(): Promise<void> {
    const names = new Set([...this.directory.names(), ...this.groups.names(), ...this.predecessors.names()]);
    let count = 0;
    for (const name of names) {
      this.follow(name);
      count += 1;
      if (count % SWEEP_STRIDE === 0) await nextTurn();
    }
  }

  set(name: string, file: ReadableFile): void {
    this.groups.set(name, file);
  }

  delete(name: string): void {
    this.groups.delete(name);
    this.predecessors.delete(name);
  }

  list(): readonly KeyedTargetGroup[] {
    return [...this.groups.entries()].flatMap(([name, { group }]) => {
      const key = keyOfFile(name);
      return group === undefined || key === undefined ? [] : [{ key, group }];
    });
  }

  countGroups(): number {
    return this.groups.groupCount;
  }

  /** The targets of all groups together. */
  countTargets(): number {
    return this.groups.targetCount;
  }

  countUnreadable(): number {
    return this.groups.unreadableCount + this.predecessors.unreadableCount;
  }

  /** The groups that changed last, at most `limit` of them, in no particular order. */
  lastChanges(limit: number): readonly LastChange[] {
    return this.groups.lastModified(limit).flatMap(({ name, seconds }) => {
      const key = keyOfFile(name);
      return key === undefined ? [] : [{ key, seconds }];
    });
  }

  listUnreadable(): readonly UnreadableGroup[] {
    return [this.groups, this.predecessors].flatMap((files) =>
      [...files.unreadableNames()].map((name) => ({
        name,
        key: keyOfFile(name),
        reason: files.get(name)?.unreadable ?? '',
      })),
    );
  }

  private refresh(name: string): void {
    if (!isOurs(name)) return;
    const file = this.directory.read(name);
    if (file?.unreadable !== undefined) this.log.warn('a file is unreadable', { file: name, reason: file.unreadable });
    if (file === undefined) this.delete(name);
    else if (!isPredecessorFileName(name)) this.groups.set(name, file);
    else this.refreshPredecessor(name, file);
  }

  /** Renames a file of the predecessor whose labels tell whose it is; the others wait for a request that claims them. */
  private refreshPredecessor(oldName: string, file: GroupFile): void {
    this.predecessors.set(oldName, file);
    const name = this.ownerOf(oldName, file);
    if (name === undefined || file.unreadable !== undefined) return;
    if (this.directory.version(name) === undefined) this.adopt(oldName, name, file);
    else this.supersede(oldName);
  }

  /** The file name of the group that a predecessor's file names in its labels, if that group hashes to the file. */
  private ownerOf(oldName: string, { group }: GroupFile): string | undefined {
    try {
      const key = groupKey(group?.labels['job'] ?? '', group?.labels['env'] ?? '');
      return predecessorFileName(key) === oldName ? fileNameOf(key) : undefined;
    } catch (error) {
      if (error instanceof TargetGroupError) return undefined;
      throw error;
    }
  }

  /**
   * Gives a file of the predecessor the name it has here; says whether that worked. Needs no fsync: after a power cut
   * the file may have its old name again, and is adopted again.
   */
  private adopt(oldName: string, name: string, file: ReadableFile): boolean {
    try {
      this.directory.rename(oldName, name);
    } catch (error) {
      this.log.warn('a file of the predecessor cannot be renamed', { file: oldName, error: String(error) });
      return false;
    }
    this.predecessors.delete(oldName);
    this.groups.set(name, { version: this.directory.version(name) ?? file.version, group: file.group });
    this.log.info('a file of the predecessor was taken over', { from: oldName, to: name });
    return true;
  }

  /** A group that has its own file has been changed since; two files for it would both be scraped. */
  private supersede(oldName: string): void {
    try {
      const kept = this.directory.keepAside(oldName);
      this.directory.remove(oldName);
      this.predecessors.delete(oldName);
      this.log.warn('a file of the predecessor is out of date and was put aside', { file: oldName, kept });
    } catch (error) {
      this.log.warn('a file of the predecessor is out of date, but cannot be put aside', {
        file: oldName,
        error: String(error),
      });
    }
  }
}

function isOurs(name: string): boolean {
  return isPredecessorFileName(name) || keyOfFile(name) !== undefined;
}
