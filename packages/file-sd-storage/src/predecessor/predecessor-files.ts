import { CountedEntries, type GroupKey, groupKey, TargetGroupError, type Unclaimed } from '@target-eye/domain';
import { fileNameOf, RESERVED_APPLICATION } from '../memory/file-name.js';
import { changedAt, type GroupFile, type LocatedFile } from '../memory/group-file.js';
import { predecessorFileName } from './predecessor-file-name.js';

/** What is in memory of the files that Target-eye's predecessor in Python left, and nobody has claimed yet. */
export class PredecessorFiles {
  readonly files = new CountedEntries<GroupFile>(changedAt);

  /** Takes over what a file is now, `undefined` for none; says whether that can change anything. */
  set(oldName: string, file: GroupFile | undefined): boolean {
    if (file !== undefined) this.files.set(oldName, file);
    else if (this.files.get(oldName) !== undefined) this.files.delete(oldName);
    else return false;
    return true;
  }

  /**
   * A file that may be the group's, under its old name.
   * @param name the name that the group's file has here
   */
  locate(name: string, key: GroupKey): LocatedFile | undefined {
    const found = this.find(key);
    if (found === undefined) return undefined;
    const owner = ownerOf(found.name, found.file);
    if (owner === undefined) return { ...found, unclaimed: unclaimed(found.name, found.file) };
    return owner === name ? found : undefined;
  }

  /** A file that may be the group's, although its labels do not say so. */
  rivalOf(key: GroupKey): Unclaimed | undefined {
    const found = this.find(key);
    if (found === undefined || ownerOf(found.name, found.file) !== undefined) return undefined;
    return unclaimed(found.name, found.file);
  }

  /** The name that the file of the group has here which a file names in its labels, if it can be that group's. */
  ownerOf(oldName: string): string | undefined {
    const file = this.files.get(oldName);
    const owner = file && ownerOf(oldName, file);
    return owner === NOBODY ? undefined : owner;
  }

  /** The files that wait for a change that claims them. */
  unclaimed(): readonly Unclaimed[] {
    return this.unclaimedFiles().map(([name, file]) => unclaimed(name, file));
  }

  unclaimedNames(): readonly string[] {
    return this.unclaimedFiles().map(([name]) => name);
  }

  /** Whether a file is of the reserved application. */
  isLeftAlone(oldName: string): boolean {
    const file = this.files.get(oldName);
    return file !== undefined && belongsToNobody(oldName, file);
  }

  private find(key: GroupKey): { readonly name: string; readonly file: GroupFile } | undefined {
    if (this.files.size === 0) return undefined;
    const name = predecessorFileName(key);
    const file = this.files.get(name);
    return file && { name, file };
  }

  private unclaimedFiles(): readonly (readonly [string, GroupFile])[] {
    return [...this.files.entries()].filter(
      ([name, file]) => file.unreadable === undefined && !belongsToNobody(name, file),
    );
  }
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
  return { name, named: namedBy(file), refused: file.refused?.summary };
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
