import type { TargetGroup } from '../groups/target-group.js';
import type { GroupKey } from '../groups/target-group.js';
import { labelValue } from '../groups/labels.js';
import { matchesWildcard } from '../policy/wildcard.js';
import type { Pattern } from './pattern.js';
import { anyTargetPattern } from './target-pattern.js';

/**
 * Which groups are wanted: those that match every part that is given. Of `applications`, `environments` and `targets`
 * one of the patterns is enough, of `labels` all must hold. An empty list is a part that is not given.
 */
export interface Selector {
  readonly applications?: readonly Pattern[];
  readonly environments?: readonly Pattern[];
  /** `host` for a target with any port or none, `host:port` for exactly that. */
  readonly targets?: readonly Pattern[];
  readonly labels?: readonly LabelMatcher[];
  /** A piece of text anywhere in the key, in a target, or in `name=value` of a label; case does not count. */
  readonly search?: string;
}

/** What the value of a label must be, or must not be. A label that is not there counts as empty. */
export interface LabelMatcher {
  readonly name: string;
  readonly isEqual: boolean;
  readonly pattern: Pattern;
}

/** Whether a group is wanted. */
export type Filter = (key: GroupKey, group: TargetGroup) => boolean;

/**
 * A label matcher as people write it, `name=pattern` or `name!=pattern`; `undefined` for what is not one.
 */
export function parseLabelMatcher(text: string): LabelMatcher | undefined {
  const { name, not, pattern } = /^(?<name>[^=!]+)(?<not>!?)=(?<pattern>[^]*)$/.exec(text)?.groups ?? {};
  if (name === undefined || pattern === undefined) return undefined;
  return { name, isEqual: not === '', pattern };
}

/**
 * The filter for a selector. It takes a time in proportion to the size of the group and the number of patterns, however
 * these look, as long as none of them and no search is slow (see `MAX_SOUGHT` and `MAX_STARS`).
 */
export function filterFor({ applications, environments, targets, labels, search }: Selector): Filter {
  const filters: readonly (Filter | undefined)[] = [
    anyOf(applications, (pattern) => {
      const matches = wildcard(pattern);
      return ({ application }) => matches(application);
    }),
    anyOf(environments, (pattern) => {
      const matches = wildcard(pattern);
      return ({ environment }) => matches(environment);
    }),
    ...(labels ?? []).map(labelFilter),
    // Late, because it takes longer than those before.
    targets?.length ? someTarget(anyTargetPattern(targets)) : undefined,
    search ? searchFilter(search) : undefined,
  ];
  const given = filters.filter((filter) => filter !== undefined);
  return (key, group) => given.every((filter) => filter(key, group));
}

function anyOf(patterns: readonly Pattern[] | undefined, filterOf: (pattern: Pattern) => Filter): Filter | undefined {
  if (patterns === undefined || patterns.length === 0) return undefined;
  const filters = patterns.map(filterOf);
  return (key, group) => filters.some((filter) => filter(key, group));
}

function wildcard(pattern: Pattern): (text: string) => boolean {
  const pieces = pattern.split('*');
  return (text) => matchesWildcard(pieces, text);
}

function someTarget(matches: (target: string) => boolean): Filter {
  return (_key, { targets }) => targets.some(matches);
}

function labelFilter({ name, isEqual, pattern }: LabelMatcher): Filter {
  const matches = wildcard(pattern);
  return (_key, { labels }) => matches(labelValue(labels, name) ?? '') === isEqual;
}

function searchFilter(search: string): Filter {
  const wanted = search.toLowerCase();
  const holds = (text: string): boolean => text.toLowerCase().includes(wanted);
  const holdsLabel: (name: string, value: string) => boolean = wanted.includes('=')
    ? (name, value) => holds(`${name}=${value}`)
    : (name, value) => holds(value) || holds(name);
  return ({ application, environment }, { targets, labels }) => {
    if (holds(application) || holds(environment) || targets.some(holds)) return true;
    for (const name in labels) if (holdsLabel(name, labels[name] ?? '')) return true;
    return false;
  };
}
