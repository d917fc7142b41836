import { accessSync, constants, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  CountedEntries,
  Findings,
  inTurns,
  ShownGroups,
  type Snapshot,
  type Turns,
  type Unclaimed,
  type Work,
} from '@target-eye/domain';
import { DirectoryUnusableError } from '../directory/directory-unusable-error.js';
import { errnoOf } from '../errno.js';
import { isPredecessorFileName } from '../predecessor/predecessor-file-name.js';
import { PredecessorFiles } from '../predecessor/predecessor-files.js';
import { keyOfFile } from './file-name.js';
import { changedAt, type GroupFile, readGroupFile, storedIn } from './group-file.js';
import { revisionHash } from './revision-hash.js';

/** What is in a directory that was only read, not taken. */
export interface DirectoryReading {
  readonly snapshot: Snapshot;
  /** The files of the predecessor that do not say whose they are. */
  readonly unclaimed: readonly Unclaimed[];
}

/**
 * Reads the groups in a directory as a store would show them, without taking the directory and without writing anything.
 * While a service has it, the files are of different moments.
 * @throws DirectoryUnusableError when it cannot be read
 */
export async function readDirectory(path: string, turns: Turns): Promise<DirectoryReading> {
  const groups = new CountedEntries<GroupFile>(changedAt);
  const predecessors = new PredecessorFiles();
  try {
    const names = readdirSync(path);
    // Without this right every file would seem not to be there.
    accessSync(path, constants.X_OK);
    await inTurns(readFiles(path, names, groups, predecessors), turns);
  } catch (error) {
    throw new DirectoryUnusableError(path, `cannot be read (${errnoOf(error) ?? String(error)})`, undefined, error);
  }
  giveToOwners(predecessors, groups);
  const findings = new Findings(groups, [predecessors.files], keyOfFile, () => undefined);
  const unreadable = () => findings.unreadable();
  const shown = new ShownGroups(groups, { hash: revisionHash, keyOf: keyOfFile, storedIn, unreadable }, turns);
  return { snapshot: await shown.snapshot(), unclaimed: predecessors.unclaimed() };
}

function* readFiles(
  path: string,
  names: readonly string[],
  groups: CountedEntries<GroupFile>,
  predecessors: PredecessorFiles,
): Work<void> {
  for (const name of names) {
    const isPredecessors = isPredecessorFileName(name);
    if (!isPredecessors && keyOfFile(name) === undefined) continue;
    const file = readGroupFile(join(path, name));
    if (file === undefined) continue;
    if (isPredecessors) predecessors.set(name, file);
    else groups.set(name, file);
    yield;
  }
}

/** A store would rename the predecessor's files whose labels say whose they are; a file that the group has already wins. */
function giveToOwners(predecessors: PredecessorFiles, groups: CountedEntries<GroupFile>): void {
  for (const [oldName, file] of [...predecessors.files.entries()]) {
    const name = predecessors.ownerOf(oldName);
    if (name === undefined || file.unreadable !== undefined) continue;
    if (groups.get(name) === undefined) groups.set(name, file);
    predecessors.set(oldName, undefined);
  }
}
