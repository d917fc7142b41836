/**
 * A test whether a pattern of file names fits a text: `*` and `?` stand for any run of characters and any one but `/`,
 * `[a-z]` and `[^a-z]` for one of a class, and a backslash takes the next character as it is (Go's `filepath.Match`). A
 * pattern that Go refuses fits nothing.
 */
export function globMatcher(pattern: string): (text: string) => boolean {
  try {
    const regExp = new RegExp(`^${pattern.replace(PART, translate)}$`, 'su');
    return (text) => regExp.test(text);
  } catch {
    return () => false;
  }
}

/** A star with those behind it, which add nothing; a class; or one character, perhaps behind a backslash. */
const PART = /\*+|\[(?<not>\^?)(?<members>(?:\\[^]|[^\]\\])+)\]|\\?[^]/gu;

function translate(part: string, not: string | undefined, members: string | undefined): string {
  if (members !== undefined)
    return `[${not ?? ''}${members.replace(/\\?([^])/gu, (one, plain: string) => (one === '-' ? one : escape(plain)))}]`;
  if (part.startsWith('*')) return '[^/]*';
  return part === '?' ? '[^/]' : escape(part.replace(/^\\(?=[^])/u, ''));
}

function escape(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`;
}
