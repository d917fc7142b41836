import { fstatSync } from 'node:fs';
import { Writable } from 'node:stream';
import { createLogger, format, type Logger, transports } from 'winston';
import type { LogLevel } from './log-settings.js';
import { LogFile } from './log-file.js';

export type { Logger };

/** The service's own log: one line per event. */
export interface ServiceLog {
  readonly logger: Logger;
  /** Where the lines go. */
  readonly file: LogFile;
}

export interface ServiceLogOptions {
  readonly level: LogLevel;
  readonly format: keyof typeof LINES;
  /** `-` for standard error, or the path of a file to append to. */
  readonly destination: string;
  /** Device and inode of the stream to systemd's journal, if there is one. */
  readonly journalStream: string | undefined;
}

type Event = Readonly<Record<string, unknown>>;

/** How an event becomes a line: `key=value` pairs in Prometheus' style, or one JSON object. */
const LINES = { text: toText, json: (event: Event) => JSON.stringify(event) };

/** Prefixes from which systemd's journal reads the priority of a line, and which it removes (sd-daemon(3)). */
const PRIORITIES: Readonly<Record<string, string>> = { error: '<3>', warn: '<4>', info: '<6>', debug: '<7>' };

/** @throws ConfigurationError when the file cannot be opened */
export function openServiceLog(options: ServiceLogOptions): ServiceLog {
  const isJournal = options.destination === '-' && options.journalStream === streamOf(process.stderr.fd);
  const priorityOf = (level: unknown): string => (isJournal ? (PRIORITIES[String(level)] ?? '') : '');
  const toLine = ({ timestamp, level, message, ...details }: Event): string =>
    priorityOf(level) + escapeControls(LINES[options.format]({ ts: timestamp, level, msg: message, ...details }));
  const file = new LogFile('ERRORLOG', options.destination);
  const logger = createLogger({
    level: options.level,
    format: format.combine(format.timestamp(), format.printf(toLine)),
    transports: [new transports.Stream({ stream: streamTo(file), eol: '' })],
  });
  return { logger, file };
}

/** The stream in the notation of JOURNAL_STREAM (systemd.exec(5)). */
function streamOf(fd: number): string {
  const { dev, ino } = fstatSync(fd);
  return `${String(dev)}:${String(ino)}`;
}

function streamTo(file: LogFile): Writable {
  return new Writable({
    decodeStrings: false,
    write: (line: string, _encoding, done) => {
      file.write(line);
      done();
    },
  });
}

/**
 * * JSON does not escape some characters that end a line for a few programs (U+0085, U+2028, U+2029) or control a
 * terminal (U+007F to U+009F, and marks that change the direction of writing). With names that contain them, a client
 * could forge what people see. They occur in a line only within JSON strings.
 */
function escapeControls(line: string): string {
  return line.replace(
    /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function toText(event: Event): string {
  return Object.entries(event)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${toValue(value)}`)
    .join(' ');
}

function toValue(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^[\w.:/%@[\]+-]+$/.test(text) ? text : JSON.stringify(text);
}
