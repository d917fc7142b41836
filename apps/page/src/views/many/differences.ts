import type { GroupKey } from '@target-eye/client';
import { difference, type Difference, replace } from '@target-eye/domain';
import type { Preview } from './preview.js';

/** What would differ in a group. */
export function differenceIn({ before, after }: Pick<Preview, 'before' | 'after'>, key: GroupKey): Difference {
  const sent = after(key);
  const now = sent && replace(key, { targets: sent.targets, labels: sent.labels ?? {} })(undefined);
  return difference(before(key), now);
}
