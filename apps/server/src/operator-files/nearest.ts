import { closest, distance } from 'fastest-levenshtein';

/** How many letters of a name may be wrong for it to be another one, misspelt. */
const MAX_WRONG_LETTERS = 2;

/** The name that is meant, where one is near: two letters away, or begun and not finished. */
function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const candidate = closest(name, known);
  if (distance(name, candidate) <= MAX_WRONG_LETTERS) return candidate;
  const begun = name.length >= 4 ? known.filter((each) => each.startsWith(name)) : [];
  return begun.length > 0 ? closest(name, begun) : undefined;
}

/** What a message about an unknown name ends with; empty where no known one is near. */
export function didYouMean(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}
