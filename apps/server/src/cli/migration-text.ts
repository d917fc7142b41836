import {
  describeKey,
  difference,
  isDecided,
  type MigrationPlan,
  type MigrationResult,
  quote,
  type TargetGroup,
} from '@target-eye/domain';
import type { MigrationRequest } from './migration-request.js';
import { safeText } from './safe-text.js';

/** How many of a list are shown; of what differs, every group is. */
const MAX_SHOWN = 20;

/** What the text is about. */
export interface Shown {
  readonly request: MigrationRequest;
  /** What the store is called. */
  readonly store: string;
  readonly plan: MigrationPlan;
  /** `undefined` where nothing was to be written. */
  readonly result: MigrationResult | undefined;
}

/** What a migration found and did, for people; the last line has the numbers. */
export function migrationText(shown: Shown): string {
  const { plan, result } = shown;
  const lines = [...sourceLines(plan), ...storeLines(shown), ...oddLines(result?.after ?? plan, shown.store)];
  return [...lines, summaryOf(shown), ''].join('\n');
}

/** What several places differ in. */
function sourceLines({ source }: MigrationPlan): readonly string[] {
  const sets = [...new Set(source.partial.map(({ places }) => placesOf(places)))];
  return [
    ...sets.flatMap((places) => {
      const keys = source.partial.filter((partial) => placesOf(partial.places) === places).map(({ key }) => key);
      return listed(`only in ${places}`, keys.map(describeKey));
    }),
    ...source.conflicts.flatMap(({ key, versions: [first, ...others] }) =>
      others.flatMap(({ place, group }) => {
        const lines = differenceLines(first?.group, group);
        const title = `${describeKey(key)} differs (- ${JSON.stringify(first?.place)}, + ${JSON.stringify(place)}):`;
        return lines.length === 0 ? [] : [title, ...lines];
      }),
    ),
  ];
}

function placesOf(places: readonly string[]): string {
  return places.map((place) => JSON.stringify(place)).join(' and ');
}

function storeLines({ request: { to, overwrite, isDryRun }, store, plan, result }: Shown): readonly string[] {
  if (!isDecided(plan)) return [];
  const { absent, differing, onlyInStore } = result?.after ?? plan;
  const failed = result?.failed.map(({ key, error }) => `${describeKey(key)}: ${reasonOf(error)}`) ?? [];
  const isToWrite = isDryRun && overwrite;
  const source = to === 'etcd' ? 'directory' : 'etcd';
  return [
    ...listed(
      isDryRun ? `to be written to ${store}` : `not in ${store}`,
      absent.map(({ key }) => describeKey(key)),
    ),
    ...differing.flatMap(({ key, before, after, isUnreadable }) => {
      const whatNext = isToWrite ? ', and is to be written' : '';
      if (isUnreadable === true) return [`${describeKey(key)} is unreadable in ${store}${whatNext}`];
      return [
        `${describeKey(key)} differs (- ${store}, + ${source})${whatNext}:`,
        ...differenceLines(before?.group, after),
      ];
    }),
    ...listed('failed', failed),
    ...listed(`only in ${store}, where they stay`, onlyInStore.map(describeKey)),
  ];
}

/** What is not taken because it is not understood. */
function oddLines({ source, unreadableInStore }: MigrationPlan, store: string): readonly string[] {
  const placed = ({ place, name, reason }: (typeof source.unreadable)[number]): string =>
    `${quote(name)} in ${JSON.stringify(place)}: ${reason}`;
  const inStore = unreadableInStore.map(({ name, reason }) => `${quote(name)}: ${reason}`);
  const unclaimed = source.unclaimed.map(({ place, name }) => `${quote(name)} in ${JSON.stringify(place)}`);
  return [
    ...listed('unreadable', source.unreadable.map(placed)),
    ...listed('unreadable, and what --prefer names counts', source.overruled.map(placed)),
    ...listed('files of the predecessor that do not say whose they are', unclaimed),
    ...listed(`unreadable in ${store}, where they stay`, inStore),
  ];
}

function differenceLines(before: TargetGroup | undefined, after: TargetGroup | undefined): readonly string[] {
  const { removed, added } = difference(before, after);
  return [...partLines('-', removed), ...partLines('+', added)];
}

function partLines(sign: string, { targets, labels }: TargetGroup): readonly string[] {
  const parts = [
    ...targets.map(quote),
    ...Object.entries(labels).map(([name, value]) => `label ${quote(name)}=${quote(value)}`),
  ];
  return limited(parts).map((part) => `  ${sign} ${safeText(part)}`);
}

function listed(title: string, items: readonly string[]): readonly string[] {
  if (items.length === 0) return [];
  return [`${title} (${count(items.length)}):`, ...limited(items).map((item) => `  ${safeText(item)}`)];
}

function limited(items: readonly string[]): readonly string[] {
  const more = items.length - MAX_SHOWN;
  return more <= 0 ? items : [...items.slice(0, MAX_SHOWN), `… and ${count(more)} more; --output=json has all`];
}

function summaryOf({ request: { isDryRun, overwrite }, store, plan, result }: Shown): string {
  const { source, absent, differing, alike, onlyInStore, unreadableInStore } = result?.after ?? plan;
  const { conflicts, unreadable, unclaimed } = source;
  const undecided = conflicts.filter((conflict) => !conflict.isDecided).length;
  if (undecided > 0)
    return `nothing ${isDryRun ? 'would be' : 'was'} written, because ${count(undecided)} differ; say with --prefer which directory counts, or make them alike`;
  const writable = isDryRun ? absent.length + (overwrite ? differing.length : 0) : (result?.written.length ?? 0);
  const stay = isDryRun && overwrite ? 0 : differing.length;
  return [
    `${count(writable)} ${isDryRun ? 'to be written' : 'written'}`,
    `${count(result?.alike ?? alike.length)} alike`,
    `${count(stay)} differ`,
    ...(isDryRun || absent.length === 0 ? [] : [`${count(absent.length)} missing`]),
    `${count(onlyInStore.length)} only in ${store}`,
    `${count(unreadable.length + unreadableInStore.length)} unreadable`,
    ...(unclaimed.length === 0 ? [] : [`${count(unclaimed.length)} of the predecessor`]),
  ].join(', ');
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}
