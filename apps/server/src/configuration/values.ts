import { constants } from 'node:buffer';
import { type PortRange, whyNotHostPattern } from '@target-eye/domain';
import { Networks } from './networks.js';
import { ConfigurationError } from './configuration-error.js';
import { type WarningCode, WARNINGS } from './warning.js';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

const LOG_LEVELS: Readonly<Record<string, LogLevel>> = {
  critical: 'error',
  error: 'error',
  warning: 'warn',
  warn: 'warn',
  info: 'info',
  debug: 'debug',
};

/** Python's names of log levels, as the `logging` module has them, and Prometheus' `warn`. */
export const logLevel = oneOf('a log level', LOG_LEVELS);

export const flag = oneOf('true or false', { true: true, false: false, 1: true, 0: false, yes: true, no: false });

/** Whether a client shows a certificate. The names and numbers are those of Python's `ssl.VerifyMode`. */
export type VerifyMode = 'none' | 'optional' | 'required';

export const verifyMode = oneOf<VerifyMode>('a verify mode', {
  CERT_NONE: 'none',
  CERT_OPTIONAL: 'optional',
  CERT_REQUIRED: 'required',
  0: 'none',
  1: 'optional',
  2: 'required',
});

/** `logfmt` is what Prometheus calls the format of `text`. */
export const logFormat = oneOf('a log format', { text: 'text', json: 'json', logfmt: 'text' } as const);

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

const warningCode = oneOf(
  'the code of a warning',
  Object.fromEntries(Object.keys(WARNINGS).map((code) => [code, code as WarningCode])),
);

/** Codes of warnings, with commas. */
export function warningCodes(value: string): readonly WarningCode[] {
  return list(value).map(warningCode);
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

/** A body is decoded into one string, so it cannot be longer than the longest string. */
export const bodySize = wholeNumber('a number of bytes', 1, constants.MAX_STRING_LENGTH);

/** The number of a user or group; names are for the operating system's own tools, such as `id -u`. */
export const accountNumber = wholeNumber('the number of an account', 0, 0xffff_fffe);

/** File mode bits: octal with a leading zero (`077`, `0o077`), else decimal, as TOML hands numbers over. */
export function umask(value: string): number {
  const octal = /^0o?([0-7]+)$/.exec(value)?.[1];
  const bits = octal === undefined ? Number(value) : Number.parseInt(octal, 8);
  if ((octal !== undefined || /^\d+$/.test(value)) && bits <= 0o777) return bits;
  throw new ConfigurationError(`${JSON.stringify(value)} is not a umask; it is octal with a leading zero, such as 077`);
}

/** How many requests in how many milliseconds. */
export interface RateLimit {
  readonly requests: number;
  readonly milliseconds: number;
}

const RATE_UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** `100/s`, `600/1m`, `5000/12h`. */
export function rateLimit(value: string): RateLimit {
  const {
    requests,
    count = '1',
    unit = '',
  } = /^(?<requests>\d{1,9})\/(?<count>\d{1,4})?(?<unit>[smh])$/.exec(value)?.groups ?? {};
  const milliseconds = Number(count) * (RATE_UNITS[unit] ?? 0);
  if (Number(requests) > 0 && milliseconds > 0 && milliseconds <= 86_400_000)
    return { requests: Number(requests), milliseconds };
  throw new ConfigurationError(
    `${JSON.stringify(value)} is not a rate; it is requests per time up to a day, such as 100/s or 600/1m`,
  );
}

/** Networks as `Networks` takes them, with commas. */
export function networks(value: string): Networks {
  return new Networks(list(value));
}

/** Whose `X-Forwarded-For` is believed. */
export interface TrustedProxies {
  readonly networks: Networks;
  /** Whether peers on a Unix socket are among them. */
  readonly unix: boolean;
}

/** Networks, and the word `unix`. */
export function trustedProxies(value: string): TrustedProxies {
  const elements = list(value);
  return {
    networks: new Networks(elements.filter((element) => element !== UNIX)),
    unix: elements.includes(UNIX),
  };
}

const UNIX = 'unix';

/** Patterns for hosts, with commas. */
export function hostPatterns(value: string): readonly string[] {
  const patterns = list(value);
  for (const pattern of patterns) {
    const reason = whyNotHostPattern(pattern);
    if (reason !== undefined)
      throw new ConfigurationError(`${JSON.stringify(pattern)} is not a pattern for hosts: ${reason}`);
  }
  return patterns;
}

/** Ports and ranges of ports, such as `80,9100-9999`. */
export function portRanges(value: string): readonly PortRange[] {
  return list(value).map((element) => {
    const { first = '', last = first } = /^(?<first>\d{1,5})(?:-(?<last>\d{1,5}))?$/.exec(element)?.groups ?? {};
    const range = { first: Number(first), last: Number(last) };
    if (1 <= range.first && range.first <= range.last && range.last <= 65535) return range;
    throw new ConfigurationError(
      `${JSON.stringify(element)} is not a port or a range of ports from 1 to 65535, such as 80 or 9100-9999`,
    );
  });
}

/** A path prefix: begins with a slash and does not end with one. The root is the empty text. */
export function pathPrefix(value: string): string {
  const prefix = value.replace(/\/$/, '');
  if (/^(?:\/[\w.~!$&'()*+,;=:@%-]+)*$/.test(prefix)) return prefix;
  throw new ConfigurationError(`${JSON.stringify(value)} is not a path prefix, such as /target-eye`);
}

function oneOf<Value>(what: string, values: Readonly<Record<string, Value>>): (value: string) => Value {
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
