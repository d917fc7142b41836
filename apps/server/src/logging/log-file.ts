import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import type { ReloadOutcome } from '../operator-files/reload-events.js';
import { codeOf } from '../operator-files/system-error.js';

/** At most this many bytes wait for the reader of a pipe; further lines are dropped. */
const MAX_WAITING_BYTES = 1_048_576;

/** How long to wait before a full pipe is tried again. */
const RETRY_MS = 50;

/** Asking for a standard stream makes Node set O_NONBLOCK on it where it is a pipe or a socket. */
const STANDARD = { ERRORLOG: () => process.stderr, ACCESSLOG: () => process.stdout };

/**
 * A file that lines are appended to, or a standard stream. Each line is one write(2) that has happened when `write`
 * returns. So no line is lost in memory when the process dies, and the lines of several writers do not mix. Lines wait
 * only while a pipe is full, up to a bound. Writing never blocks and never throws: a line that cannot be written, for
 * example because the disk is full, is dropped and counted, and standard error says so once.
 */
export class LogFile {
  private fd: number | undefined;
  private isFailing = false;
  /** Whether only a part of the last line was written. */
  private isTorn = false;
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  private retry: NodeJS.Timeout | undefined;
  private droppedLines = 0;

  /**
   * Opens the file, with mode 0640 if it does not exist.
   * @param setting names the setting in errors
   * @param path `-` for the standard stream of the setting
   * @throws ConfigurationError when it cannot be opened; a pipe that nobody reads is such a case
   */
  constructor(
    private readonly setting: keyof typeof STANDARD,
    private readonly path: string,
  ) {
    this.fd = path === '-' ? STANDARD[setting]().fd : this.open();
  }

  /** How many lines have been lost. */
  get dropped(): number {
    return this.droppedLines;
  }

  /** Appends a line and its line end. Does nothing after `close`. */
  readonly write = (line: string): void => {
    if (this.fd === undefined) return;
    // A line that was written only in part must not run into the next one.
    const begin = this.isTorn && this.waiting.length === 0 ? '\n' : '';
    const bytes = Buffer.from(`${begin}${line}\n`);
    if (this.waitingBytes + bytes.length > MAX_WAITING_BYTES) {
      this.droppedLines += 1;
      return;
    }
    this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
    if (this.retry === undefined) this.flush();
  };

  /**
   * Continues in a new file of the same name, which logrotate(8) needs after it has renamed the file. A standard stream
   * stays as it is.
   * @throws ConfigurationError when the new file cannot be opened; the old one then stays in use
   */
  reopen(): void {
    if (this.fd === undefined || this.path === '-') return;
    const next = this.open();
    closeSync(this.fd);
    this.fd = next;
  }

  /** Does what `reopen` does as a part of a reload; `undefined` for a standard stream. */
  reload(): ReloadOutcome | undefined {
    if (this.path === '-') return undefined;
    const what = this.setting.toLowerCase();
    try {
      this.reopen();
      return { what, error: undefined };
    } catch (error) {
      return { what, error };
    }
  }

  close(): void {
    clearTimeout(this.retry);
    if (this.fd !== undefined && this.path !== '-') closeSync(this.fd);
    this.fd = undefined;
  }

  /** Writes what is waiting. If the pipe gets full, it tries again later. */
  private flush(): void {
    this.retry = undefined;
    const { fd, waiting } = this;
    if (fd === undefined) return;
    try {
      for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
        const written = writeSync(fd, first);
        this.waitingBytes -= written;
        this.isTorn = written < first.length;
        if (written === first.length) waiting.shift();
        else waiting[0] = first.subarray(written);
      }
      this.isFailing = false;
    } catch (error) {
      if (codeOf(error) === 'EAGAIN')
        this.retry = setTimeout(() => {
          this.flush();
        }, RETRY_MS).unref();
      else this.giveUp(error);
    }
  }

  private giveUp(error: unknown): void {
    if (!this.isFailing) process.stderr.write(`target-eye: ${this.cannot('be written; lines are lost', error)}\n`);
    this.isFailing = true;
    this.droppedLines += this.waiting.length;
    this.waiting = [];
    this.waitingBytes = 0;
  }

  private open(): number {
    const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = constants;
    try {
      return openSync(this.path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, 0o640);
    } catch (error) {
      throw new ConfigurationError(
        codeOf(error) === 'ENXIO'
          ? `${this.setting}: ${JSON.stringify(this.path)} is a pipe or a socket that nobody reads`
          : this.cannot('be opened', error),
      );
    }
  }

  private cannot(what: string, error: unknown): string {
    return `${this.setting}: ${JSON.stringify(this.path)} cannot ${what} (${codeOf(error)})`;
  }
}
