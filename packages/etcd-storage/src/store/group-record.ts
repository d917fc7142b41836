import {
  type Actor,
  type Entry,
  findRefusedParts,
  isLabelName,
  type Labels,
  quote,
  type RefusedParts,
  type TargetGroup,
} from '@target-eye/domain';
import type { KeyValue } from '../client/etcd.js';

/** What the cluster has under a key. */
export type GroupRecord = ReadableRecord | UnreadableRecord;

interface ReadableRecord extends Entry {
  /** The revision of the cluster at which this was stored. */
  readonly modRevision: number;
  readonly group: TargetGroup;
  /** In seconds since the epoch. */
  readonly changedAt: number;
  /** Who made the changes that were stored together, as far as they said. */
  readonly by: readonly Actor[];
  readonly refused: RefusedParts | undefined;
  readonly unreadable?: never;
  readonly detail?: never;
}

interface UnreadableRecord extends Entry {
  readonly modRevision: number;
  readonly group?: never;
  readonly changedAt?: never;
  readonly by?: never;
  readonly refused?: never;
  readonly unreadable: string;
  /** The same with what is wrong in it. */
  readonly detail: string;
}

/** What is written of a group. */
export interface WrittenGroup {
  readonly group: TargetGroup;
  readonly changedAt: number;
  readonly by: readonly Actor[];
  /** Names this one write, so that whoever made it can tell whether it was made. */
  readonly operation: string;
}

/** A group as the cluster keeps it: one line of JSON. */
export function encodeGroup({ group: { targets, labels }, changedAt, by, operation }: WrittenGroup): string {
  return JSON.stringify({ targets, labels, changedAt, ...(by.length > 0 && { by }), operation });
}

/**
 * Reads what the cluster has under a key. Everything that is not understood makes it unreadable, also what a later
 * version may have added: written again without that, it would be lost.
 * @param isGroup whether the key names a group
 */
export function readRecord({ value, modRevision }: KeyValue, isGroup: boolean): GroupRecord {
  try {
    if (!isGroup) throw new NotUnderstood('its key names no group that every host can publish');
    const { group, changedAt, by } = decodeGroup(value);
    return { modRevision, group, changedAt, by, refused: findRefusedParts(group) };
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    return { modRevision, unreadable: error.reason, detail: error.message };
  }
}

/** Why a value is not understood. */
class NotUnderstood extends Error {
  /** @param value what is wrong in it, quoted in the message but not in the reason */
  constructor(
    readonly reason: string,
    value?: string,
  ) {
    super(value === undefined ? reason : `${reason}: ${quote(value)}`);
  }
}

/** @throws NotUnderstood */
function decodeGroup(value: string): Omit<WrittenGroup, 'operation'> {
  const { targets, labels, changedAt, by, operation, ...others } = parse(value);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new NotUnderstood('it has a key that this version does not know', unknown);
  if (!isListOfStrings(targets)) throw new NotUnderstood('its "targets" are not a list of strings');
  if (typeof changedAt !== 'number') throw new NotUnderstood('its "changedAt" is not a number of seconds');
  if (by !== undefined && !isListOfStrings(by)) throw new NotUnderstood('its "by" is not a list of strings');
  if (typeof operation !== 'string') throw new NotUnderstood('its "operation" is not a string');
  return {
    group: { targets: targets.map((target) => target.toWellFormed()), labels: decodeLabels(labels) },
    changedAt,
    by: by ?? [],
  };
}

function parse(value: string): Partial<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    // The parser's own message quotes the value.
    throw new NotUnderstood('it is not JSON');
  }
  if (!isObject(parsed)) throw new NotUnderstood('it is not an object');
  return parsed;
}

function decodeLabels(labels: unknown): Labels {
  if (!isObject(labels)) throw new NotUnderstood('its "labels" are not an object of strings');
  return Object.fromEntries(
    Object.entries(labels).map(([name, value]) => {
      if (typeof value !== 'string') throw new NotUnderstood('its "labels" are not an object of strings');
      if (!isLabelName(name))
        throw new NotUnderstood('it has a label name that makes Prometheus refuse all of it', name);
      return [name, value.toWellFormed()];
    }),
  );
}

function isObject(value: unknown): value is Partial<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}
