import { createWriteStream, openSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { RequestHandler } from 'express';
import morgan from 'morgan';
import { ConfigurationError } from './configuration/configuration-error.js';

/** One line per request in the combined log format. */
export interface AccessLog {
  readonly middleware: RequestHandler | undefined;
  close(): Promise<void>;
}

/**
 * @param destination `-` for standard output, the path of a file to append to, or `undefined` for no access log
 * @throws ConfigurationError when the file cannot be opened
 */
export function openAccessLog(destination: string | undefined): AccessLog {
  if (destination === undefined) return { middleware: undefined, close: () => Promise.resolve() };
  if (destination === '-')
    return { middleware: morgan('combined', { stream: process.stdout }), close: () => Promise.resolve() };
  const stream = createWriteStream(destination, { fd: openForAppending(destination) });
  return {
    middleware: morgan('combined', { stream }),
    close: async () => {
      stream.end();
      await finished(stream);
    },
  };
}

function openForAppending(path: string): number {
  try {
    return openSync(path, 'a', 0o640);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new ConfigurationError(`ACCESSLOG: ${JSON.stringify(path)} cannot be opened (${reason})`);
  }
}
