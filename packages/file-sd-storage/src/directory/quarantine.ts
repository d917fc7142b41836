import { linkSync, mkdtempSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createDurably, setDirectoryMode } from './create-directory.js';

/**
 * Keeps what stands under a path in a place of its own. It stays under its path as well, so that Prometheus goes on with
 * what it last read, unless it is something that cannot be linked.
 * @param quarantine the directory for such places, which is made where it is missing
 * @returns where it is kept
 */
export function keepAside(path: string, quarantine: string): string {
  createDurably(quarantine);
  const folder = mkdtempSync(join(quarantine, `${new Date().toISOString().replaceAll(':', '')}-`));
  setDirectoryMode(folder);
  const place = join(folder, basename(path));
  try {
    linkSync(path, place);
  } catch {
    renameSync(path, place);
  }
  return place;
}
