import { ConfigurationError } from '../operator-files/configuration-error.js';

/** At most this many requests in this many milliseconds. */
export interface RateLimit {
  readonly requests: number;
  readonly milliseconds: number;
}

const RATE_UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** A rate such as `100/s`, `600/1m` or `5000/12h`. */
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
    `${JSON.stringify(value)} is not a rate; write requests per time, up to a day, such as 100/s or 600/1m`,
  );
}
