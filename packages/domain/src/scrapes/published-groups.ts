import type { GroupNames } from '../ports/group-names.js';
import type { Snapshot } from '../ports/target-group-store.js';
import type { Published } from './judgement.js';

/** Where the groups are that Prometheus reads. */
export interface Publication extends GroupNames {
  /** The directory of our files, as we see it. */
  readonly directory: string;
}

type Groups = Pick<Snapshot, 'groups'>;

/** What the rules must know of us, for the groups of a snapshot: the same object for the same snapshot. */
export function publishedBy(publication: Publication): (snapshot: Groups) => Published {
  const known = new WeakMap<Groups, Published>();
  return (snapshot) => {
    const published = known.get(snapshot) ?? { ...publication, oldestChange: oldestChange(snapshot) };
    known.set(snapshot, published);
    return published;
  };
}

function oldestChange({ groups }: Groups): number | undefined {
  let oldest: number | undefined;
  for (const { changedAt } of groups) if (oldest === undefined || changedAt < oldest) oldest = changedAt;
  return oldest;
}
