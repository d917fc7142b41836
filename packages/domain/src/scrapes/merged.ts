import { describeKey } from '../groups/target-group.js';
import { quote } from '../faults/text.js';
import { labelValue } from '../groups/labels.js';
import type { ActiveTarget } from './facts.js';
import { differing, isPlain, isSteering } from './label-sets.js';
import type { Word } from './not-read.js';
import { cannotBeRefused } from './refused.js';
import { completed, type SeenGroup } from './seen-group.js';

/** What else a pool that reads the group scrapes at an address: a target that is gone can have merged into it. */
export function othersAt(target: string, { readers = [], answer }: SeenGroup): readonly ActiveTarget[] {
  const pools = new Set(readers.map(({ pool }) => pool));
  const addresses = [target, ...completed(target), ...uncompleted(target)];
  return addresses.flatMap((address) => answer.view.activeAt(address)).filter(({ pool }) => pools.has(pool));
}

/** The address that Prometheus may make a target of by completing it. */
function uncompleted(target: string): readonly string[] {
  const bare = target.replace(/:(?:80|443)$/, '');
  return bare === target ? [] : [bare];
}

/** The word for a target that is lost, if another has the same labels: what befalls the one befalls the other. */
export function mergedWithAlike(others: readonly ActiveTarget[], target: string, seen: SeenGroup): Word | undefined {
  const alike = others.find((other) => differencesOf(other, target, seen)?.length === 0);
  return alike && { status: 'merged', fact: `Prometheus ${scrapesAsOne(alike, seen)}, which has the same labels` };
}

/**
 * The word for a target that is lost, if another has none of the labels in which the two differ: merged where it cannot
 * have been refused, because nothing else can have become of what was read from a file.
 */
export function mergedByRelabelling(
  others: readonly ActiveTarget[],
  target: string,
  seen: SeenGroup,
): Word | undefined {
  for (const other of others) {
    const names = differencesOf(other, target, seen);
    if (names?.every((name) => !Object.hasOwn(other.labels, name)) !== true) continue;
    const what = `${scrapesAsOne(other, seen)}, which has the same labels once relabelling has removed ${names.map(quote).join(', ')}`;
    return isSurelyTaken(target, seen)
      ? { status: 'merged', fact: `Prometheus ${what}` }
      : { status: 'waiting', fact: `Prometheus has refused it, or ${what}` };
  }
  return undefined;
}

/** Whether it was read, and no pool that reads it refused it: each refused nothing, or has no reason to refuse it. */
function isSurelyTaken(target: string, { readers = [], isInFile, stored, answer }: SeenGroup): boolean {
  const isSafe = cannotBeRefused(target, stored.group.labels);
  return (
    isInFile &&
    readers.every(
      ({ pool, leavesScrapingAlone }) =>
        answer.view.syncFailures(pool) === 0 || (isSafe && leavesScrapingAlone === true),
    )
  );
}

function scrapesAsOne(other: ActiveTarget, { stored, published }: SeenGroup): string {
  const { file = '', key = published.keyOf(file) } = other.source;
  const isOwn = key !== undefined && published.nameOf(key) === published.nameOf(stored.key);
  const group = key === undefined ? `the file ${quote(file)}` : `the group ${describeKey(key)}`;
  return `scrapes it as one with ${isOwn ? `the target ${quote(other.address)} of the same group` : group}`;
}

/**
 * The labels of series in which a target of the group would differ from another before relabelling; where those of the
 * other are not shown, after it. `undefined` for one that is scraped in another way.
 */
function differencesOf(other: ActiveTarget, target: string, { stored }: SeenGroup): readonly string[] | undefined {
  const { labels } = stored.group;
  const { discoveredLabels } = other;
  if (differing(labels, discoveredLabels ?? {}, isSteering).length > 0) return undefined;
  const its = discoveredLabels ?? other.labels;
  const names = new Set([...differing(labels, its, isCompared), ...differing(its, labels, isCompared)]);
  const instance = labelValue(labels, 'instance') ?? '';
  const isDefault = instance === '' && (labelValue(its, 'instance') ?? '') === '';
  return isDefault || isSameInstance(instance, target, other) ? [...names] : [...names, 'instance'];
}

function isCompared(name: string): boolean {
  return isPlain(name) && name !== 'instance';
}

/** Prometheus sets `instance` to the address, completed or not, where it is missing or empty. */
function isSameInstance(instance: string, target: string, { labels }: ActiveTarget): boolean {
  const own = instance === '' ? [target, ...completed(target)] : [instance];
  return own.includes(labelValue(labels, 'instance') ?? '');
}
