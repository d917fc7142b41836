import { encodeFileSd } from '../prometheus/file-sd.js';
import type { GroupKey, TargetGroup } from './target-group.js';

/** Names what is shown of a group: groups have the same one exactly if `isShownAlike` holds for them, in every store. */
export type Revision = string;

/**
 * The first 128 bits of the SHA-256 of a text in UTF-8, as 32 hexadecimal digits. Adapters hand it in, because the
 * domain has no library.
 */
export type Hash = (text: string) => string;

/** A group as it is stored. */
export interface StoredGroup {
  readonly key: GroupKey;
  readonly group: TargetGroup;
  readonly revision: Revision;
  /** When the group last changed, in seconds since the epoch. */
  readonly changedAt: number;
}

/** The hash of the group in file_sd format, so that whoever is shown the group can tell its revision. */
export function revisionOf(group: TargetGroup, hash: Hash): Revision {
  return hash(encodeFileSd(group));
}
