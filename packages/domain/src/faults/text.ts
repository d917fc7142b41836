/** A value as messages show it: in quotes, escaped, and cut when it is long. */
export function quote(value: string): string {
  return JSON.stringify(shorten(value));
}

/** The path of a label in a request, cut when its name is long. */
export function labelPath(name: string): string {
  return `labels.${shorten(name)}`;
}

/** A text, cut when it is too long for a message, or longer than it may be there. */
export function shorten(value: string, length = QUOTED_LENGTH): string {
  return value.length > length ? `${value.slice(0, length)}…` : value;
}

/** How often something happened. */
export function howOften(times: number): string {
  return times === 1 ? 'once' : `${String(times)} times`;
}

const QUOTED_LENGTH = 120;

/** What is the matter and what brought it about, a part of a sentence. */
export function problemText({ fact, why }: { readonly fact: string; readonly why?: string | undefined }): string {
  return why === undefined ? fact : `${fact}, because ${why}`;
}

/**
 * A time as operators write it, to the second.
 * @param seconds since the epoch
 */
export function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}
