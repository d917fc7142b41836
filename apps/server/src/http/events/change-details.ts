import { difference, type Labels, shorten } from '@target-eye/domain';
import type { GroupChange } from './http-events.js';

/** How many elements of each list a log line shows. */
const MAX_SHOWN = 20;

/** How many bytes of each list a log line shows. journald cuts lines at 48 KiB, and there are four lists. */
const MAX_SHOWN_BYTES = 2500;

/**
 * A change for a log line: what was added and removed, and which revision was stored before and which one since. Long
 * lists are cut, and have their length beside them.
 */
export function describeChange({ before, after, found, stored }: GroupChange): object {
  const { added, removed } = difference(before, after);
  return {
    ...describeList(
      'added_targets',
      added.targets.map((target) => shorten(target)),
    ),
    ...describeList('added_labels', describeLabels(added.labels)),
    ...describeList(
      'removed_targets',
      removed.targets.map((target) => shorten(target)),
    ),
    ...describeList('removed_labels', describeLabels(removed.labels)),
    revision_before: found?.revision,
    revision_after: stored?.revision,
  };
}

function describeLabels(labels: Labels): readonly string[] {
  return Object.entries(labels).map(([name, value]) => `${shorten(name)}=${shorten(value)}`);
}

function describeList(name: string, list: readonly string[]): object {
  const shown: string[] = [];
  let bytes = 0;
  for (const element of list.slice(0, MAX_SHOWN)) {
    bytes += Buffer.byteLength(JSON.stringify(element));
    if (bytes > MAX_SHOWN_BYTES) break;
    shown.push(element);
  }
  if (list.length === 0) return {};
  return shown.length === list.length ? { [name]: shown } : { [name]: shown, [`${name}_total`]: list.length };
}
