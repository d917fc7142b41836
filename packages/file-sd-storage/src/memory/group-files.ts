import { setImmediate as nextTurn } from 'node:timers/promises';
import { type GroupKey, groupKey, isSameGroup, type KeyedTargetGroup, TargetGroupError } from '@target-eye/domain';
import { CountedFiles } from './counted-files.js';
import {
  fileNameOf,
  isPredecessorFileName,
  isReservedFileName,
  keyOfFile,
  predecessorFileName,
  RESERVED_APPLICATION,
} from './file-name.js';
import type { FileSdDirectory } from '../directory/file-sd-directory.js';
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
  /** Set for a file of the predecessor that may be another group's. */
  readonly unclaimed?: Unclaimed | undefined;
}

/** A file of the predecessor whose name does not fit its labels; whoever takes it over must have the right to `named`. */
export interface Unclaimed {
  readonly name: string;
  /** The group that its labels name, if they name one. */
  readonly named: GroupKey | undefined;
}

/** A file that is not understood; `key` is unknown for a file of the predecessor. */
export interface UnreadableGroup {
  readonly name: string;
  readonly key: GroupKey | undefined;
  readonly reason: string;
}

/** A file of the predecessor that waits for the first change of its group. */
export interface WaitingFile extends Unclaimed {
  /** What of it the rules refuse, a part of a sentence without anything that stands in the file. */
  readonly refused: string | undefined;
}

/** A group with targets or labels that the rules refuse. */
export interface QuestionableGroup {
  readonly key: GroupKey;
  /** As in `WaitingFile`. */
  readonly refused: string;
}

/** When a group last changed: when its file was modified, in seconds since the epoch. */
export interface LastChange {
  readonly key: GroupKey;
  readonly seconds: number;
}

/** How long after an edit of a file more of them are expected. */
const CONTESTED_MS = 10_000;

/** How many names a log line shows. */
const NAMES_SHOWN = 20;

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

  /** What was said last of which file; a state is said once, when it begins. */
  private readonly told = new Map<string, string>();

  constructor(
    private readonly directory: FileSdDirectory,
    private readonly log: StorageLog,
  ) {
    const names = directory.names();
    for (const name of names) this.refresh(name);
    this.warnOfFiles('files of the predecessor wait for the first change of their groups', this.waitingNames());
    this.warnOfFiles(
      'files are left alone, because the application "-" is reserved',
      names.filter((name) => this.isReserved(name)),
    );
  }

  /**
   * The file of a group as memory has it. Where there is none, a file of the predecessor that may be this group's, under
   * its old name.
   */
  locate(name: string, key: GroupKey): LocatedFile {
    const file = this.groups.get(name);
    if (file !== undefined || this.predecessors.size === 0) return { name, file };
    const oldName = predecessorFileName(key);
    const old = this.predecessors.get(oldName);
    const owner = old && ownerOf(oldName, old);
    if (old === undefined || (owner !== undefined && owner !== name)) return { name, file };
    return { name: oldName, file: old, unclaimed: owner === undefined ? unclaimed(oldName, old) : undefined };
  }

  /** As `locate`, after making sure that memory has what the disk has. */
  locateNow(name: string, key: GroupKey): LocatedFile {
    this.follow(name);
    const located = this.locate(name, key);
    if (located.name !== name && this.follow(located.name)) return this.locate(name, key);
    return located;
  }

  /** A file of the predecessor that may be this group's, although the group has its own. */
  rivalOf(key: GroupKey): Unclaimed | undefined {
    if (this.predecessors.size === 0) return undefined;
    const name = predecessorFileName(key);
    const file = this.predecessors.get(name);
    return file === undefined || ownerOf(name, file) !== undefined ? undefined : unclaimed(name, file);
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

  /** The files of the predecessor that wait for a change. */
  listWaiting(): readonly WaitingFile[] {
    return this.waitingNames().flatMap((name) => {
      const file = this.predecessors.get(name);
      return file === undefined ? [] : [{ ...unclaimed(name, file), refused: file.refused?.summary }];
    });
  }

  listQuestionable(): readonly QuestionableGroup[] {
    return [...this.groups.questionableNames()].flatMap((name) => {
      const key = keyOfFile(name);
      const refused = this.groups.get(name)?.refused?.summary;
      return key === undefined || refused === undefined ? [] : [{ key, refused }];
    });
  }

  /**
   * Gives a file of the predecessor the name it has here; says whether that worked. Needs no fsync: after a power cut
   * the file may have its old name again, and is adopted again.
   */
  adopt(oldName: string, name: string, file: ReadableFile): boolean {
    try {
      this.directory.rename(oldName, name);
    } catch (error) {
      this.warnOnce('a file of the predecessor cannot be renamed', oldName, { error: String(error) });
      return false;
    }
    this.predecessors.delete(oldName);
    this.groups.set(name, { ...file, version: this.directory.version(name) ?? file.version, hasOtherMode: false });
    this.log.info('a file of the predecessor was taken over', { from: oldName, to: name });
    return true;
  }

  /** Puts aside a file of the predecessor whose group has its own: two files for it would both be scraped. */
  supersede(oldName: string): void {
    try {
      const kept = this.directory.keepAside(oldName);
      this.directory.remove(oldName);
      this.predecessors.delete(oldName);
      this.log.warn('a file of the predecessor is out of date and was put aside', { file: oldName, kept });
    } catch (error) {
      const message = 'a file of the predecessor is out of date, but cannot be put aside';
      this.warnOnce(message, oldName, { error: String(error) });
    }
  }

  private refresh(name: string): void {
    if (!isOurs(name)) return;
    const file = this.directory.read(name);
    this.told.delete(name);
    if (file?.unreadable !== undefined) this.log.warn('a file is unreadable', { file: name, reason: file.detail });
    if (file?.refused !== undefined)
      this.log.warn('a file holds what the rules refuse', {
        file: name,
        what: file.refused.summary,
        example: file.refused.example,
      });
    if (file === undefined) this.delete(name);
    else if (!isPredecessorFileName(name)) this.groups.set(name, file);
    else this.refreshPredecessor(name, file);
  }

  /** Renames a file of the predecessor whose labels tell whose it is; the others wait for a change that claims them. */
  private refreshPredecessor(oldName: string, file: GroupFile): void {
    this.predecessors.set(oldName, file);
    const name = ownerOf(oldName, file);
    if (name === undefined || name === NOBODY || file.unreadable !== undefined) return;
    if (this.directory.version(name) === undefined) this.adopt(oldName, name, file);
    else this.supersede(oldName);
  }

  private waitingNames(): readonly string[] {
    return [...this.predecessors.entries()]
      .filter(([name, file]) => file.unreadable === undefined && !belongsToNobody(name, file))
      .map(([name]) => name);
  }

  private isReserved(name: string): boolean {
    const file = this.predecessors.get(name);
    return isReservedFileName(name) || (file !== undefined && belongsToNobody(name, file));
  }

  private warnOfFiles(message: string, names: readonly string[]): void {
    if (names.length > 0) this.log.warn(message, { count: names.length, files: names.slice(0, NAMES_SHOWN) });
  }

  private warnOnce(message: string, file: string, details: object): void {
    if (this.told.get(file) !== message) this.log.warn(message, { file, ...details });
    this.told.set(file, message);
  }
}

function isOurs(name: string): boolean {
  return isPredecessorFileName(name) || keyOfFile(name) !== undefined;
}

/** Owns the files that are left alone. */
const NOBODY = '';

/**
 * The file name of the group that a predecessor's file names in its labels, if that group hashes to the file; `NOBODY`
 * for the reserved application.
 */
function ownerOf(oldName: string, file: GroupFile): string | undefined {
  const key = namedBy(file);
  if (key === undefined || predecessorFileName(key) !== oldName) return undefined;
  return key.application === RESERVED_APPLICATION ? NOBODY : unlessRefused(() => fileNameOf(key));
}

/** Whether a predecessor's file is left alone. The label comes first: health asks this of many files, and hashing costs. */
function belongsToNobody(oldName: string, file: GroupFile): boolean {
  return file.group?.labels['job'] === RESERVED_APPLICATION && ownerOf(oldName, file) === NOBODY;
}

function unclaimed(name: string, file: GroupFile): Unclaimed {
  return { name, named: namedBy(file) };
}

function namedBy({ group }: GroupFile): GroupKey | undefined {
  return unlessRefused(() => groupKey(group?.labels['job'] ?? '', group?.labels['env'] ?? ''));
}

function unlessRefused<Result>(make: () => Result): Result | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof TargetGroupError) return undefined;
    throw error;
  }
}
