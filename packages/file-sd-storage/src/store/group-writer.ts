import {
  type ChangeBatch,
  encodeFileSd,
  findRefusedParts,
  type GroupKey,
  type StorageLog,
  type StoredGroup,
  type TargetGroup,
} from '@target-eye/domain';
import { haveSameContent } from '../directory/file-version.js';
import type { FollowedDirectory, HeldDirectory } from '../memory/followed-directory.js';
import type { LocatedFile } from '../memory/group-file.js';
import type { StorageEvents } from '../storage-events.js';
import { throwUnconfirmed } from './store-fault.js';
import { adopt } from './take-over.js';

/** Where a change takes place: the group's file, and what was found of it. */
interface Place {
  readonly name: string;
  readonly key: GroupKey;
  readonly located: LocatedFile;
}

/** What a batch comes to on the disk. */
export interface Written {
  /** `undefined` for no group. */
  readonly stored: StoredGroup | undefined;
}

/** A name for a change, and what is to be displaced there. */
interface Way {
  readonly name: string;
  readonly version: string | undefined;
  /** A file of the predecessor that goes when the change is made. */
  readonly obsolete?: string | undefined;
}

/** Puts into the directory what batches of changes come to. */
export class GroupWriter {
  constructor(
    private readonly followed: FollowedDirectory,
    private readonly log: StorageLog,
    private readonly metrics: StorageEvents,
  ) {}

  /**
   * Makes the group of a batch what the directory holds, durably.
   * @returns what is stored now; `undefined` if the file has changed since it was located, and nothing was done
   */
  async write(held: HeldDirectory, place: Place, batch: ChangeBatch): Promise<Written | undefined> {
    const written = await this.publish(held, place, batch);
    if (written === undefined) return undefined;
    await held.directory.sync().catch(throwUnconfirmed);
    if (batch.changeCount > 0) this.metrics.committed(batch.changeCount);
    return written;
  }

  private async publish(held: HeldDirectory, place: Place, { group, by }: ChangeBatch): Promise<Written | undefined> {
    const { directory, files } = held;
    const { name, key, located } = place;
    const way = this.makeWay(held, place, group);
    if (way === undefined) return undefined;
    const isContested = located.file?.group !== undefined && located.name === name && files.isContested(name);
    const change = { text: group && encodeFileSd(group), over: way.version, isContested };
    const written = await this.followed.changing(held, way.name, async () => {
      const { outcome, version } = await directory.change(way.name, change);
      if (outcome === 'lost') this.followed.getInPlace();
      // What came into a directory that was given up meanwhile is found by the next attempt, if it counts.
      if (outcome === 'lost' || outcome === 'changed' || this.followed.files !== files) return undefined;
      const refused = located.file?.refused && group && findRefusedParts(group);
      files.set(way.name, version === undefined ? undefined : { version, group, refused }, { key, by });
      return { stored: group && files.shown.at(name, key) };
    });
    if (written !== undefined && way.obsolete !== undefined) this.removeOld(held, way.obsolete);
    return written;
  }

  /** Where a change is to be made, once nothing is in its way; `undefined` if the file has changed since it was located. */
  private makeWay(held: HeldDirectory, { name, key, located }: Place, group: TargetGroup | undefined): Way | undefined {
    const { directory, files } = held;
    const { name: oldName, file } = located;
    const place = group === undefined ? oldName : name;
    if (place === oldName && file?.unreadable === undefined) return { name: place, version: file?.version };
    if (this.followed.getInPlace() !== held || directory.version(oldName) !== file?.version) return undefined;
    let version = file?.version;
    if (file?.unreadable !== undefined) {
      const kept = directory.keepAside(oldName);
      this.log.warn('an unreadable file is being replaced; its bytes are kept', { file: oldName, kept });
      version = directory.version(oldName);
      if (version !== undefined && !haveSameContent(version, file.version)) return undefined;
    }
    if (place === oldName) return { name: place, version };
    // Renamed first: a crash in between then leaves one file for the group, not two.
    const isAdopted = adopt(held, name, located);
    const adopted = isAdopted ? files.locate(name, key).file : undefined;
    return { name: place, version: adopted?.version, obsolete: isAdopted ? undefined : oldName };
  }

  /** The change is made already; what stays now is put aside by the next request. */
  private removeOld(held: HeldDirectory, name: string): void {
    try {
      removeFrom(held, name);
    } catch (error) {
      this.log.warn('a file of the predecessor is out of date, but cannot be removed', {
        file: name,
        error: String(error),
      });
    }
  }
}

function removeFrom({ directory, files }: HeldDirectory, name: string): void {
  directory.remove(name);
  files.set(name, undefined);
}
