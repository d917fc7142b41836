import { encodeFileSd, isSameGroup, type StorageLog, type TargetGroup } from '@target-eye/domain';
import type { FileSdDirectory } from '../directory/file-sd-directory.js';
import { haveSameContent } from '../directory/file-version.js';
import type { GroupFile } from '../memory/group-file.js';
import { contestedFault } from './publish-fault.js';

/** How often a file is looked at anew because somebody else changed it meanwhile. */
const MAX_ATTEMPTS = 100;

/** What was done to a file so that it is as it should be. */
export type Placed = 'written' | 'removed' | 'unchanged';

/** What is known of a file that is as it should be. */
interface Known {
  readonly version: string;
  /** What was put into it, or found right there; `undefined` where nobody knows what it should be. */
  readonly group: TargetGroup | undefined;
  /** Whether this service wrote this version, or found in it what it would have written. */
  readonly isOwn: boolean;
}

/** The files of groups in a directory, which of them are as they were put there, and which hold what could be lost. */
export class PublishedFiles {
  /** The files that should be there. */
  private readonly known = new Map<string, Known>();
  /** The versions of files that are kept aside already. */
  private readonly kept = new Map<string, string>();
  private readonly placing = new Map<string, Promise<Placed>>();
  /** What `writeDown` left, read when it is needed, until all files have been compared. */
  private left: ReadonlySet<string> | undefined;
  private areCompared = false;

  /** @param isSameOrigin whether the groups come from where those came from that were published here last */
  constructor(
    readonly directory: FileSdDirectory,
    private readonly log: StorageLog,
    private readonly isSameOrigin: () => boolean,
  ) {}

  /**
   * Makes a file what it should be; of each name one after another. Durable after the directory's `sync`.
   * @throws DirectoryUnusableError, WriterEndedError, TargetGroupError, or an error of the system
   */
  place(name: string, group: TargetGroup | undefined): Promise<Placed> {
    const placed = this.put(name, group).finally(() => this.placing.delete(name));
    this.placing.set(name, placed);
    return placed;
  }

  /** Whether a file has the very text that it would be given; no look at the directory as a whole. */
  isPlaced(name: string, group: TargetGroup): boolean {
    const version = this.directory.versionHolding(name, encodeFileSd(group));
    if (version !== undefined) this.remember(name, version, group);
    return version !== undefined;
  }

  /** Takes a file for what it should be, whatever that is. */
  accept(name: string): void {
    const version = this.directory.version(name);
    if (version !== undefined)
      this.known.set(name, { version, group: undefined, isOwn: this.isOwnVersion(name, version) });
  }

  /** To be called when all files have been compared with what should be there. */
  async compared(): Promise<void> {
    this.areCompared = true;
    this.left = new Set();
    await this.writeDown();
  }

  /**
   * Writes down the versions of the files that are own, so that they are known as such after the next start. A version that
   * is out of date by then does no harm: no file has it any more.
   */
  async writeDown(): Promise<void> {
    if (!this.areCompared) return;
    try {
      if (this.directory.state().is === 'held') await this.directory.setWritten(this.ownLines());
    } catch (error) {
      const message =
        'it cannot be written down which files this service wrote; after a restart they count as not its own';
      this.log.warn(message, { error: String(error) });
    }
  }

  /** The names of the files that should be there. */
  names(): Iterable<string> {
    return this.known.keys();
  }

  /** Whether a file should be there. */
  has(name: string): boolean {
    return this.known.has(name);
  }

  /** Whether somebody else changed or removed a file, or put it there, since it was placed. */
  isTouched(name: string): boolean {
    return this.directory.version(name) !== this.known.get(name)?.version;
  }

  /** Resolves when the file is placed that is being placed just now; `undefined` where that is not so. */
  whenPlaced(name: string): Promise<unknown> | undefined {
    return this.placing.get(name);
  }

  private async put(name: string, group: TargetGroup | undefined): Promise<Placed> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      this.directory.checkInPlace();
      const found = this.find(name);
      if (isRight(found, group)) {
        this.remember(name, found?.version, group);
        return 'unchanged';
      }
      const over = found && this.makeWay(name, found);
      // After the first attempt somebody else is known to be at it.
      const change = { text: group && encodeFileSd(group), over, isContested: attempt > 1 };
      const { outcome, version } = await this.directory.change(name, change);
      if (outcome === 'written' || outcome === 'removed') {
        if (found === undefined && this.known.has(name))
          this.log.warn('a file that somebody else removed was put back', { file: name });
        this.remember(name, version, group);
        return outcome;
      }
    }
    throw contestedFault(MAX_ATTEMPTS);
  }

  /** What stands under a name; a file that nobody has touched since it was placed need not be read for that. */
  private find(name: string): GroupFile | undefined {
    const { group, version } = this.known.get(name) ?? {};
    if (group === undefined || version === undefined || this.isTouched(name)) return this.directory.read(name);
    return { version, group };
  }

  /** Keeps aside what somebody else wrote. Returns the version that may be displaced, `undefined` when nothing is left. */
  private makeWay(name: string, found: GroupFile): string | undefined {
    if (this.kept.get(name) === found.version) return found.version;
    if (this.isOwn(name, found)) {
      if (found.hasOtherMode === true)
        this.log.warn('a file whose mode somebody else changed is being put right', { file: name });
      return found.version;
    }
    const kept = this.directory.keepAside(name);
    const message = 'a file that this service is not known to have written is being put right; its bytes are kept';
    this.log.warn(message, { file: name, kept });
    const version = this.directory.version(name);
    if (version === undefined) return undefined;
    // Another one came in between: what was found is not there any more, so that nothing is displaced.
    if (!haveSameContent(version, found.version)) return found.version;
    this.kept.set(name, version);
    return version;
  }

  private isOwn(name: string, found: GroupFile): boolean {
    if (found.unreadable !== undefined) return false;
    return isSameGroup(found.group, this.known.get(name)?.group) || this.isOwnVersion(name, found.version);
  }

  private isOwnVersion(name: string, version: string): boolean {
    const known = this.known.get(name);
    if (known?.version === version && known.isOwn) return true;
    if (!this.isSameOrigin()) return false;
    this.left ??= new Set(this.directory.written());
    return this.left.has(lineOf(name, version));
  }

  private *ownLines(): Iterable<string> {
    for (const [name, { version, isOwn }] of this.known) if (isOwn) yield lineOf(name, version);
  }

  private remember(name: string, version: string | undefined, group: TargetGroup | undefined): void {
    this.kept.delete(name);
    if (version === undefined) this.known.delete(name);
    else this.known.set(name, { version, group, isOwn: true });
  }
}

function lineOf(name: string, version: string): string {
  return `${version} ${name}`;
}

function isRight(file: GroupFile | undefined, group: TargetGroup | undefined): boolean {
  if (file === undefined || group === undefined) return file === group;
  return file.hasOtherMode !== true && isSameGroup(file.group, group);
}
