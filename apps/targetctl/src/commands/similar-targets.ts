import { distance } from 'fastest-levenshtein';
import type { GroupKey } from '@target-eye/domain';
import type { Session } from '../session/session.js';
import { readList } from './read-list.js';

/** So many targets are named at most. */
const MOST = 5;

export interface SimilarTarget extends GroupKey {
  readonly target: string;
}

/** The targets of all groups that are nearly called so, the nearest first. */
export async function similarTargets(session: Session, wanted: string): Promise<readonly SimilarTarget[]> {
  const { groups } = await readList(session, {});
  const found = groups.flatMap(({ application, environment, targets }) =>
    targets.flatMap((target) => {
      const rank = unlikeness(wanted, target);
      return rank === undefined ? [] : [{ rank, misspelt: distance(wanted, target), target, application, environment }];
    }),
  );
  found.sort((one, other) => one.rank - other.rank || one.misspelt - other.misspelt);
  return found.slice(0, MOST).map(({ target, application, environment }) => ({ application, environment, target }));
}

/** How unlike two targets are; `undefined` for what nobody would take for the other. */
function unlikeness(wanted: string, target: string): number | undefined {
  const [one, other] = [wanted, target].map(hostOf) as [string, string];
  // The same host at another port, or with or without its domain.
  if (one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`)) return 0;
  const misspelt = distance(one, other);
  return misspelt <= (one.length < 6 ? 1 : 2) ? misspelt : undefined;
}

function hostOf(target: string): string {
  return target.replace(/:\d*$/, '').toLowerCase();
}
