import { type Labels, labelValue } from '../groups/labels.js';

/** The names of some labels that others do not have with the same value; an empty value is none. */
export function differing(labels: Labels, others: Labels, counts: (name: string) => boolean): readonly string[] {
  const names: string[] = [];
  for (const name in labels)
    if (counts(name) && (labelValue(labels, name) ?? '') !== (labelValue(others, name) ?? '')) names.push(name);
  return names;
}

/** Whether a label can be one of a series. */
export function isPlain(name: string): boolean {
  return !name.startsWith('__');
}

/** Whether a label of a group is among those that are shown of a discovered target. */
export function isShown(name: string): boolean {
  return !name.startsWith('__meta_') && name !== '__address__';
}

/** Whether a label of a group steers how it is scraped. */
export function isSteering(name: string): boolean {
  return isShown(name) && !isPlain(name);
}
