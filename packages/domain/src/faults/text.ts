/** A value as messages show it: in quotes, escaped, and cut when it is long. */
export function quote(value: string): string {
  return JSON.stringify(shorten(value));
}

/** The path of a label in a request, cut when its name is long. */
export function labelPath(name: string): string {
  return `labels.${shorten(name)}`;
}

/** A text, cut when it is too long for a message. */
export function shorten(value: string): string {
  return value.length > QUOTED_LENGTH ? `${value.slice(0, QUOTED_LENGTH)}…` : value;
}

const QUOTED_LENGTH = 120;
