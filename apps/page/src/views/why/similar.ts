import type { GroupKey, ListedGroup } from '@target-eye/client';

/** A target that may have been meant. */
export interface Similar extends GroupKey {
  readonly target: string;
}

/** How many targets are named at most. */
const MAX_NAMED = 5;

/** What to search for where nothing is called as it was asked for, what says most first: the host, its name, its kind. */
export function piecesOf(target: string): readonly string[] {
  if (target.includes('*')) return [];
  const host = target.replace(/:\d*$/, '');
  const name = /^[\d.]+$/.test(host) ? host.replace(/\d+$/, '') : (host.split('.')[0] ?? host);
  const kind = name.replace(/[\d-]+$/, '');
  return [...new Set([host, name, kind])].filter((piece) => piece.length > 2);
}

/** The targets of groups that have a piece in them, those first that begin most like `wanted`. */
export function nearest(wanted: string, piece: string, groups: readonly ListedGroup[]): readonly Similar[] {
  return groups
    .flatMap(({ application, environment, targets }) =>
      targets
        .filter((target) => target.toLowerCase().includes(piece.toLowerCase()))
        .map((target) => ({ application, environment, target })),
    )
    .map((similar) => ({ similar, shared: sharedStart(wanted, similar.target) }))
    .sort((one, other) => other.shared - one.shared)
    .slice(0, MAX_NAMED)
    .map(({ similar }) => similar);
}

function sharedStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length]?.toLowerCase() === other[length]?.toLowerCase()) length += 1;
  return length;
}
