import { LogFile } from '../../logging/log-file.js';
import type { Exchange } from '../request/exchange.js';
import type { LineFormat } from './access-log-format.js';
import type { HttpEvents } from './http-events.js';

/** One line per request, also for those that the client gave up. */
export class AccessLog implements Pick<HttpEvents, 'requested'> {
  constructor(
    /** Where the lines go. */
    readonly file: LogFile,
    private readonly format: LineFormat,
  ) {}

  requested(exchange: Exchange, seconds: number): void {
    const milliseconds = seconds * 1000;
    const begin = new Date(Date.now() - milliseconds);
    this.file.write(this.format({ exchange, begin, microseconds: milliseconds * 1000 }));
  }
}

/**
 * @param destination `-` for standard output, or the path of a file to append to
 * @throws ConfigurationError when the file cannot be opened
 */
export function openAccessLog(destination: string, format: LineFormat): AccessLog {
  return new AccessLog(new LogFile('ACCESSLOG', destination), format);
}
