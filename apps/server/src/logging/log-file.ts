import { closeSync, openSync, writeSync } from 'node:fs';
import { ConfigurationError } from '../configuration/configuration-error.js';
import { codeOf } from '../configuration/system-error.js';

/**
 * A file that lines are appended to. Each line is one write(2) that has happened when `write` returns: no line waits in
 * memory when the process dies, and lines of several writers do not mix. A write that fails, for example because the
 * disk is full, costs the line and is told once on standard error, but never ends the service.
 */
export class LogFile {
  private fd: number | undefined;
  private isFailing = false;

  /**
   * Opens the file, with mode 0640 if it does not exist.
   * @param setting names the setting in errors
   * @throws ConfigurationError when it cannot be opened
   */
  constructor(
    private readonly setting: string,
    private readonly path: string,
  ) {
    this.fd = this.open();
  }

  /** Appends a line; the end of line is added. After `close` it does nothing. */
  readonly write = (line: string): void => {
    if (this.fd === undefined) return;
    try {
      writeSync(this.fd, `${line}\n`);
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing) process.stderr.write(`target-eye: ${this.cannot('be written, lines are lost', error)}\n`);
      this.isFailing = true;
    }
  };

  /**
   * Goes on in a new file of the same name, as logrotate(8) needs it after it has renamed the file.
   * @throws ConfigurationError when it cannot be opened; then the file that was open stays in use
   */
  reopen(): void {
    if (this.fd === undefined) return;
    const next = this.open();
    closeSync(this.fd);
    this.fd = next;
  }

  close(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }

  private open(): number {
    try {
      return openSync(this.path, 'a', 0o640);
    } catch (error) {
      throw new ConfigurationError(this.cannot('be opened', error));
    }
  }

  private cannot(what: string, error: unknown): string {
    return `${this.setting}: ${JSON.stringify(this.path)} cannot ${what} (${codeOf(error)})`;
  }
}
