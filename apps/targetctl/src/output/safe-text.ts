/**
 * What a terminal could act on, or would hide instead of showing it: control characters, line ends, and what changes the
 * direction of text or has no width.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text in one line as a terminal may show it: what is not safe is written as an escape of JSON. */
export function safeText(text: string): string {
  return text.replace(UNSAFE, escaped);
}

/** As `safeText`, for what has lines and may be indented. */
export function safeLines(text: string): string {
  return text.replace(UNSAFE, (character) => (/[\n\t]/.test(character) ? character : escaped(character)));
}

export function isSafe(text: string): boolean {
  return text.search(UNSAFE) === -1;
}

/** A name or a value as messages show it. */
export function quoteName(text: string): string {
  return safeText(JSON.stringify(text));
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}
