/** Some text with a star for any run of characters, also none. */
export type Pattern = string;

/**
 * How many characters a text may have that is looked for somewhere within another, in UTF-16 units. V8 looks for up to
 * 250 of them in a time that does not depend on their number; longer ones can be chosen so that it takes their product.
 */
export const MAX_SOUGHT = 200;

/** Whether a pattern has more characters between two stars than may be looked for. */
export function isSlowPattern(pattern: Pattern): boolean {
  return pattern.split('*').slice(1, -1).some(isSlowText);
}

/** Whether a text is longer than may be looked for, also in lower case, in which some characters are two. */
export function isSlowText(text: string): boolean {
  return Math.max(text.length, text.toLowerCase().length) > MAX_SOUGHT;
}
