import type { ListedGroup } from '@target-eye/client';
import { ownLabels } from '../../elements/own-labels.js';
import type { FilterName } from './wanted.js';

/** How many choices are offered at most; more can be found by typing. */
const MAX_CHOICES = 15;

/** What one can filter by, and for how many groups it holds. */
export type Choice = readonly [value: string, count: number];

const VALUES_OF: Readonly<Partial<Record<FilterName, (group: ListedGroup) => readonly string[]>>> = {
  application: ({ application }) => [application],
  environment: ({ environment }) => [environment],
  label: (group) => ownLabels(group, group).map(([name, value]) => `${name}=${value}`),
};

/** How many groups have each value, the most frequent first. */
export function choicesFor(name: FilterName, groups: readonly ListedGroup[]): readonly Choice[] {
  const counts = new Map<string, number>();
  for (const group of groups)
    for (const value of VALUES_OF[name]?.(group) ?? []) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}

/** The choices that hold a text, in any case. */
export function offered(choices: readonly Choice[], text: string): readonly Choice[] {
  const wanted = text.toLowerCase();
  return choices.filter(([value]) => value.toLowerCase().includes(wanted)).slice(0, MAX_CHOICES);
}
