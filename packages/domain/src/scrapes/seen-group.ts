import { labelValue } from '../groups/labels.js';
import type { StoredGroup } from '../groups/revision.js';
import type { ActiveTarget, DiscoveredTarget, FileRead, PoolSource } from './facts.js';
import type { Published } from './judgement.js';
import { type Answer, READING_SECONDS, readersOf, startedBy } from './readers.js';

/**
 * From the reading of a file until its targets are active: up to 5 seconds in the discovery manager, up to 5 in the
 * scrape manager, and some for the work (2.42 to 3.14).
 */
const SETTLING_SECONDS = 12;

/** Which version of a group a Prometheus has read; `unknown` where it does not show it. */
type VersionRead = 'newest' | 'older' | 'none' | 'several' | 'unknown';

/** What one Prometheus shows of a group. */
export interface SeenGroup {
  readonly stored: StoredGroup;
  readonly published: Published;
  readonly answer: Answer;
  /** What may read it; `undefined` where the configuration is not shown. */
  readonly readers: readonly PoolSource[] | undefined;
  /** Whether Prometheus has it from a file; otherwise it polls for it, if anything. */
  readonly isInFile: boolean;
  /** Whether every poll that may show it must have come since it changed. */
  readonly isPollDue: boolean;
  /** The time of the newest version of its file that was read. */
  readonly readAt: number | undefined;
  readonly fileRead: VersionRead;
  /** Whether what was read must be active or dropped by now, if it is to be so at all. */
  readonly isSettled: boolean;
  activeAt(target: string): readonly ActiveTarget[];
  droppedAt(target: string): readonly DiscoveredTarget[];
  /** Whether it has active targets of the group of which it cannot be told which target they are. */
  hasUnassigned(): boolean;
}

export function seenGroup(stored: StoredGroup, answer: Answer, published: Published): SeenGroup {
  const { view } = answer;
  const source = { file: published.nameOf(stored.key), key: stored.key };
  const files = view.showsFiles ? filesOf(stored, answer, published) : [];
  const times = files.map(({ mtime }) => mtime);
  const readers = readersOf(stored, answer, published);
  const isInFile = readers?.some(({ kind }) => kind === 'file_sd') ?? times.length > 0;
  const pollDue = Math.max(0, ...pollsOf(readers).map((seconds) => stored.changedAt + seconds + READING_SECONDS));
  const since = Math.max(
    stored.changedAt,
    pollDue,
    startedBy(view) ?? Infinity,
    ...files.map(({ firstSeenAt }) => firstSeenAt ?? 0),
  );
  return {
    stored,
    published,
    answer,
    readers,
    isInFile,
    isPollDue: answer.askedAt >= pollDue,
    readAt: times.length === 0 ? undefined : Math.max(...times),
    fileRead: view.showsFiles ? versionOf(times, stored.changedAt) : 'unknown',
    isSettled: answer.askedAt - since >= SETTLING_SECONDS,
    ...activeByTarget(stored, view.activeOf(source)),
    droppedAt: byTarget(stored, view.droppedOf(source)),
  };
}

/** The reading of our file; where none is surely ours, of each with its name. */
function filesOf({ key }: StoredGroup, { view }: Answer, published: Published): readonly FileRead[] {
  const files = view.filesNamed(published.nameOf(key));
  const ours = files.filter(({ directory }) => directory === published.directory);
  return ours.length > 0 ? ours : files;
}

function versionOf(times: readonly number[], changedAt: number): VersionRead {
  if (times.length === 0) return 'none';
  const newest = times.filter((time) => time >= Math.floor(changedAt));
  if (newest.length === times.length) return 'newest';
  return newest.length === 0 ? 'older' : 'several';
}

/**
 * The entries of each target by its discovered address. Where Prometheus completes an address without a port with 80 or
 * 443, that counts too, unless it is another target of the group.
 */
function byTarget<Entry extends DiscoveredTarget>(
  { group }: StoredGroup,
  entries: readonly Entry[],
): (target: string) => readonly Entry[] {
  const found = new Map<string, Entry[]>();
  for (const entry of entries) {
    const known = found.get(entry.address);
    if (known === undefined) found.set(entry.address, [entry]);
    else known.push(entry);
  }
  let targets: ReadonlySet<string> | undefined;
  return (target) => {
    const exact = found.get(target);
    if (exact !== undefined || found.size === 0) return exact ?? [];
    targets ??= new Set(group.targets);
    const others = targets;
    return completed(target).flatMap((address) => (others.has(address) ? [] : (found.get(address) ?? [])));
  };
}

/**
 * The active targets of each target of the group. Where relabelling gives them another address, and Prometheus shows that
 * one as the discovered address (up to 2.42 it does), a target is told by its label `instance`, or else by any label that
 * has it as its value: that is how targets are passed on to an exporter that probes them. That exporter may itself be a
 * target of the group.
 */
function activeByTarget(
  stored: StoredGroup,
  entries: readonly ActiveTarget[],
): Pick<SeenGroup, 'activeAt' | 'hasUnassigned'> {
  const known = new Set(stored.group.targets.flatMap((target) => [target, ...completed(target)]));
  const hasDefaultInstance = labelValue(stored.group.labels, 'instance') === undefined;
  const isMoved = ({ address, labels }: ActiveTarget): boolean => {
    if (!known.has(address)) return true;
    const instance = labelValue(labels, 'instance') ?? '';
    return hasDefaultInstance && known.has(instance) && ![address, ...completed(address)].includes(instance);
  };
  const moved: ActiveTarget[] = [];
  const others: ActiveTarget[] = [];
  for (const entry of entries) (isMoved(entry) ? moved : others).push(entry);
  const atAddress = byTarget(stored, others);
  if (moved.length === 0) return { activeAt: atAddress, hasUnassigned: () => false };
  const named = new Map<string, ActiveTarget[]>();
  const unassigned = moved.filter((entry) => {
    const name = nameOfMoved(entry, known);
    if (name !== undefined) named.set(name, [...(named.get(name) ?? []), entry]);
    return name === undefined;
  });
  return {
    activeAt: (target) => [
      ...atAddress(target),
      ...[target, ...completed(target)].flatMap((name) => named.get(name) ?? []),
    ],
    hasUnassigned: () => unassigned.length > 0,
  };
}

function nameOfMoved({ labels, discoveredLabels = {} }: ActiveTarget, known: ReadonlySet<string>): string | undefined {
  const values = [labelValue(labels, 'instance'), ...Object.values(discoveredLabels), ...Object.values(labels)];
  return values.find((value) => value !== undefined && known.has(value));
}

/** The addresses that Prometheus may make of a target without a port. */
export function completed(target: string): readonly string[] {
  return /:\d*$/.test(target) ? [] : [`${target}:80`, `${target}:443`];
}

/** How often the polls of those that may read the group come. */
function pollsOf(readers: readonly PoolSource[] = []): readonly number[] {
  return readers.filter(({ kind }) => kind === 'http_sd').map(({ refreshSeconds }) => refreshSeconds);
}
