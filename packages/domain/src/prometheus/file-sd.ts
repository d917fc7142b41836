import { isLabelName, type Labels } from '../groups/labels.js';
import { quote } from '../faults/text.js';
import type { TargetGroup } from '../groups/target-group.js';

/** Why a text is not a file_sd document with at most one group. */
export class FileSdError extends Error {
  override readonly name = 'FileSdError';

  /**
   * @param reason a sentence without anything that stands in the document
   * @param value what is wrong in the document, quoted in the message
   */
  constructor(
    readonly reason: string,
    value?: string,
  ) {
    super(value === undefined ? reason : `${reason}: ${quote(value)}`);
  }
}

/** A group in Prometheus' file_sd format: one line of JSON, a list with the group in it; an empty list for no group. */
export function encodeFileSd(group: TargetGroup | undefined): string {
  return `${JSON.stringify(group === undefined ? [] : [{ targets: group.targets, labels: group.labels }])}\n`;
}

/**
 * The one group in a file_sd document; `undefined` when there is none. It reads what Prometheus reads
 * (discovery/targetgroup with Go's encoding/json): `null` as nothing, keys in any case, the last of repeated keys, half
 * of a surrogate pair as U+FFFD. What was written by hand comes out as it is. It refuses only three things that some
 * Prometheus reads: several groups, because a document is one group here; label names that only 3.x takes; and a `null`
 * among targets that are given twice, which different versions of Go read differently.
 * @throws FileSdError
 */
export function decodeFileSd(text: string): TargetGroup | undefined {
  if (text.startsWith('\uFEFF')) throw new FileSdError('it begins with a byte order mark, which Prometheus refuses');
  const document = parse(text);
  if (document === null) return undefined;
  if (!Array.isArray(document)) throw new FileSdError('it is not a list of target groups');
  if (document.length > 1) throw new FileSdError(`it holds ${String(document.length)} target groups, not one`);
  return document.length === 0 ? undefined : decodeGroup(document[0]);
}

const STRING_AND_COLON = /"([^"\\]*(?:\\[^][^"\\]*)*")(\s*:)?/g;

/**
 * Parses JSON with a number and a colon put in front of every key: otherwise repeated keys would be lost, and an object
 * would not keep its keys in order. Only text within strings is touched, so that what is not JSON stays so.
 */
function parse(text: string): unknown {
  let count = 0;
  const numbered = text.replace(STRING_AND_COLON, (string, rest: string, colon: string | undefined) =>
    colon === undefined ? string : `"${String((count += 1))}:${rest}${colon}`,
  );
  try {
    return JSON.parse(numbered);
  } catch {
    // The parser's own message quotes the document.
    throw new FileSdError('it is not JSON');
  }
}

/** The members of an object of `parse`, in the order in which they stand there. */
function membersOf(object: object): readonly (readonly [string, unknown])[] {
  return Object.entries(object).map(([key, value]) => [key.slice(key.indexOf(':') + 1).toWellFormed(), value]);
}

function decodeGroup(value: unknown): TargetGroup {
  if (!isObject(value)) throw new FileSdError('its target group is not an object');
  let group: TargetGroup = { targets: [], labels: {} };
  for (const [key, member] of membersOf(value))
    if (/^targets$/iu.test(key)) group = { ...group, targets: decodeTargets(member, group.targets) };
    else if (/^labels$/iu.test(key)) group = { ...group, labels: decodeLabels(member) };
    else throw new FileSdError('its target group has a key that is neither "targets" nor "labels"', key);
  return group;
}

function decodeTargets(value: unknown, before: readonly string[]): readonly string[] {
  const targets = value ?? [];
  if (!Array.isArray(targets) || !targets.every(isStringOrNull))
    throw new FileSdError('its targets are not a list of strings');
  if (before.length > 0 && targets.includes(null))
    throw new FileSdError('its targets are given twice, the second time with null among them');
  return targets.map((target) => target?.toWellFormed() ?? '');
}

function decodeLabels(value: unknown): Labels {
  const labels = value ?? {};
  if (!isObject(labels)) throw new FileSdError('its labels are not an object of strings');
  return Object.fromEntries(
    membersOf(labels).map(([name, member]) => {
      if (!isStringOrNull(member)) throw new FileSdError('its labels are not an object of strings');
      if (!isLabelName(name)) throw new FileSdError('it has a label name that makes Prometheus refuse all of it', name);
      return [name, member?.toWellFormed() ?? ''];
    }),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStringOrNull(value: unknown): value is string | null {
  return typeof value === 'string' || value === null;
}
