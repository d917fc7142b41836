import {
  difference,
  filterFor,
  inTurns,
  ONE_TURN,
  outcomeOf,
  parseGivenGroups,
  parseLabelMatcher,
} from '@target-eye/domain';
import type { ChangeOutcome, Filter, GivenGroup, GroupKey, TargetGroup } from '@target-eye/domain';
import { type PlacedGroup, placeText } from '../documents/placed-group.js';
import { formatKey } from '../documents/key-text.js';
import type { Path } from '../documents/yaml.js';
import { EXIT, type ExitStatus, Failure } from '../failure.js';
import { labelTexts } from '../output/group-text.js';
import { safeText } from '../output/safe-text.js';
import type { Screen } from '../session/screen.js';
import type { Session } from '../session/session.js';
import { readList } from './read-list.js';
import { type FilterOptions, filterOf, isFilterGiven } from './shared-options.js';

/** What would become of a group. */
export interface ComparedGroup {
  readonly key: GroupKey;
  readonly before: TargetGroup | undefined;
  readonly after: TargetGroup | undefined;
  readonly outcome: ChangeOutcome;
}

/** So many names may be in the URL of a list; of more, all groups are asked for. */
const MAX_NAMES = 10;

/**
 * Compares the groups of files with those that the service has.
 * @param prune whether those that match the filter and are in no file count too
 * @throws Failure with every fault of the groups and its line
 */
export async function compare(
  session: Session,
  placed: readonly PlacedGroup[],
  options: FilterOptions & { readonly prune?: true },
): Promise<readonly ComparedGroup[]> {
  const given = await checked(placed, options);
  const list = await readList(session, options.prune ? filterOf(options) : { application: applicationsOf(given) });
  const present = new Map(list.groups.map((group) => [formatKey(group), group]));
  const compared = given.map(({ key, group: after }) => {
    const before = present.get(formatKey(key));
    present.delete(formatKey(key));
    return { key, before, after, outcome: outcomeOf(before, after) };
  });
  const pruned = [...(options.prune ? present.values() : [])].map((before) => ({
    key: { application: before.application, environment: before.environment },
    before,
    after: undefined,
    outcome: 'removed' as const,
  }));
  return [...compared, ...pruned];
}

async function checked(placed: readonly PlacedGroup[], options: FilterOptions): Promise<readonly GivenGroup[]> {
  const list = placed.map(({ group }) => group);
  const filter = domainFilter(options);
  const authorize = (): void => undefined;
  try {
    return (await inTurns(parseGivenGroups(list, { authorize, filter }), ONE_TURN)).groups;
  } catch (error) {
    throw placedFailure(error, placed, EXIT.usage) ?? error;
  }
}

/** The failure for an error that lists faults by their paths in the groups; `undefined` for another one. */
export function placedFailure(
  error: unknown,
  placed: readonly PlacedGroup[],
  exitStatus: ExitStatus,
): Failure | undefined {
  const { faults } = error as { readonly faults?: readonly { readonly path?: string; readonly message: string }[] };
  if (!faults?.some(({ path = '' }) => path.startsWith('groups['))) return undefined;
  return new Failure(
    faults.map(({ path = '', message }) => `${placeOf(path, placed)}${message}`),
    exitStatus,
  );
}

function placeOf(text: string, placed: readonly PlacedGroup[]): string {
  const [, index = '', rest = ''] = /^groups\[(\d+)\]\.?([^]*)$/.exec(text) ?? [];
  const group = placed[Number(index)];
  if (index === '' || group === undefined) return text === '' ? '' : `${text}: `;
  return `${placeText(group.placeOf(pathIn(rest)))}: `;
}

function pathIn(text: string): Path {
  const [, list, index] = /^(\w+)\[(\d+)\]$/.exec(text) ?? [];
  if (list !== undefined) return [list, Number(index)];
  const dot = text.indexOf('.');
  return dot === -1 ? [text].filter(Boolean) : [text.slice(0, dot), text.slice(dot + 1)];
}

function domainFilter(options: FilterOptions): Filter | undefined {
  if (!isFilterGiven(options)) return undefined;
  const { application, environment, target, label } = options;
  const labels = label.map(parseLabelMatcher).filter((matcher) => matcher !== undefined);
  return filterFor({ applications: application, environments: environment, targets: target, labels });
}

/** `undefined` where asking for all groups is simpler. */
function applicationsOf(given: readonly GivenGroup[]): readonly string[] | undefined {
  const names = [...new Set(given.map(({ key }) => key.application))];
  return names.length > MAX_NAMES || names.some((name) => name.includes('*')) ? undefined : names;
}

/** How many groups have each outcome. */
export function outcomeCounts(groups: readonly { readonly outcome: string }[]): Record<ChangeOutcome, number> {
  const counts = { created: 0, changed: 0, removed: 0, unchanged: 0 };
  for (const { outcome } of groups) if (outcome in counts) counts[outcome as ChangeOutcome] += 1;
  return counts;
}

/** The groups that differ in the style of diff, a line for each target and label that comes or goes. */
export function comparisonText(compared: readonly ComparedGroup[], screen: Screen): string {
  const lines = compared.filter(({ outcome }) => outcome !== 'unchanged').flatMap((each) => linesOf(each, screen));
  return lines.map((line) => `${line}\n`).join('');
}

function linesOf({ key, before, after, outcome }: ComparedGroup, screen: Screen): readonly string[] {
  const { added, removed } = difference(before, after);
  const head = `${{ created: '+', removed: '-', changed: '~', unchanged: ' ' }[outcome]} ${safeText(formatKey(key))}`;
  const minus = textsOf(removed).map((text) => screen.color('red', `-   ${text}`));
  const plus = textsOf(added).map((text) => screen.color('green', `+   ${text}`));
  const isOrder = outcome === 'changed' && minus.length === 0 && plus.length === 0;
  return [screen.color('bold', head), ...minus, ...plus, ...(isOrder ? ['~   the order of the targets'] : [])];
}

function textsOf({ targets, labels }: TargetGroup): readonly string[] {
  return [...targets.map(safeText), ...labelTexts(labels)];
}
