/** Some text with a star for any run of characters, also none. */
export type Pattern = string;

/**
 * How many characters a text may have that is looked for somewhere within another, in UTF-16 units. V8 looks for up to
 * 250 of them in a time that does not depend on their number; longer ones can be chosen so that it takes their product.
 */
export const MAX_SOUGHT = 200;

/** How many stars a pattern may have. What is looked for between them costs a search each, in everything that is stored. */
export const MAX_STARS = 20;

/** Why a pattern would take long, a part of a sentence that says what it may have; `undefined` when it does not. */
export function whySlowPattern(pattern: Pattern): string | undefined {
  const pieces = pattern.split('*');
  if (pieces.length - 1 > MAX_STARS) return `it may have ${String(MAX_STARS)} *`;
  return pieces.slice(1, -1).some(isSlowText)
    ? `between two * it may have ${String(MAX_SOUGHT)} characters`
    : undefined;
}

/** Whether a text is longer than may be looked for, also in lower case, in which some characters are two. */
export function isSlowText(text: string): boolean {
  return Math.max(text.length, text.toLowerCase().length) > MAX_SOUGHT;
}
