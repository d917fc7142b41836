import { ConfigurationError } from '../operator-files/configuration-error.js';

const MILLISECONDS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * A duration as Go writes it (https://pkg.go.dev/time#ParseDuration), such as `1s`, `500ms` or `1m30s`; `0` needs no
 * unit.
 * @returns milliseconds
 * @throws ConfigurationError
 */
export function goDuration(text: string): number {
  if (text === '0') return 0;
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(text))
    throw new ConfigurationError(`${JSON.stringify(text)} is not a duration, such as 1s, 500ms or 1m30s`);
  return [...text.matchAll(/([\d.]+)([a-zµμ]+)/g)].reduce(
    (sum, [, number, unit = '']) => sum + Number(number) * (MILLISECONDS[unit] ?? 0),
    0,
  );
}
