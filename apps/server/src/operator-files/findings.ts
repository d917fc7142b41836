import { dirname, resolve } from 'node:path';
import { ConfigurationError } from './configuration-error.js';
import { readText } from './read-text.js';

/** Collects what comes to light while a file is read: faults, warnings, and the files that it names. */
export class Findings {
  readonly warnings: string[] = [];
  /** The file itself and every file that it names. */
  readonly files: string[];
  private readonly faults: string[] = [];
  private readonly name: string;

  /** @param what how messages call the file, such as `the access file` */
  constructor(what: string, path: string) {
    this.name = `${what} ${JSON.stringify(path)}`;
    this.files = [path];
  }

  /** @param where the key; empty for the whole file */
  fault(where: string, message: string): void {
    this.faults.push([this.name, where, message].filter((part) => part !== '').join(': '));
  }

  warn(where: string, message: string): void {
    this.warnings.push(`${this.name}: ${where}: ${message}`);
  }

  /**
   * Returns what `read` returns. When it throws a ConfigurationError, its faults are noted and `undefined` is returned.
   */
  attempt<Value>(where: string, read: () => Value): Value | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      for (const fault of error.faults) this.fault(where, fault);
      return undefined;
    }
  }

  /** The text of a file that is named at `where`; `undefined` if it cannot be read, which is noted as a fault. */
  readFile(where: string, path: string): string | undefined {
    this.files.push(path);
    return this.attempt(where, () => readText(path));
  }

  /** As `readFile`; a relative path is relative to the file itself. */
  readBeside(where: string, path: string): string | undefined {
    return this.readFile(where, resolve(dirname(String(this.files[0])), path));
  }

  /** @throws ConfigurationError with all faults, if there are any */
  throwIfAny(): void {
    if (this.faults.length > 0) throw new ConfigurationError(this.faults);
  }
}
