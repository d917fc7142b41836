import { closest, distance } from 'fastest-levenshtein';

/** The end of a message about an unknown name: the known one that was meant, or all of them where that is not clear. */
export function suggest(name: string, known: readonly string[]): string {
  const candidate = closest(name, known);
  const isNear = distance(name, candidate) <= Math.max(2, name.length / 3);
  return isNear ? `did you mean ${candidate}?` : `known are ${known.join(', ')}`;
}
