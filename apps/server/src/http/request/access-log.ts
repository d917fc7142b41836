import type { RequestHandler } from 'express';
import type { LineFormat } from './access-log-format.js';
import { LogFile } from '../../logging/log-file.js';
import { sentHeader } from '../answer/answer.js';
import { exchangeOf } from './exchange.js';

/** One line per request, also for those that the client gave up. */
export interface AccessLog {
  readonly middleware: RequestHandler | undefined;
  /** Where the lines go. */
  readonly file: LogFile | undefined;
}

/**
 * @param destination `-` for standard output, the path of a file to append to, or `undefined` for no access log
 * @throws ConfigurationError when the file cannot be opened
 */
export function openAccessLog(destination: string | undefined, format: LineFormat): AccessLog {
  if (destination === undefined) return { middleware: undefined, file: undefined };
  const file = new LogFile('ACCESSLOG', destination);
  return { middleware: logTo(file.write, format), file };
}

/** The event `close` comes after every answer, and when the connection breaks before there is one. */
function logTo(write: (line: string) => unknown, format: LineFormat): RequestHandler {
  return (request, response, next) => {
    const exchange = exchangeOf(response);
    const { source } = exchange;
    const begin = new Date();
    response.once('close', () => {
      const microseconds = (performance.now() - exchange.begin) * 1000;
      write(
        format({
          request,
          response,
          sentHeader: (name) => sentHeader(exchange, name),
          source,
          caller: exchange.callerName,
          begin,
          microseconds,
        }),
      );
    });
    next();
  };
}
