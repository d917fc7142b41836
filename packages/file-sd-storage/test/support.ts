import { spawnSync } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GroupKey, StoredGroup, TargetGroup } from '@target-eye/domain';
import { type RecordedLog, recordingLog, until } from '@target-eye/domain/testing';
import type { FileWriter } from '../src/writer/file-writer.js';
import { FileSdTargetGroupStore, type StorageEvents } from '../src/index.js';

export { recordingLog, type RecordedLog };

/** A directory for each test, and stores on it; all are gone after the test. */
export function useDirectory(): {
  readonly path: () => string;
  readonly open: (log?: RecordedLog, metrics?: StorageEvents, writer?: FileWriter) => FileSdTargetGroupStore;
} {
  let path = '';
  let stores: FileSdTargetGroupStore[] = [];
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'target-eye-'));
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    stores = [];
    rmSync(path, { recursive: true, force: true });
  });
  return {
    path: () => path,
    open: (log = recordingLog(), metrics, writer) => {
      const store = new FileSdTargetGroupStore(path, log, metrics, undefined, writer);
      stores.push(store);
      return store;
    },
  };
}

/**
 * `describe` where file systems can be mounted, which needs root; elsewhere a loud `describe.skip`, but never in CI,
 * where that is a failure.
 */
export const describeWithMounts: jest.Describe = (() => {
  const path = mkdtempSync(join(tmpdir(), 'target-eye-mount-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path]);
  if (status === 0) spawnSync('umount', [path]);
  rmSync(path, { recursive: true });
  if (status === 0) return describe;
  if (process.env['CI'] !== undefined) throw new Error('file systems cannot be mounted here');
  process.stderr.write('\n*** SKIPPED: mounting a file system needs root; run these tests as root ***\n\n');
  return describe.skip;
})();

/** The group that a store shows. */
export async function groupAt(store: FileSdTargetGroupStore, key: GroupKey): Promise<TargetGroup | undefined> {
  return (await store.find(key))?.group;
}

/** The groups that a store lists, in the order of their keys. */
export async function groupsIn(store: FileSdTargetGroupStore): Promise<readonly StoredGroup[]> {
  return (await store.snapshot()).groups;
}

/** Changes a file as a careful person does: written elsewhere, renamed into place. */
export function replaceByHand(path: string, content: string): void {
  writeFileSync(`${path}.by-hand`, content);
  renameSync(`${path}.by-hand`, path);
}

/**
 * In milliseconds. Enough for a machine that is busy with other work, and less than the minute after which everything
 * is compared with the directory anyway.
 */
const PATIENCE = 30_000;

/** Waits until `check` is true, by no other way than that changes of the directory are noticed. */
export async function eventually(check: () => boolean | Promise<boolean>): Promise<void> {
  await until('what happened in the directory is noticed', check, PATIENCE);
}
