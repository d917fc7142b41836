import { statSync } from 'node:fs';

/** What was read, and the files that it was read from. */
export interface Reading<Value> {
  readonly value: Value;
  readonly files: readonly string[];
}

/** Who gets to know how a reload went. */
export interface ReloadReport {
  /** The first reading, where there are files to follow. */
  loaded(what: string): void;
  reloaded(what: string): void;
  /** The value in force stays. */
  failed(what: string, error: unknown): void;
}

/** How often files are looked at. Events would not tell of a symbolic link that is replaced further up. */
const POLL_MS = 1000;

/**
 * A value that is read from files and read again when one of them changes. What cannot be read changes nothing, is
 * reported once, and is tried again until it can: the two files of a certificate need not change at the same time.
 */
export class Followed<Value> {
  private latest: Settled<Value>;
  private failure: string | undefined;
  private readonly listeners: ((value: Value) => void)[] = [];
  private readonly timer: NodeJS.Timeout | undefined;

  /**
   * Reads for the first time.
   * @param what names the value in reports
   * @throws whatever `read` throws
   */
  constructor(
    private readonly what: string,
    private readonly read: () => Reading<Value>,
    private readonly report: ReloadReport,
  ) {
    this.latest = readSettled(read, []);
    if (this.latest.files.length === 0) return;
    report.loaded(what);
    this.timer = setInterval(() => {
      const { files, versions } = this.latest;
      if (this.failure !== undefined || files.some((file, index) => versionOf(file) !== versions[index])) this.reload();
    }, POLL_MS).unref();
  }

  get current(): Value {
    return this.latest.value;
  }

  /** To be called with every later value. When it throws, the value before stays. */
  onChange(listener: (value: Value) => void): void {
    this.listeners.push(listener);
  }

  /** Reads now, if there are files. */
  reload(): void {
    if (this.latest.files.length === 0) return;
    try {
      const next = readSettled(this.read, this.latest.files);
      for (const listener of this.listeners) listener(next.value);
      this.latest = next;
      this.failure = undefined;
      this.report.reloaded(this.what);
    } catch (error) {
      const failure = String(error);
      if (failure !== this.failure) this.report.failed(this.what, error);
      this.failure = failure;
    }
  }

  /** Stops to look at the files. */
  close(): void {
    clearInterval(this.timer);
  }
}

/** A reading, with the versions that its files had before it. */
interface Settled<Value> extends Reading<Value> {
  readonly versions: readonly string[];
}

/** Reads, and once more if it turns out to be from other files than expected, whose versions are not known yet. */
function readSettled<Value>(read: () => Reading<Value>, expected: readonly string[]): Settled<Value> {
  const versions = expected.map(versionOf);
  const reading = read();
  return reading.files.join('\0') === expected.join('\0') ? { ...reading, versions } : readSettled(read, reading.files);
}

function versionOf(file: string): string {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? '' : [stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(':');
}
