import { isMeant, isSwapped } from '../../operator-files/misspelling.js';

const KEYS = ['targets', 'labels'] as const;

type Key = (typeof KEYS)[number];

/**
 * Which of the keys of a body a name is meant to be: the same but for case, number and brackets (`Target`,
 * `targets[]`), with one letter wrong, missing or too many, or with two letters swapped; of `targets` also with two
 * letters wrong behind the first one. Names such as `market`, `tables`, `levels` and `target_os` are labels of their own.
 */
export function meantKey(name: string): Key | undefined {
  const plain = name.replace(/\[.*$/s, '').toLowerCase();
  return KEYS.find((key) => {
    const singular = key.slice(0, -1);
    return plain === singular || ((isMeant(plain, key) || isSwapped(plain, singular)) && /^[a-z]+$/.test(plain));
  });
}
