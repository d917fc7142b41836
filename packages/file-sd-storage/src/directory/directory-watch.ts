import { type FSWatcher, watch } from 'node:fs';

/**
 * An editor that rewrites a file in place is given this long to finish, and so is whoever removes the whole directory:
 * its files go first, and do not count as removed when the directory is gone, too.
 */
const SETTLE_MS = 250;

/** How often everything is compared, for the rare event that the kernel drops, and where it gives no events at all. */
const SWEEP_MS = 60_000;
const SWEEP_WITHOUT_EVENTS_MS = 1000;

/**
 * Tells `changed` the names in a directory that somebody touched, well within a second, and calls `sweep` from time to
 * time to compare everything.
 */
export class DirectoryWatch {
  private readonly touched = new Set<string>();
  private readonly watcher: FSWatcher | undefined;
  private settling: NodeJS.Timeout | undefined;
  private sweeping: NodeJS.Timeout | undefined;
  private closed = false;
  /** Whether the last sweep failed; that is said once, when it begins. */
  private isFailing = false;

  constructor(
    path: string,
    private readonly changed: (name: string) => void,
    private readonly sweep: () => Promise<void>,
    private readonly warn: (message: string, details: object) => void,
  ) {
    this.watcher = this.watch(path);
    this.scheduleSweep(this.watcher === undefined ? SWEEP_WITHOUT_EVENTS_MS : SWEEP_MS);
  }

  close(): void {
    this.closed = true;
    this.watcher?.close();
    clearTimeout(this.settling);
    clearTimeout(this.sweeping);
  }

  private watch(path: string): FSWatcher | undefined {
    try {
      const watcher = watch(path, { persistent: false }, (_event, name) => {
        if (name !== null) this.note(name);
      });
      watcher.on('error', (error) => {
        this.withoutEvents(error);
      });
      return watcher;
    } catch (error) {
      this.withoutEvents(error);
      return undefined;
    }
  }

  private withoutEvents(error: unknown): void {
    this.warn('the directory cannot be watched; it is compared every second instead', { error: String(error) });
    this.scheduleSweep(SWEEP_WITHOUT_EVENTS_MS);
  }

  private note(name: string): void {
    this.touched.add(name);
    this.settling ??= setTimeout(() => {
      this.settling = undefined;
      const names = [...this.touched];
      this.touched.clear();
      for (const touched of names) this.changed(touched);
    }, SETTLE_MS);
  }

  private scheduleSweep(interval: number): void {
    clearTimeout(this.sweeping);
    if (this.closed) return;
    this.sweeping = setTimeout(() => {
      this.sweep()
        .then(() => {
          this.isFailing = false;
        })
        .catch((error: unknown) => {
          if (!this.isFailing) this.warn('the directory cannot be compared', { error: String(error) });
          this.isFailing = true;
        })
        .finally(() => {
          this.scheduleSweep(interval);
        });
    }, interval);
    this.sweeping.unref();
  }
}
