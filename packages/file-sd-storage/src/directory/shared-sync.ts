/**
 * Runs `sync` so that a call of `join` resolves when a run that began after the call has ended; calls that wait
 * together share one run. Runs do not overlap, because a second fsync would only wait for the first.
 */
export class SharedSync {
  private running: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  constructor(private readonly sync: () => Promise<void>) {}

  /** Rejects when the run fails. */
  join(): Promise<void> {
    this.next ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.next = undefined;
        this.running = this.sync();
        return this.running;
      });
    return this.next;
  }
}
