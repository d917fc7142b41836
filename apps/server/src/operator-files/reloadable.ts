import { statSync } from 'node:fs';
import type { Changing, Follower } from './changing.js';
import type { ReloadEvents, ReloadOutcome } from './reload-events.js';
import { codeOf } from './system-error.js';

/** What was read, and the files that it was read from. */
export interface Reading<Value> {
  readonly value: Value;
  readonly files: readonly string[];
}

/** How often files are checked. Events would miss a symbolic link that is replaced further up. */
const POLL_MS = 1000;

/**
 * A value that is read from files, and read again when one of them changes. A failed reading changes nothing, is
 * reported once, and is repeated until it succeeds: the two files of a certificate need not change at the same time.
 */
export class Reloadable<Value> implements Changing<Value> {
  private latest: Settled<Value>;
  private failure: string | undefined;
  private readonly followers: Follower<Value>[] = [];
  private readonly timer: NodeJS.Timeout | undefined;

  /**
   * Reads for the first time.
   * @param what names the value in reports
   * @throws whatever `read` throws
   */
  constructor(
    private readonly what: string,
    private readonly read: () => Reading<Value>,
    private readonly events: Omit<ReloadEvents, 'finished'>,
  ) {
    this.latest = readSettled(read, []);
    if (this.latest.files.length === 0) return;
    events.loaded(what);
    this.timer = setInterval(() => {
      const { files, versions } = this.latest;
      if (this.failure !== undefined || files.some((file, index) => versionOf(file) !== versions[index]))
        this.attempt();
    }, POLL_MS).unref();
  }

  get current(): Value {
    return this.latest.value;
  }

  follow(follower: Follower<Value>): void {
    this.followers.push(follower);
  }

  /**
   * Reads now.
   * @returns what it came to, `undefined` where there are no files
   */
  reload(): ReloadOutcome | undefined {
    return this.latest.files.length === 0 ? undefined : { what: this.what, error: this.attempt() };
  }

  /** Stops watching the files. */
  close(): void {
    clearInterval(this.timer);
  }

  private attempt(): unknown {
    try {
      const next = readSettled(this.read, this.latest.files);
      for (const { check } of this.followers) check?.(next.value);
      this.latest = next;
      for (const { apply } of this.followers) apply?.(next.value);
      this.failure = undefined;
      this.events.reloaded(this.what);
      return undefined;
    } catch (error) {
      const failure = String(error);
      if (failure !== this.failure) this.events.failed(this.what, error);
      this.failure = failure;
      return error;
    }
  }
}

/** A reading, with the versions of its files before it. */
interface Settled<Value> extends Reading<Value> {
  readonly versions: readonly string[];
}

/** Reads, and reads again if the files are not the expected ones, because their versions are not known yet. */
function readSettled<Value>(read: () => Reading<Value>, expected: readonly string[]): Settled<Value> {
  const versions = expected.map(versionOf);
  const reading = read();
  return reading.files.join('\0') === expected.join('\0') ? { ...reading, versions } : readSettled(read, reading.files);
}

/** Changes with the content of a file; the error code if the file cannot be examined. */
function versionOf(file: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].join(':');
  } catch (error) {
    return codeOf(error);
  }
}
