import { isLabelName, type Labels } from './labels.js';
import { quote } from './target-group-error.js';
import type { TargetGroup } from './target-group.js';

/** A group in Prometheus' file_sd format: one line of JSON, a list with the group in it, empty without a group. */
export function encodeFileSd(group: TargetGroup | undefined): string {
  return `${JSON.stringify(group === undefined ? [] : [{ targets: group.targets, labels: group.labels }])}\n`;
}

/**
 * The one group in a file_sd document, `undefined` when its list is empty. As strict as Prometheus' own decoder
 * (discovery/targetgroup: a list of objects with `targets` and `labels` and nothing else, and label names that 2.x
 * takes), and no stricter: what somebody wrote by hand is shown as it is.
 * @throws Error with the reason, also when there is more than one group
 */
export function decodeFileSd(text: string): TargetGroup | undefined {
  const document: unknown = JSON.parse(text);
  if (!Array.isArray(document)) throw new Error('it is not a list of target groups');
  if (document.length > 1) throw new Error(`it holds ${String(document.length)} target groups, not one`);
  return document.length === 0 ? undefined : decodeGroup(document[0]);
}

function decodeGroup(group: unknown): TargetGroup {
  if (!isObject(group)) throw new Error('its target group is not an object');
  const { targets = [], labels = {}, ...others } = group;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new Error(`its target group has the unknown key ${quote(unknown)}`);
  if (!isListOfStrings(targets)) throw new Error('its targets are not a list of strings');
  if (!isLabels(labels)) throw new Error('its labels are not an object of strings');
  const bad = Object.keys(labels).find((name) => !isLabelName(name));
  if (bad !== undefined) throw new Error(`its label name ${quote(bad)} makes Prometheus refuse the file`);
  return { targets, labels };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}

function isLabels(value: unknown): value is Labels {
  return isObject(value) && Object.values(value).every((element) => typeof element === 'string');
}
