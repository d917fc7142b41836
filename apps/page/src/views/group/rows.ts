import type { GroupStatus, TargetGroup, TargetInGroup } from '@target-eye/client';
import { byBadness } from '../../elements/status-text.js';
import type { Draft } from './draft.js';

/** A target of a group that is stored, of a draft, or of both. */
export interface Row {
  readonly target: string;
  readonly change: 'added' | 'removed' | undefined;
  /** What the service has against it. */
  readonly fault: string | undefined;
  readonly status: TargetInGroup | undefined;
}

/**
 * The targets that a search finds: first those that are refused, then new ones, then the others, the worst first.
 * @param order of targets that keep their places whatever becomes of them
 */
export function rowsOf(
  group: TargetGroup | undefined,
  draft: Draft | undefined,
  status: GroupStatus | undefined,
  { search, order }: { readonly search: string; readonly order: readonly string[] | undefined },
): readonly Row[] {
  const before = new Set(group?.targets);
  const after = new Set((draft?.mine ?? group)?.targets);
  const known = new Map(status?.targets.map((each) => [each.target, each]));
  const places = new Map(order?.map((target, index) => [target, index]));
  const rows = [...new Set([...before, ...after])].map((target): Row => {
    const change = !before.has(target) ? 'added' : after.has(target) ? undefined : 'removed';
    return { target, change, fault: draft?.faults.get(target), status: known.get(target) };
  });
  const placeOf = ({ target }: Row): number => places.get(target) ?? -1;
  return rows.filter((row) => isFound(row, search)).sort((a, b) => placeOf(a) - placeOf(b) || byUrgency(a, b));
}

function isFound({ target, status }: Row, search: string): boolean {
  const texts = [target, status?.status.replaceAll('_', ' '), ...(status?.prometheus.map(({ error }) => error) ?? [])];
  return texts.some((text) => text?.toLowerCase().includes(search.toLowerCase()));
}

function byUrgency(one: Row, other: Row): number {
  const rank = ({ fault, change }: Row): number => (fault !== undefined ? 0 : change === 'added' ? 1 : 2);
  const { status: a } = one;
  const { status: b } = other;
  return rank(one) - rank(other) || (a && b ? byBadness(a, b) : Number(a === undefined) - Number(b === undefined));
}
