import type { WholeGroup } from '@target-eye/domain';

/** What a pasted text can be taken for. */
export type Form = 'JSON' | 'YAML' | 'hosts';

/** A list or an object in JSON; an IPv6 address in brackets begins a list of hosts. */
const LOOKS_LIKE_JSON = /^\s*(?:\{|\[(?![\da-f]*:[\da-f:.]*\]))/i;

/** Keys that groups have, as YAML writes them. */
const LOOKS_LIKE_YAML =
  /^(?:---|%YAML\b|[\s-]*["']?(?:groups|application|environment|targets|labels)["']?\s*:(?:\s|$))/m;

/** What a text is taken for at first sight. What looks like JSON may still be YAML, which knows brackets too. */
export function formOf(text: string): Form {
  if (LOOKS_LIKE_JSON.test(text)) return 'JSON';
  return LOOKS_LIKE_YAML.test(text) ? 'YAML' : 'hosts';
}

/**
 * The hosts of a list, each once, and the line of each, counted from 1: with lines, spaces or commas between them. Quotation marks, a bullet in front of a line
 * and what follows a `#` do not count.
 */
export function hostsIn(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [index, line] of text.split('\n').entries())
    for (const host of line
      .replace(/(?:^|\s)#.*/, '')
      .replace(/^\s*[-*]\s/, '')
      .split(/[\s,"']+/))
      if (host !== '' && !found.has(host)) found.set(host, index + 1);
  return found;
}

/** Groups that were pasted. */
export interface Groups {
  /** To be sent, in this order. Where they do not have the form of groups, the service says what is wrong with them. */
  readonly groups: readonly WholeGroup[];
  readonly hasForm: boolean;
  /** Whether some do not say what they are called. */
  readonly isUnnamed: boolean;
  /** Whether the text itself is what is to be sent. */
  readonly isAsSent: boolean;
  /** Where in the text a path such as `groups[3].targets[0]` is, as one counts there. */
  readonly placeOf: (path: string) => string;
}

/** What groups are called that do not say it; empty for nothing. */
export interface Names {
  readonly application: string;
  readonly environment: string;
}

/** The group of a list of hosts. */
export function groupOfHosts(text: string, names: Names): Groups {
  const lines = hostsIn(text);
  const targets = [...lines.keys()];
  return {
    groups: [{ ...names, targets }],
    hasForm: true,
    isUnnamed: true,
    isAsSent: false,
    placeOf: (path) => {
      const line = lines.get(targets[Number(/\.targets\[(\d+)/.exec(path)?.[1])] ?? '');
      return line === undefined ? path.replace(/^groups\[0\]\.?/, '') : `line ${String(line)}`;
    },
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** Elements of the text that become one group: their places, and how many targets each has. */
type Parts = { readonly index: number; readonly count: number }[];

/**
 * The groups in what was parsed: a list, an object with the list `groups`, or a single one. Those of file_sd are called as
 * their labels `job` and `env` say, and become one where names and labels are the same. Anything else is left as it is.
 */
export function groupsIn(value: unknown, names: Names): Groups {
  const list = listIn(value);
  let isUnnamed = false;
  const named = (list ?? [value]).map((element) => {
    if (!isFields(element) || 'application' in element || 'environment' in element) return { element, joins: false };
    const { job, env } = isFields(element['labels']) ? element['labels'] : ({} as Fields);
    isUnnamed ||= job === undefined || env === undefined;
    const application = job ?? names.application;
    const environment = env ?? names.environment;
    return { element: { application, environment, ...element }, joins: true };
  });
  const groups: unknown[] = [];
  const parts: Parts[] = [];
  const joined = new Map<string, number>();
  for (const [index, { element, joins }] of named.entries()) {
    const isGroup = isWholeGroup(element);
    const part = { index, count: isGroup ? element.targets.length : 0 };
    const name = joins && isGroup ? nameOf(element) : String(index);
    const place = joined.get(name);
    if (place === undefined) {
      joined.set(name, groups.push(element) - 1);
      parts.push([part]);
    } else {
      const first = groups[place] as WholeGroup;
      groups[place] = { ...first, targets: [...first.targets, ...(element as WholeGroup).targets] };
      parts[place]?.push(part);
    }
  }
  return {
    groups: groups as readonly WholeGroup[],
    hasForm: groups.every(isWholeGroup),
    isUnnamed,
    isAsSent: list !== undefined && !named.some(({ joins }) => joins),
    placeOf: (path) => placeIn(parts, path),
  };
}

function listIn(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (!isFields(value)) return undefined;
  const { groups, ...others } = value;
  return Array.isArray(groups) && Object.keys(others).length === 0 ? (groups as readonly unknown[]) : undefined;
}

function nameOf({ application, environment, labels = {} }: WholeGroup): string {
  return JSON.stringify([application, environment, Object.entries(labels).sort()]);
}

function placeIn(parts: readonly Parts[], path: string): string {
  const [all, place, index, rest = ''] = /^groups\[(\d+)\](?:\.targets\[(\d+)\])?(.*)/s.exec(path) ?? [];
  if (all === undefined) return path;
  const own = parts[Number(place)] ?? [];
  let target = Number(index);
  for (const part of own) {
    if (index === undefined || target < part.count)
      return `groups[${String(part.index)}]${index === undefined ? '' : `.targets[${String(target)}]`}${rest}`;
    target -= part.count;
  }
  return path;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const KEYS = new Set(['application', 'environment', 'targets', 'labels']);

function isWholeGroup(value: unknown): value is WholeGroup {
  if (!isFields(value)) return false;
  const { application, environment, targets, labels = {} } = value;
  return (
    Object.keys(value).every((key) => KEYS.has(key)) &&
    Array.isArray(targets) &&
    isFields(labels) &&
    [application, environment, ...(targets as unknown[]), ...Object.values(labels)].every(
      (each) => typeof each === 'string',
    )
  );
}
