import { type BigIntStats, statSync } from 'node:fs';

/** A directory, whatever its path names by now: a name can be given to another one, an inode is kept while it is open. */
export interface DirectoryIdentity {
  readonly path: string;
  readonly dev: bigint;
  readonly ino: bigint;
  /** Some file systems (FUSE) count no links: there, a directory that could be written had none from the beginning. */
  readonly countsLinks: boolean;
}

/** The identity of what is open as `path`. */
export function identityOf(path: string, { dev, ino, nlink }: BigIntStats): DirectoryIdentity {
  return { path, dev, ino, countsLinks: nlink > 0n };
}

/** Whether the path still names the directory. */
export function isInPlace(directory: DirectoryIdentity): boolean {
  const found = statSync(directory.path, { bigint: true, throwIfNoEntry: false });
  return found !== undefined && isSameInode(found, directory) && !isUnlinked(found, directory);
}

export function isSameInode(one: Pick<BigIntStats, 'dev' | 'ino'>, other: Pick<BigIntStats, 'dev' | 'ino'>): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}

/** Whether what is found under the path of a directory was removed elsewhere, where it is mounted from. */
export function isUnlinked({ nlink }: BigIntStats, { countsLinks }: DirectoryIdentity): boolean {
  return nlink === 0n && countsLinks;
}
