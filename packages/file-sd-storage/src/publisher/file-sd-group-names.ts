import type { GroupKey, GroupNames } from '@target-eye/domain';
import { fileNameOf, keyOfFile } from '../memory/file-name.js';

/** What groups that are kept elsewhere are called in a directory where `FileSdGroupPublisher` publishes them. */
export class FileSdGroupNames implements GroupNames {
  /** @param has whether a group is there */
  constructor(private readonly has: (key: GroupKey) => boolean) {}

  /** @throws TargetGroupError as `checkKey` */
  nameOf(key: GroupKey): string {
    return fileNameOf(key);
  }

  keyOf(name: string): GroupKey | undefined {
    const key = keyOfFile(name);
    return key !== undefined && this.has(key) ? key : undefined;
  }
}

/**
 * Checks that a group can have a file.
 * @throws TargetGroupError `name_too_long` when the file system could not hold its name, `invalid_name` for the
 *   application `-`, which is reserved
 */
export function checkKey(key: GroupKey): void {
  fileNameOf(key);
}
