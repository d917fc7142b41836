/** The first and the last time that RFC 3339 has a date for, in milliseconds since the epoch. */
const MIN_TIME = Date.parse('0000-01-01T00:00:00Z');
const MAX_TIME = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * A date as RFC 3339 has it, or the nearest that there is: some file systems take any time for a file.
 * @param seconds since the epoch
 */
export function isoDate(seconds: number): string {
  return new Date(Math.max(MIN_TIME, Math.min(seconds * 1000, MAX_TIME))).toISOString();
}

/**
 * An HTTP date, never one in the future (RFC 9110, section 8.8.2.1), whatever time a file has.
 * @param seconds since the epoch
 * @param now milliseconds since the epoch
 */
export function httpDate(seconds: number, now: number): string {
  return new Date(Math.max(0, Math.min(seconds * 1000, now))).toUTCString();
}
