import type { Labels } from '@target-eye/domain';
import { quoteName } from './safe-text.js';

/** Labels as PromQL shows them, in the order that they have. */
export function labelTexts(labels: Labels): readonly string[] {
  return Object.entries(labels).map(([name, value]) => `${name}=${quoteName(value)}`);
}

/** `3 targets`, `1 group`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}

/** A time of ISO 8601 to the second, in UTC. */
export function timeText(time: string): string {
  return time.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/, '$1 $2Z');
}
