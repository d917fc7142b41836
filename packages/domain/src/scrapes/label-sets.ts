import { type Labels, labelValue } from '../groups/labels.js';

/** The names of labels that others do not have with the same value; an empty value is none. */
export function differing(labels: Labels, others: Labels, counts: (name: string) => boolean): readonly string[] {
  return Object.keys(labels).filter((name) => isOther(name, labels, others) && counts(name));
}

/** Whether there are such labels. */
export function differs(labels: Labels, others: Labels, counts: (name: string) => boolean): boolean {
  for (const name in labels) if (isOther(name, labels, others) && counts(name)) return true;
  return false;
}

function isOther(name: string, labels: Labels, others: Labels): boolean {
  const value = labels[name];
  return value !== '' && value !== labelValue(others, name);
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
