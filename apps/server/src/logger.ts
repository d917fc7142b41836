import { createLogger as createWinston, format, type Logger, transports } from 'winston';
import type { LogLevel } from './configuration/configuration.js';

export type { Logger };

/** The service's log: one line per event on standard error, `key=value` pairs in the manner of Prometheus. */
export function createLogger(level: LogLevel): Logger {
  return createWinston({
    level,
    format: format.combine(format.timestamp(), format.printf(toLine)),
    transports: [new transports.Console({ stderrLevels: ['error', 'warn', 'info', 'debug'] })],
  });
}

function toLine({ timestamp, level, message, ...details }: Record<string, unknown>): string {
  return Object.entries({ ts: timestamp, level, msg: message, ...details })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${toValue(value)}`)
    .join(' ');
}

function toValue(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^[\w.:/%@[\]+-]+$/.test(text) ? text : JSON.stringify(text);
}
