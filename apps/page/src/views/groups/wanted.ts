import { isLabelName, parseLabelMatcher, TARGET_STATUSES, type TargetStatus, whySlowPattern } from '@target-eye/domain';

/** The columns of the table. A list can be sorted by each of them. */
export const COLUMNS = ['application', 'environment', 'labels', 'targets', 'changed'] as const;

export type Column = (typeof COLUMNS)[number];

/** What a filter can be about besides the text that is searched for. */
const FILTERS = ['application', 'environment', 'label', 'status'] as const;

export type FilterName = (typeof FILTERS)[number];

/** Which groups are wanted, and in which order; patterns as in the API. As a query it is the URL of the view. */
export interface Wanted {
  /** Without blanks around it, which come with what is pasted. */
  readonly search: string;
  readonly application: readonly string[];
  readonly environment: readonly string[];
  readonly label: readonly string[];
  readonly status: readonly TargetStatus[];
  /** A column, after a `-` where it is descending; empty for the order of names. */
  readonly sort: string;
  /** What the plot of the last hour shows; empty where there is none. */
  readonly plot: string;
}

/** Reads the query of the view's URL. What can be no filter is left out: a link may have been cut. */
export function wantedIn(query: URLSearchParams): Wanted {
  const sort = query.get('sort') ?? '';
  const statuses = new Set(query.getAll('status'));
  return {
    search: (query.get('search') ?? '').trim(),
    application: several(query, 'application'),
    environment: several(query, 'environment'),
    label: several(query, 'label').filter((each) => whyNoFilter('label', each) === undefined),
    status: TARGET_STATUSES.filter((status) => statuses.has(status)),
    sort: COLUMNS.some((column) => column === sort.replace('-', '')) ? sort : '',
    plot: query.get('plot') ?? '',
  };
}

function several(query: URLSearchParams, name: string): readonly string[] {
  return [...new Set(query.getAll(name))].filter((each) => each !== '');
}

/** Why the service would refuse a text as a filter, a part of a sentence; `undefined` when it does not. */
export function whyNoFilter(name: FilterName, text: string): string | undefined {
  if (name !== 'label') return whySlowPattern(text);
  const matcher = parseLabelMatcher(text);
  if (matcher === undefined || !isLabelName(matcher.name))
    return 'it has to be name=pattern or name!=pattern, such as team=core';
  return whySlowPattern(matcher.pattern);
}

/** The same with a filter added, or removed where it is in force. */
export function toggled(wanted: Wanted, name: FilterName, value: string): Wanted {
  const values: readonly string[] = wanted[name];
  const others = values.filter((each) => each !== value);
  return { ...wanted, [name]: others.length < values.length ? others : [...values, value] };
}

/** The filters in force, each with its name. */
export function filtersIn(wanted: Wanted): readonly (readonly [FilterName, string])[] {
  return FILTERS.flatMap((name) => wanted[name].map((value) => [name, value] as const));
}

/** The column that a list is sorted by, and whether it is descending. */
export function sortOf({ sort }: Pick<Wanted, 'sort'>): { readonly column: Column; readonly isDescending: boolean } {
  const name = sort.replace('-', '');
  return { column: COLUMNS.find((each) => each === name) ?? 'application', isDescending: sort.startsWith('-') };
}

/** The same sorted by a column; one that it is sorted by already is turned round. */
export function sortedBy(wanted: Wanted, column: Column): Wanted {
  const now = sortOf(wanted);
  const isTurned = now.column === column && !now.isDescending;
  return { ...wanted, sort: isTurned ? `-${column}` : column === 'application' ? '' : column };
}
