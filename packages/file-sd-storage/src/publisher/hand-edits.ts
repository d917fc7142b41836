import type { GroupKey, StorageLog } from '@target-eye/domain';
import { DirectoryWatch } from '../directory/directory-watch.js';
import { sweep } from '../directory/sweep.js';
import { keyOfFile } from '../memory/file-name.js';
import type { PublishedFiles } from './published-files.js';

/** How often it is looked whether the directory is still there, in milliseconds. */
const LOOK_MS = 1000;

/** Notices what somebody else does to the files of groups in a directory, and to the directory. */
export class HandEdits {
  private readonly watch: DirectoryWatch;
  private readonly looking: NodeJS.Timeout;
  /** What was touched while it was not known yet what should be there. */
  private readonly unsure = new Set<string>();
  private state = 'held';

  /**
   * @param isReconciling whether it is being found out at the moment what should be there
   * @param tell is told of each group that is not as it should be, and `undefined` where that may be so of all
   */
  constructor(
    private readonly files: PublishedFiles,
    private readonly isReconciling: () => boolean,
    private readonly tell: (key: GroupKey | undefined) => void,
    log: StorageLog,
  ) {
    this.watch = new DirectoryWatch(
      files.directory.path,
      (name) => {
        this.check(name);
      },
      () => this.checkAll(),
      (message, details) => {
        log.warn(message, details);
      },
    );
    this.looking = setInterval(() => {
      this.look();
    }, LOOK_MS).unref();
  }

  /** To be called when a reconciliation has ended: makes up for what could not be told meanwhile. */
  reconciled(): void {
    const names = [...this.unsure];
    this.unsure.clear();
    for (const name of names) this.check(name);
  }

  close(): void {
    this.watch.close();
    clearInterval(this.looking);
  }

  private check(name: string): void {
    const isKnown = this.files.has(name);
    if (!isKnown && keyOfFile(name) === undefined) return;
    const placed = this.files.whenPlaced(name);
    if (placed !== undefined) {
      const again = (): void => {
        this.check(name);
      };
      placed.then(again, again);
    } else if (!isKnown && this.isReconciling()) this.unsure.add(name);
    // What is missing because the directory is gone was removed by nobody.
    else if (this.files.isTouched(name) && this.stateNow() === 'held') this.tell(keyOfFile(name));
  }

  /** A reconciliation looks at everything itself. */
  private async checkAll(): Promise<void> {
    if (this.isReconciling()) return;
    const { directory } = this.files;
    await sweep(new Set([...directory.names(), ...this.files.names()]), (name) => {
      this.check(name);
    });
  }

  private look(): void {
    const state = this.stateNow();
    if (state === this.state) return;
    this.state = state;
    this.tell(undefined);
  }

  private stateNow(): string {
    try {
      return this.files.directory.state().is;
    } catch {
      return 'untold';
    }
  }
}
