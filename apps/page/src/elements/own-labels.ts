import type { GroupKey, TargetGroup } from '@target-eye/client';

/** The labels of a group that say more than its names do. */
export function ownLabels(
  { labels }: Pick<TargetGroup, 'labels'>,
  { application, environment }: GroupKey,
): readonly (readonly [string, string])[] {
  return Object.entries(labels).filter(
    ([name, value]) => !(name === 'job' && value === application) && !(name === 'env' && value === environment),
  );
}
