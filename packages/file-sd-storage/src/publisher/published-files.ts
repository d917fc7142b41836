import { encodeFileSd, isSameGroup, type TargetGroup } from '@target-eye/domain';
import { haveSameContent } from '../directory/file-version.js';
import type { FileSdDirectory } from '../directory/file-sd-directory.js';
import type { GroupFile } from '../memory/group-file.js';
import { busyFault } from '../store/store-fault.js';

/** How often a file is looked at anew because somebody else changed it meanwhile. */
const MAX_ATTEMPTS = 100;

/** What was done to a file so that it is as it should be. */
export type Placed = 'written' | 'removed' | 'unchanged';

/** The files of groups in a directory, and which of them hold nothing that could be lost. */
export class PublishedFiles {
  /** What was put into the files, or found right there. */
  private readonly groups = new Map<string, TargetGroup>();
  /** The versions of files that are kept aside already. */
  private readonly kept = new Map<string, string>();

  /** @param onKept is told where the bytes of a file went that somebody else wrote */
  constructor(
    readonly directory: FileSdDirectory,
    private readonly onKept: (place: string) => void,
  ) {}

  /**
   * Makes a file what it should be. Durable after the directory's `sync`.
   * @throws DirectoryUnusableError, WriterEndedError, TargetGroupError, or an error of the system
   */
  async place(name: string, group: TargetGroup | undefined): Promise<Placed> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      this.directory.checkInPlace();
      const found = this.directory.read(name);
      if (isRight(found, group)) {
        this.remember(name, group);
        return 'unchanged';
      }
      const over = found && this.makeWay(name, found);
      // After the first attempt somebody else is known to be at it.
      const change = { text: group && encodeFileSd(group), over, isContested: attempt > 1 };
      const { outcome } = await this.directory.change(name, change);
      if (outcome === 'written' || outcome === 'removed') {
        this.remember(name, group);
        return outcome;
      }
    }
    throw busyFault(MAX_ATTEMPTS);
  }

  /** Keeps aside what somebody else wrote. Returns the version that may be displaced, `undefined` when nothing is left. */
  private makeWay(name: string, found: GroupFile): string | undefined {
    const isOwn = found.unreadable === undefined && isSameGroup(found.group, this.groups.get(name));
    if (isOwn || this.kept.get(name) === found.version) return found.version;
    this.onKept(this.directory.keepAside(name));
    const version = this.directory.version(name);
    if (version === undefined) return undefined;
    // Another one came in between: what was found is not there any more, so that nothing is displaced.
    if (!haveSameContent(version, found.version)) return found.version;
    this.kept.set(name, version);
    return version;
  }

  private remember(name: string, group: TargetGroup | undefined): void {
    this.kept.delete(name);
    if (group === undefined) this.groups.delete(name);
    else this.groups.set(name, group);
  }
}

function isRight(file: GroupFile | undefined, group: TargetGroup | undefined): boolean {
  if (file === undefined || group === undefined) return file === group;
  return file.hasOtherMode !== true && isSameGroup(file.group, group);
}
