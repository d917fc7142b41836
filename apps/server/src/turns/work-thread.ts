import { Worker } from 'node:worker_threads';

/** What one job may take. */
export interface ThreadBounds {
  readonly milliseconds: number;
  /** MiB of JavaScript objects. */
  readonly memory: number;
}

/** Short-lived objects, in MiB; the more there may be, the more the thread takes beyond its memory. */
const MAX_YOUNG_MEMORY = 16;

/** A job passed a bound, and the thread was ended. */
export class BoundPassed extends Error {
  override readonly name = 'BoundPassed';

  constructor(readonly bound: 'time' | 'memory') {
    super(`the thread took too much ${bound}`);
  }
}

interface Running<Result> {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A thread that answers one message at a time with another. It is started for the first job and then kept; only one that
 * was ended, or crashed, is followed by another.
 */
export class WorkThread<Job, Result> {
  private worker: Worker | undefined;
  private running: Running<Result> | undefined;

  /** @param file the thread's entry */
  constructor(
    private readonly file: URL,
    private readonly bounds: ThreadBounds,
  ) {}

  /**
   * Has a job done; to be called when the one before is over.
   * @param hurry lets it take only `graceMs` from when it is aborted
   * @throws BoundPassed, or what the thread threw, or what keeps the system from having another thread
   */
  async run(job: Job, hurry?: { readonly signal: AbortSignal; readonly graceMs: number }): Promise<Result> {
    const worker = (this.worker ??= this.start());
    const result = new Promise<Result>((resolve, reject) => {
      this.running = { resolve, reject };
    });
    let ending: Promise<unknown> | undefined;
    const endAfter = (milliseconds: number): NodeJS.Timeout =>
      setTimeout(() => {
        ending = worker.terminate();
      }, milliseconds);
    let timer = endAfter(this.bounds.milliseconds);
    const shorten = (): void => {
      clearTimeout(timer);
      timer = endAfter(hurry?.graceMs ?? 0);
    };
    hurry?.signal.addEventListener('abort', shorten);
    try {
      worker.postMessage(job);
      // Only while it works: a thread that waits must not keep the process.
      worker.ref();
      return await result;
    } finally {
      worker.unref();
      clearTimeout(timer);
      hurry?.signal.removeEventListener('abort', shorten);
      this.running = undefined;
      // A thread that answers at the very end must not get the next job.
      await ending;
    }
  }

  /** Ends the thread; a job that it has fails as one that takes too long. The next job starts another. */
  async end(): Promise<void> {
    const { worker } = this;
    // Whoever has a job meanwhile must not get the thread that is being ended.
    this.worker = undefined;
    this.running?.reject(new BoundPassed('time'));
    await worker?.terminate();
  }

  private start(): Worker {
    const { memory } = this.bounds;
    const worker = new Worker(this.file, {
      resourceLimits: { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: MAX_YOUNG_MEMORY },
      // The command line and the environment of the service are nothing that it needs.
      argv: [],
      env: {},
      stdin: false,
    });
    const fail = (error: unknown): void => {
      if (this.worker !== worker) return;
      this.worker = undefined;
      this.running?.reject(error);
    };
    worker.on('message', (result: Result) => {
      this.running?.resolve(result);
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new BoundPassed('memory') : error);
    });
    worker.on('exit', () => {
      fail(new BoundPassed('time'));
    });
    return worker;
  }
}
