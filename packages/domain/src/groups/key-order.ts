import type { GroupKey } from './target-group.js';

/** Negative, zero or positive: the order of keys by application, then environment, by code points. */
export function compareKeys(one: GroupKey, other: GroupKey): number {
  return compareTexts(one.application, other.application) || compareTexts(one.environment, other.environment);
}

/**
 * UTF-16 puts characters beyond U+FFFF, which it writes as surrogates, before U+E000; where the first difference is
 * between such units, they are moved behind.
 */
export function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index += 1) {
    const [left, right] = [one.charCodeAt(index), other.charCodeAt(index)];
    if (left !== right) return rank(left) - rank(right);
  }
  return one.length - other.length;
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
