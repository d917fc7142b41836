import type { GroupKey, TargetGroup } from './target-group.js';

/** Names a content: groups that are the same (see `isSameGroup`) have the same revision, in every store. */
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

export function revisionOf(group: TargetGroup, hash: Hash): Revision {
  return hash(canonicalText(group));
}

/** A text that two groups share exactly if `isSameGroup` holds for them. */
function canonicalText({ targets, labels }: TargetGroup): string {
  const names = Object.keys(labels).sort();
  return JSON.stringify([targets, names, names.map((name) => labels[name])]);
}
