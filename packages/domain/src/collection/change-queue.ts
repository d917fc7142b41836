/**
 * Hands jobs to `commit` so that those of one name are committed strictly one batch after another and those of
 * different names in parallel. What arrives while a batch is being committed forms the next batch.
 */
export class ChangeQueue<Job> {
  private readonly waiting = new Map<string, Job[]>();
  private idle: (() => void)[] = [];

  /** @param commit settles every job itself and never rejects */
  constructor(private readonly commit: (name: string, jobs: readonly [Job, ...Job[]]) => Promise<void>) {}

  push(name: string, job: Job): void {
    const jobs = this.waiting.get(name);
    if (jobs !== undefined) jobs.push(job);
    else {
      this.waiting.set(name, [job]);
      void this.drain(name);
    }
  }

  /** Whether jobs of this name wait or are being committed. */
  has(name: string): boolean {
    return this.waiting.has(name);
  }

  /** The names that have jobs which wait or are being committed. */
  names(): Iterable<string> {
    return this.waiting.keys();
  }

  /** Resolves when nothing waits and nothing is being committed. */
  async whenIdle(): Promise<void> {
    if (this.waiting.size > 0) await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  private async drain(name: string): Promise<void> {
    for (let jobs = this.waiting.get(name); hasAny(jobs); jobs = this.waiting.get(name)) {
      this.waiting.set(name, []);
      await this.commit(name, jobs);
    }
    this.waiting.delete(name);
    if (this.waiting.size === 0) for (const resolve of this.idle.splice(0)) resolve();
  }
}

function hasAny<Job>(jobs: Job[] | undefined): jobs is [Job, ...Job[]] {
  return jobs !== undefined && jobs.length > 0;
}
