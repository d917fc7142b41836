import { distance } from 'fastest-levenshtein';

const KEYS = ['targets', 'labels'] as const;

type Key = (typeof KEYS)[number];

/**
 * Which of the keys of a body a name is meant to be: the same but for case, number and brackets (`Target`,
 * `targets[]`), with one letter wrong, missing or too many, or with two letters swapped; of `targets` also with two
 * letters wrong behind the first one. Names such as `market`, `tables`, `levels` and `target_os` are labels of their own.
 */
export function meantKey(name: string): Key | undefined {
  const plain = name.replace(/\[.*$/s, '').toLowerCase();
  return KEYS.find((key) => isMeant(plain, key));
}

function isMeant(name: string, key: Key): boolean {
  const singular = key.slice(0, -1);
  if (name === key || name === singular) return true;
  if (Math.abs(name.length - key.length) > 2 || !/^[a-z]+$/.test(name)) return false;
  const wrong = distance(name, key);
  return wrong <= 1 || (wrong === 2 && key === 'targets' && name.startsWith('t')) || isSwapped(name, [key, singular]);
}

function isSwapped(name: string, words: readonly string[]): boolean {
  return words.some((word) => distance(name, word) === 2 && lettersOf(name) === lettersOf(word));
}

function lettersOf(word: string): string {
  return Array.from(word).sort().join('');
}
