import { closest, distance } from 'fastest-levenshtein';

/** How many letters of a name may be wrong for it to be another one, misspelt. */
const MAX_WRONG_LETTERS = 2;

/** From this length on any letter of a name may be wrong; a shorter one is soon one letter from another word. */
const MIN_LENGTH_FOR_ONE = 6;

/** From this length on two letters may be wrong, but not the first. */
const MIN_LENGTH_FOR_TWO = 7;

/**
 * Whether a name stands for another one: it is the same, or misspelt so that hardly anything else can be meant. Of a
 * short name only an extra letter or two swapped ones count.
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

/** What a message about an unknown name ends with; empty where no known one is near. */
export function didYouMean(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}

/** The nearest name, as a guess: two letters away, or begun and not finished. */
function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const candidate = closest(name, known);
  if (distance(name, candidate) <= MAX_WRONG_LETTERS) return candidate;
  const begun = name.length >= 4 ? known.filter((each) => each.startsWith(name)) : [];
  return begun.length > 0 ? closest(name, begun) : undefined;
}
