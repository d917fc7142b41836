import type { GroupKey, GroupStatus, TargetInGroup } from '@target-eye/client';
import { filterFor } from '@target-eye/domain';
import { byBadness, predicateOf } from '../../elements/status-text.js';

/** What was found of a host. */
export interface Found {
  /** The groups that were looked at. */
  readonly groups: readonly FoundGroup[];
  /** How many groups have the host. */
  readonly matched: number;
}

/** A group that has the host. */
export interface FoundGroup extends GroupKey {
  /** Its targets that are meant. */
  readonly targets: readonly string[];
  /** What became of those; `undefined` where it is not known. */
  readonly status: GroupStatus | undefined;
}

/** The answer in one sentence. */
export interface Answer {
  readonly text: string;
  /** `undefined` where it is neither. */
  readonly isGood: boolean | undefined;
}

/** The targets that are meant by `host` or `host:port`. */
export function meantBy(host: string): (target: string) => boolean {
  const matches = filterFor({ targets: [host] });
  return (target) => matches({ application: '', environment: '' }, { targets: [target], labels: {} });
}

/** The groups with what is not up first, and the targets of each too; what is as good keeps its order. */
export function worstFirst(groups: readonly FoundGroup[]): readonly FoundGroup[] {
  return groups
    .map((group) => ({ ...group, status: group.status && sortedByBadness(group.status) }))
    .sort(({ status: one }, { status: other }) => byBadness(worstOf(one), worstOf(other)));
}

function sortedByBadness(status: GroupStatus): GroupStatus {
  return { ...status, targets: [...status.targets].sort(byBadness) };
}

function worstOf(status: GroupStatus | undefined): Pick<TargetInGroup, 'status'> {
  return status?.targets[0] ?? { status: 'unknown' };
}

/** Answers why a host is not up, or whether it is. */
export function answerFor(host: string, { groups, matched }: Found): Answer {
  if (matched === 0) return { text: `No group has ${host}, so no Prometheus is told to scrape it.`, isGood: false };
  const told = groups.flatMap(({ status }) => status?.targets.map((target) => ({ ...target, group: status })) ?? []);
  const some = `${host} is in ${matched === 1 ? 'one group' : `${String(matched)} groups`}`;
  const [worst] = [...told].sort(byBadness);
  if (worst === undefined) return { text: `${some}; whether it is scraped is not known.`, isGood: undefined };
  const bad = told.filter(({ status }) => status !== 'up');
  const isGood = bad.length === 0;
  const rest = matched > groups.length ? ` in the first ${String(groups.length)} of ${String(matched)} groups` : '';
  if (told.length === 1) return { text: `${worst.target} ${saidOf(worst)}.`, isGood };
  if (isGood) return { text: `All ${String(told.length)} targets of ${host}${rest} are up.`, isGood };
  const { application, environment } = worst.group;
  const number = `${String(bad.length)} of ${String(told.length)} targets of ${host}${rest} ${bad.length === 1 ? 'is' : 'are'} not up`;
  return { text: `${number}: ${worst.target} of ${application} / ${environment} ${saidOf(worst)}.`, isGood };
}

function saidOf({ group, ...target }: TargetInGroup & { readonly group: GroupStatus }): string {
  return predicateOf(target, group.prometheus);
}
