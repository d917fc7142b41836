import { createHash } from 'node:crypto';
import type { GroupKey } from '@target-eye/domain';
import { EXTENSION } from '../memory/file-name.js';

/** The name that Target-eye's predecessor in Python gave to a group's file; `a`+`bc` and `ab`+`c` share one. */
export function predecessorFileName({ application, environment }: GroupKey): string {
  return `${createHash('md5')
    .update(application + environment)
    .digest('hex')}${EXTENSION}`;
}

export function isPredecessorFileName(name: string): boolean {
  return /^[0-9a-f]{32}\.json$/.test(name);
}
