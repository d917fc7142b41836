import { closest, distance } from 'fastest-levenshtein';

/** How many wrong letters a misspelling may have. */
const MAX_WRONG_LETTERS = 2;

/**
 * Names of this length or longer may have one wrong letter; a shorter one is too easily one letter from another word.
 */
const MIN_LENGTH_FOR_ONE = 6;

/** Names of this length or longer may have two wrong letters, but not the first. */
const MIN_LENGTH_FOR_TWO = 7;

/**
 * Whether a name is meant to be another one: it is the same, or a misspelling that can hardly mean anything else. For a
 * short name only an extra letter or two swapped ones count as a misspelling.
 */
export function isMeant(written: string, name: string): boolean {
  if (Math.abs(written.length - name.length) > MAX_WRONG_LETTERS) return false;
  const wrong = distance(written, name);
  if (wrong === 0 || isSwapped(written, name)) return true;
  if (wrong === 2) return name.length >= MIN_LENGTH_FOR_TWO && written.startsWith(name.charAt(0));
  return wrong === 1 && (name.length >= MIN_LENGTH_FOR_ONE || written.length > name.length);
}

/** Whether two letters of the name changed places. */
export function isSwapped(written: string, name: string): boolean {
  return written.length === name.length && distance(written, name) === 2 && lettersOf(written) === lettersOf(name);
}

function lettersOf(word: string): string {
  return Array.from(word).sort().join('');
}

/** The end of a message about an unknown name; empty if no known name is similar. */
export function didYouMean(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}

/** A guess at what was meant: a name at most two letters away, or one that begins like this. */
function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const candidate = closest(name, known);
  if (distance(name, candidate) <= MAX_WRONG_LETTERS) return candidate;
  const begun = name.length >= 4 ? known.filter((each) => each.startsWith(name)) : [];
  return begun.length > 0 ? closest(name, begun) : undefined;
}
