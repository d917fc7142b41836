import { ConfigurationError } from './configuration-error.js';
import { readText } from './read-text.js';

/** What comes to light while a file is read: its faults, its warnings, and the further files that it names. */
export class Findings {
  readonly warnings: string[] = [];
  /** Every file that was read or should have been. */
  readonly files: string[];
  private readonly faults: string[] = [];
  private readonly name: string;

  /** @param what the file in words, such as `the access file` */
  constructor(what: string, path: string) {
    this.name = `${what} ${JSON.stringify(path)}`;
    this.files = [path];
  }

  /** @param where the key, empty for the file as a whole */
  fault(where: string, message: string): void {
    this.faults.push([this.name, where, message].filter((part) => part !== '').join(': '));
  }

  warn(where: string, message: string): void {
    this.warnings.push(`${this.name}: ${where}: ${message}`);
  }

  /** What `read` gives, or `undefined` when it throws a ConfigurationError, which then is one of the faults. */
  attempt<Value>(where: string, read: () => Value): Value | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      for (const fault of error.faults) this.fault(where, fault);
      return undefined;
    }
  }

  /** The text of a file that is named at `where`; `undefined` is a fault. */
  readFile(where: string, path: string): string | undefined {
    this.files.push(path);
    return this.attempt(where, () => readText(path));
  }

  /** @throws ConfigurationError with every fault */
  throwIfAny(): void {
    if (this.faults.length > 0) throw new ConfigurationError(this.faults);
  }
}
