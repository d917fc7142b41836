import { parseDuration, quote } from '@target-eye/domain';
import { requestFault } from '../answer/request-error.js';
import { type Parameter, single, ValueRefused } from './query.js';

/** How long a request waits where it does not say it, in milliseconds. */
const DEFAULT_TIMEOUT = 60_000;

/** How long a request may wait, in milliseconds. */
const MAX_TIMEOUT = 600_000;

const WAIT: Parameter<'up' | undefined> = {
  read: (values) => {
    const value = single(values);
    if (value === undefined || value === 'up') return value;
    throw new ValueRefused(`is ${quote(value)}; it can only be up`);
  },
};

const TIMEOUT: Parameter<number | undefined> = {
  read: (values) => {
    const value = single(values);
    if (value === undefined) return undefined;
    const timeout = parseDuration(value) ?? 0;
    if (timeout > 0 && timeout <= MAX_TIMEOUT) return timeout;
    throw new ValueRefused(`is ${quote(value)}; it has to be a duration above 0 and up to 10m, such as 1m30s`);
  },
};

/** The parameters of a URL that can wait until all targets of a group are up. */
export const WAITING = { wait: WAIT, timeout: TIMEOUT };

/**
 * How long a request waits at most, in milliseconds; `undefined` where it does not wait.
 * @throws RequestError `query_invalid`
 */
export function patienceOf({
  wait,
  timeout,
}: {
  readonly wait: 'up' | undefined;
  readonly timeout: number | undefined;
}): number | undefined {
  if (wait !== undefined) return timeout ?? DEFAULT_TIMEOUT;
  if (timeout !== undefined)
    throw requestFault('query_invalid', '"timeout" in the query of the URL goes with wait=up, which is not there');
  return undefined;
}

/** An error for whoever asks what became of targets where nobody can be asked. */
export function prometheusNotSet(): Error {
  return requestFault(
    'prometheus_not_set',
    'the service does not know which Prometheus to ask what became of targets; its setting PROMETHEUS_URLS names them',
  );
}
