import { type Labels, labelValue } from './labels.js';
import { Faults } from '../faults/faults.js';
import { quote } from '../faults/text.js';

/** Names one target group. Make it with `groupKey`. */
export interface GroupKey {
  readonly application: string;
  readonly environment: string;
}

/** A Prometheus target group. A stored one has at least one target and the labels `job` and `env`. */
export interface TargetGroup {
  readonly targets: readonly string[];
  readonly labels: Labels;
}

/** A pure change of a group; `undefined` stands for no group. */
export type Change<Result = TargetGroup | undefined> = (current: TargetGroup | undefined) => Result;

/** What a client sends: a part of a target group, taken as it is written. */
export interface TargetGroupInput {
  readonly targets?: readonly string[];
  readonly labels?: Labels;
}

/**
 * The key of a target group. Any non-empty text without control characters will do, because both names end up as
 * label values.
 * @throws TargetGroupError `invalid_name`
 */
export function groupKey(application: string, environment: string): GroupKey {
  const faults = new Faults();
  for (const [path, name] of Object.entries({ application, environment })) {
    const reason = whyNotName(name);
    if (reason !== undefined)
      faults.add(path, 'invalid_name', `${quote(name)} is not a name for the ${path}: ${reason}`);
  }
  faults.throwIfAny();
  return { application, environment };
}

function whyNotName(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (/\p{Cc}/u.test(name)) return 'it holds a control character';
  if (!name.isWellFormed()) return 'it holds half of a surrogate pair, which is not valid UTF-8';
  return undefined;
}

/** The key as messages show it. */
export function describeKey({ application, environment }: GroupKey): string {
  return quote(`${application}/${environment}`);
}

/** The labels with `job` and `env` in front; one that is missing or empty comes from `fallback`, or else from the key. */
export function withRequiredLabels(key: GroupKey, labels: Labels, fallback: Labels = {}): Labels {
  const required = {
    job: nonEmpty(labels, 'job') ?? nonEmpty(fallback, 'job') ?? key.application,
    env: nonEmpty(labels, 'env') ?? nonEmpty(fallback, 'env') ?? key.environment,
  };
  return { ...required, ...labels, ...required };
}

function nonEmpty(labels: Labels, name: string): string | undefined {
  const value = labelValue(labels, name);
  return value === '' ? undefined : value;
}

/** Whether two groups say the same to Prometheus: the same targets in the same order, the same labels in any order. */
export function isSameGroup(one: TargetGroup | undefined, other: TargetGroup | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  if (one === other) return true;
  const names = Object.keys(one.labels);
  return (
    one.targets.length === other.targets.length &&
    names.length === Object.keys(other.labels).length &&
    names.every((name) => one.labels[name] === labelValue(other.labels, name)) &&
    one.targets.every((target, index) => target === other.targets[index])
  );
}

/** Whether two groups are the same text in file_sd format: the same group, with its labels in the same order. */
export function isShownAlike(one: TargetGroup | undefined, other: TargetGroup | undefined): boolean {
  if (!isSameGroup(one, other)) return false;
  const names = Object.keys(other?.labels ?? {});
  return Object.keys(one?.labels ?? {}).every((name, index) => name === names[index]);
}
