import { oneOf } from '../operator-files/values.js';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

const LOG_LEVELS: Readonly<Record<string, LogLevel>> = {
  critical: 'error',
  error: 'error',
  warning: 'warn',
  warn: 'warn',
  info: 'info',
  debug: 'debug',
};

/** The log levels of Python's `logging` module, and Prometheus' `warn`. */
export const logLevel = oneOf('a log level', LOG_LEVELS);

/** `logfmt` is what Prometheus calls the format of `text`. */
export const logFormat = oneOf('a log format', { text: 'text', json: 'json', logfmt: 'text' } as const);
