import { ConfigurationError } from './configuration-error.js';

export const flag = oneOf('true or false', { true: true, false: false, 1: true, 0: false, yes: true, no: false });

export function text(value: string): string {
  return value;
}

/**
 * The path of something that is created where it is missing. What a shell or a glob would replace is refused: nobody
 * did, and it would be created under that very name.
 */
export function createdPath(value: string): string {
  const [wrong] = /^["'~]|[$*]/.exec(value) ?? [];
  if (wrong === undefined) return value;
  throw new ConfigurationError(
    `${JSON.stringify(value)} is not a path that can be used: it ${wrong === '$' || wrong === '*' ? 'contains' : 'begins with'} ${wrong}, which is neither expanded nor stripped`,
  );
}

/** The elements of a list with commas, without those that are empty; of no text none, else at least one. */
export function list(value: string): readonly string[] {
  const elements = value
    .split(',')
    .map((element) => element.trim())
    .filter((element) => element !== '');
  if (elements.length === 0 && value !== '')
    throw new ConfigurationError(`${JSON.stringify(value)} has no elements; leave it out`);
  return elements;
}

/** Seconds, with a fraction if need be; gives milliseconds. The longest time is what a timer of Node can wait. */
export function seconds(value: string): number {
  const milliseconds = Number(value) * 1000;
  if (!/^\d+(?:\.\d+)?$/.test(value) || milliseconds > 0x7fff_ffff)
    throw new ConfigurationError(`${JSON.stringify(value)} is not a number of seconds from 0 to 2147483`);
  return milliseconds;
}

/** A whole number from `least` to `most`. */
export function wholeNumber(what: string, least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= least && number <= most) return number;
    throw new ConfigurationError(
      `${JSON.stringify(value)} is not ${what}, a whole number from ${String(least)} to ${String(most)}`,
    );
  };
}

/** The number of a user or group; names are for the operating system's own tools, such as `id -u`. */
export const accountNumber = wholeNumber('the number of an account', 0, 0xffff_fffe);

/** File mode bits: octal with a leading zero (`077`, `0o077`), else decimal, as TOML hands numbers over. */
export function umask(value: string): number {
  const octal = /^0o?([0-7]+)$/.exec(value)?.[1];
  const bits = octal === undefined ? Number(value) : Number.parseInt(octal, 8);
  if ((octal !== undefined || /^\d+$/.test(value)) && bits <= 0o777) return bits;
  throw new ConfigurationError(`${JSON.stringify(value)} is not a umask; it is octal with a leading zero, such as 077`);
}

/** A path prefix: begins with a slash and does not end with one. The root is the empty text. */
export function pathPrefix(value: string): string {
  const prefix = value.replace(/\/$/, '');
  if (/^(?:\/[\w.~!$&'()*+,;=:@%-]+)*$/.test(prefix)) return prefix;
  throw new ConfigurationError(`${JSON.stringify(value)} is not a path prefix, such as /target-eye`);
}

/** One of the words given, in upper or lower case. */
export function oneOf<Value>(what: string, values: Readonly<Record<string, Value>>): (value: string) => Value {
  const known = new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]));
  return (value) => {
    const found = known.get(value.toLowerCase());
    if (found === undefined)
      throw new ConfigurationError(
        `${JSON.stringify(value)} is not ${what}; it must be one of ${Object.keys(values).join(', ')}`,
      );
    return found;
  };
}
