import { ConfigurationError } from './configuration-error.js';

export const flag = oneOf('true or false', { true: true, false: false, 1: true, 0: false, yes: true, no: false });

export function text(value: string): string {
  return value;
}

/**
 * The path of something that is created if it is missing. Characters that a shell or a glob would replace are refused:
 * nothing replaces them here, so the path would be created under that very name.
 */
export function createdPath(value: string): string {
  const [wrong] = /^["'~]|[$*]/.exec(value) ?? [];
  if (wrong === undefined) return value;
  throw new ConfigurationError(
    `${JSON.stringify(value)} is not a path that can be used: it ${wrong === '$' || wrong === '*' ? 'contains' : 'begins with'} ${wrong}, which is neither expanded nor stripped`,
  );
}

/**
 * The non-empty elements of a comma-separated list. Only the empty text gives no elements; anything else has one or
 * more.
 */
export function list(value: string): readonly string[] {
  const elements = value
    .split(',')
    .map((element) => element.trim())
    .filter((element) => element !== '');
  if (elements.length === 0 && value !== '')
    throw new ConfigurationError(`${JSON.stringify(value)} has no elements; leave it out`);
  return elements;
}

/** Seconds, possibly with a fraction, as milliseconds. The maximum is what a timer of Node can wait. */
export function seconds(value: string): number {
  const milliseconds = Number(value) * 1000;
  if (!/^\d+(?:\.\d+)?$/.test(value) || milliseconds > 0x7fff_ffff)
    throw new ConfigurationError(`${JSON.stringify(value)} is not a number of seconds from 0 to 2147483`);
  return milliseconds;
}

/** A whole number from `min` to `max`. */
export function wholeNumber(what: string, min: number, max: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= min && number <= max) return number;
    throw new ConfigurationError(
      `${JSON.stringify(value)} is not ${what}, a whole number from ${String(min)} to ${String(max)}`,
    );
  };
}

/** The number of a user or group. Names are left to the operating system's own tools, such as `id -u`. */
export const accountNumber = wholeNumber('the number of an account', 0, 0xffff_fffe);

/**
 * File mode bits: octal with a leading zero (`077`, `0o077`), otherwise decimal, because TOML passes numbers on like
 * that.
 */
export function umask(value: string): number {
  const octal = /^0o?([0-7]+)$/.exec(value)?.[1];
  const bits = octal === undefined ? Number(value) : Number.parseInt(octal, 8);
  if ((octal !== undefined || /^\d+$/.test(value)) && bits <= 0o777) return bits;
  throw new ConfigurationError(
    `${JSON.stringify(value)} is not a umask; write it in octal with a leading zero, such as 077`,
  );
}

/** A path prefix, which begins with a slash and does not end with one. The root is the empty text. */
export function pathPrefix(value: string): string {
  const prefix = value.replace(/\/$/, '');
  if (/^(?:\/[\w.~!$&'()*+,;=:@%-]+)*$/.test(prefix)) return prefix;
  throw new ConfigurationError(`${JSON.stringify(value)} is not a path prefix, such as /target-eye`);
}

/** Looks up one of these words, in upper or lower case. */
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
