import { durationText, parseSeconds } from '../groups/duration.js';
import { BOOLEAN_LABELS, INTERVAL, type Labels, labelValue, TIMEOUT, whyNotLabelValue } from '../groups/labels.js';
import { howOften, quote } from '../faults/text.js';
import type { ActiveTarget, PoolSource } from './facts.js';
import type { Word } from './not-read.js';
import type { SeenGroup } from './seen-group.js';

/**
 * The word for a target that was read and is neither active nor dropped, if a pool refuses it: one that refused targets,
 * and either the group shows why, or the pool reads it from a file and has nothing that it can have merged into. Of a
 * list that is polled it is not certain that it was read.
 */
export function refused(others: readonly ActiveTarget[], target: string, seen: SeenGroup): Word | undefined {
  const { readers = [], stored, answer } = seen;
  for (const reader of readers) {
    const failures = answer.view.syncFailures(reader.pool) ?? 0;
    if (failures === 0) continue;
    const pool = `the scrape pool ${quote(reader.pool)}`;
    const reason = whyRefused(target, stored.group.labels, reader);
    if (reason !== undefined) return { status: 'rejected', fact: `${pool} refuses it: ${reason}` };
    if (reader.kind === 'file_sd' && others.length === 0)
      return {
        status: 'rejected',
        fact: `Prometheus has read it and has it neither among the active nor the dropped targets, and ${pool} refused targets ${howOften(failures)} since it started`,
      };
  }
  return undefined;
}

/** Why Prometheus makes no target of an address and labels, as its scrape code does before any scrape (2.42 to 3.14). */
function whyRefused(target: string, labels: Labels, reader: PoolSource): string | undefined {
  if (!isAddress(target)) return `${quote(target)} is not an address`;
  for (const name of [INTERVAL, TIMEOUT, ...BOOLEAN_LABELS]) {
    const value = labelValue(labels, name) ?? '';
    const reason = value === '' ? undefined : whyNotLabelValue(name, value);
    if (reason !== undefined) return `the label ${quote(name)} is ${quote(value)}, and ${reason}`;
  }
  const interval = parseSeconds(labelValue(labels, INTERVAL) ?? '') ?? reader.intervalSeconds;
  const timeout = parseSeconds(labelValue(labels, TIMEOUT) ?? '') ?? reader.timeoutSeconds;
  if (interval === undefined || timeout === undefined || timeout <= interval) return undefined;
  return `its scrape timeout of ${durationText(timeout)} is above its scrape interval of ${durationText(interval)}`;
}

/** Whether Prometheus makes a target of an address and labels in any pool whose relabelling leaves them as they are. */
export function cannotBeRefused(target: string, labels: Labels): boolean {
  const decisive = ['__scheme__', INTERVAL, TIMEOUT, ...BOOLEAN_LABELS];
  return isAddress(target) && decisive.every((name) => (labelValue(labels, name) ?? '') === '');
}

function isAddress(target: string): boolean {
  return target !== '' && !target.includes('/');
}
