import {
  type ChangeOrigin,
  CountedEntries,
  Findings,
  type GroupKey,
  isSameGroup,
  type LastChange,
  MadeOnce,
  ShownGroups,
  type StorageLog,
  type StoreCounts,
  type StoredGroup,
  type Turns,
  type Unclaimed,
} from '@target-eye/domain';
import { isReservedFileName, keyOfFile } from './file-name.js';
import type { FileSdDirectory } from '../directory/file-sd-directory.js';
import { sweep } from '../directory/sweep.js';
import { changedAt, type GroupFile, type LocatedFile, type ReadableFile, storedIn } from './group-file.js';
import { isPredecessorFileName } from '../predecessor/predecessor-file-name.js';
import { PredecessorFiles } from '../predecessor/predecessor-files.js';
import { RecentEdits } from './recent-edits.js';
import { revisionHash } from './revision-hash.js';

/** How many names a log line shows. */
const NAMES_SHOWN = 20;

/**
 * What is in the directory, held in memory: the files of groups, and the predecessor's files that nobody has claimed
 * yet. Everything else in the directory belongs to other people and is never looked into.
 */
export class GroupFiles {
  readonly shown: ShownGroups<GroupFile>;
  readonly findings: Findings<GroupFile>;
  private readonly groups = new CountedEntries<GroupFile>(changedAt);
  private readonly predecessors = new PredecessorFiles();
  private readonly listedUnclaimed = new MadeOnce<Unclaimed>();
  private readonly edits = new RecentEdits();
  /** The files that this service is changing, each with whether it was to be followed meanwhile. */
  private readonly paused = new Map<string, boolean>();
  /** What was said last of which file; a state is said once, when it begins. */
  private readonly told = new Map<string, string>();

  constructor(
    private readonly directory: FileSdDirectory,
    private readonly log: StorageLog,
    turns: Turns,
  ) {
    this.findings = new Findings(this.groups, [this.predecessors.files], keyOfFile, (name) =>
      this.shown.lastReadAt(name),
    );
    const unreadable = () => this.findings.unreadable();
    this.shown = new ShownGroups(this.groups, { hash: revisionHash, keyOf: keyOfFile, storedIn, unreadable }, turns);
    const names = directory.names();
    for (const name of names) if (isOurs(name)) this.refresh(name);
    this.warnOfFiles(
      'files of the predecessor wait for the first change of their groups',
      this.predecessors.unclaimedNames(),
    );
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
    return (file === undefined ? this.predecessors.locate(name, key) : undefined) ?? { name, file };
  }

  /** As `locate`, after making sure that memory has what the disk has. */
  locateNow(name: string, key: GroupKey): LocatedFile {
    this.compare(name);
    const located = this.locate(name, key);
    if (located.name !== name && this.compare(located.name)) return this.locate(name, key);
    return located;
  }

  /** The group whose file has this name; that of the predecessor is nobody's before it is claimed. */
  keyOf(name: string): GroupKey | undefined {
    return this.groups.get(name) === undefined ? undefined : keyOfFile(name);
  }

  /** The group in a file that was located for `key`. */
  storedAt({ name, file }: LocatedFile, key: GroupKey): StoredGroup | undefined {
    return isPredecessorFileName(name) ? file && storedIn(file, key) : this.shown.at(name, key);
  }

  /** A file of the predecessor that may be this group's, although the group has its own. */
  rivalOf(key: GroupKey): Unclaimed | undefined {
    return this.predecessors.rivalOf(key);
  }

  /**
   * Takes over what happened to a name in the directory, if that concerns a group and anything did.
   * @throws Error as `compare`
   */
  follow(name: string): void {
    if (isOurs(name)) this.compare(name);
  }

  /** Does not follow a file until `resume`. */
  pause(name: string): void {
    this.paused.set(name, false);
  }

  /** Says whether the file was to be followed meanwhile. */
  resume(name: string): boolean {
    const wasTouched = this.paused.get(name) === true;
    this.paused.delete(name);
    return wasTouched;
  }

  /** Whether somebody else is changing the file too, these seconds. */
  isContested(name: string): boolean {
    return this.edits.has(name);
  }

  /** Follows every file in the directory and every file that was there. */
  async followAll(): Promise<void> {
    const names = new Set([...this.directory.names(), ...this.groups.names(), ...this.predecessors.files.names()]);
    await sweep(names, (name) => {
      this.follow(name);
    });
  }

  /** Takes over what a change has made of a file, `undefined` for none. */
  set(name: string, file: ReadableFile | undefined, change?: ChangeOrigin): void {
    if (isPredecessorFileName(name)) this.setPredecessor(name, file);
    else this.shown.set(name, file, change);
  }

  counts(): StoreCounts {
    return {
      groups: this.groups.groupCount,
      targets: this.groups.targetCount,
      unreadable: this.groups.unreadableCount + this.predecessors.files.unreadableCount,
    };
  }

  /** The files of the predecessor that no group has claimed. */
  unclaimed(): readonly Unclaimed[] {
    return this.listedUnclaimed.get(String(this.predecessors.files.changes), () => this.predecessors.unclaimed());
  }

  /** The groups that changed last, at most `limit` of them, in no particular order. */
  lastChanges(limit: number): readonly LastChange[] {
    return this.groups.lastModified(limit).flatMap(({ name, seconds }) => {
      const key = keyOfFile(name);
      return key === undefined ? [] : [{ key, changedAt: seconds }];
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
    this.setPredecessor(oldName, undefined);
    const version = this.directory.version(name) ?? file.version;
    this.shown.set(name, { ...file, version, hasOtherMode: false });
    this.log.info('a file of the predecessor was taken over', { from: oldName, to: name });
    return true;
  }

  /** Puts aside a file of the predecessor whose group has its own: two files for it would both be scraped. */
  supersede(oldName: string): void {
    try {
      const kept = this.directory.keepAside(oldName);
      this.directory.remove(oldName);
      this.setPredecessor(oldName, undefined);
      this.log.warn('a file of the predecessor is out of date and was put aside', { file: oldName, kept });
    } catch (error) {
      const message = 'a file of the predecessor is out of date, but cannot be put aside';
      this.warnOnce(message, oldName, { error: String(error) });
    }
  }

  /**
   * Takes over what happened to a file that is a group's, if anything did. Says whether it did.
   * @throws Error, and memory stays as it is, when the directory is not there or cannot be looked into
   */
  private compare(name: string): boolean {
    if (this.paused.has(name)) {
      this.paused.set(name, true);
      return false;
    }
    const known = this.groups.get(name) ?? this.predecessors.files.get(name);
    if (this.directory.version(name) === known?.version) return false;
    this.directory.checkInPlace();
    this.refresh(name);
    this.edits.add(name);
    const now = this.groups.get(name) ?? this.predecessors.files.get(name);
    if (now?.unreadable === undefined && !isSameGroup(known?.group, now?.group))
      this.log.info('a file was changed from outside', { file: name });
    return true;
  }

  private refresh(name: string): void {
    const file = this.directory.read(name);
    this.told.delete(name);
    if (file?.unreadable !== undefined) this.log.warn('a file is unreadable', { file: name, reason: file.detail });
    if (file?.refused !== undefined)
      this.log.warn('a file holds what the rules refuse', {
        file: name,
        what: file.refused.summary,
        example: file.refused.example,
      });
    if (!isPredecessorFileName(name)) this.shown.set(name, file);
    else if (file === undefined) this.setPredecessor(name, undefined);
    else this.refreshPredecessor(name, file);
  }

  /** Renames a file of the predecessor whose labels tell whose it is; the others wait for a change that claims them. */
  private refreshPredecessor(oldName: string, file: GroupFile): void {
    this.setPredecessor(oldName, file);
    const name = this.predecessors.ownerOf(oldName);
    if (name === undefined || file.unreadable !== undefined) return;
    if (this.directory.version(name) === undefined) this.adopt(oldName, name, file);
    else this.supersede(oldName);
  }

  private setPredecessor(name: string, file: GroupFile | undefined): void {
    if (this.predecessors.set(name, file)) this.shown.unreadableChanged();
  }

  private isReserved(name: string): boolean {
    return isReservedFileName(name) || this.predecessors.isLeftAlone(name);
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
