/**
 * A text as a terminal may show it: what it could act on or would hide (control characters, what has no width or changes
 * the direction of text) is written as an escape of JSON.
 */
export function safeText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (found) =>
    found
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
