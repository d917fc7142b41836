import type { Cancel, Clock } from '@target-eye/domain';

/** For how long somebody waits before that is remarkable, in seconds. */
const PATIENCE = 1;

interface Wait {
  readonly revision: number;
  readonly come: () => void;
  readonly givenUp: (why: Error) => void;
}

/** Those who wait until everything up to a revision has been told. */
export class Waits {
  private readonly waiting = new Set<Wait>();

  constructor(private readonly clock: Clock) {}

  /**
   * Resolves when the revision has come.
   * @param late called for every second that it does not come
   * @throws what `giveUp` is given
   */
  async until(revision: number, late: () => void): Promise<void> {
    let cancel: Cancel = () => undefined;
    const remind = (): void => {
      cancel = this.clock.after(PATIENCE, () => {
        remind();
        late();
      });
    };
    remind();
    try {
      await new Promise<void>((come, givenUp) => {
        this.waiting.add({ revision, come, givenUp });
      });
    } finally {
      cancel();
    }
  }

  /** Whether the revision comes within so many seconds; `false` also where it is given up. */
  within(revision: number, seconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (hasCome: boolean): void => {
        this.waiting.delete(wait);
        cancel();
        resolve(hasCome);
      };
      const wait: Wait = {
        revision,
        come: () => {
          end(true);
        },
        givenUp: () => {
          end(false);
        },
      };
      const cancel = this.clock.after(seconds, () => {
        end(false);
      });
      this.waiting.add(wait);
    });
  }

  /** Everything up to this revision has been told. */
  reached(revision: number): void {
    for (const wait of [...this.waiting]) {
      if (wait.revision > revision) continue;
      this.waiting.delete(wait);
      wait.come();
    }
  }

  /** What is waited for does not come any more. */
  giveUp(why: Error): void {
    const all = [...this.waiting];
    this.waiting.clear();
    for (const { givenUp } of all) givenUp(why);
  }
}
