import { closeSync, fsync } from 'node:fs';
import { promisify } from 'node:util';
import type { StorageEvents } from '../storage-events.js';
import { describeUnconfirmed } from './directory-problem.js';
import { SharedSync } from './shared-sync.js';

const fsyncFile = promisify(fsync);

/** Makes the names in a directory durable, and remembers whether that worked. */
export class DirectorySync {
  private readonly shared = new SharedSync(() => this.fsync());
  private runCount = 0;
  private isClosing = false;
  /** Why an fsync failed: what was published before it may be gone after a power cut. */
  unconfirmed: string | undefined;

  /** @param handle the open directory, which is closed with this */
  constructor(
    private readonly handle: number,
    private readonly events: StorageEvents,
  ) {}

  /** Resolves when every name that was given or taken before the call is durable. */
  async sync(): Promise<void> {
    this.runCount += 1;
    try {
      await this.shared.join();
      this.unconfirmed = undefined;
    } catch (error) {
      this.unconfirmed = describeUnconfirmed(error);
      throw error;
    } finally {
      this.runCount -= 1;
      this.closeHandle();
    }
  }

  /** What is being made durable still gets to its end. */
  close(): void {
    this.isClosing = true;
    this.closeHandle();
  }

  private closeHandle(): void {
    if (this.isClosing && this.runCount === 0) closeSync(this.handle);
  }

  private async fsync(): Promise<void> {
    const start = performance.now();
    try {
      await fsyncFile(this.handle);
    } finally {
      this.events.fsynced('directory', (performance.now() - start) / 1000);
    }
  }
}
