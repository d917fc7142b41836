import { Worker } from 'node:worker_threads';
import { type FileWrite, type FileWriter, type WriteReport, WriterEndedError } from './file-writer.js';
import { OWN_THREAD } from './write-file.js';

/** Beside this module, and beside the bundle. */
const ENTRY = new URL('./write-worker.mjs', import.meta.url);

export interface WriteRequest {
  readonly id: number;
  readonly write: FileWrite;
}

export interface WriteAnswer {
  readonly id: number;
  readonly report: WriteReport;
}

interface Job {
  readonly write: FileWrite;
  readonly resolve: (report: WriteReport) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes files on a thread of its own, because a rename waits for the journal of the file system. The thread is started
 * for the first write and then kept; if it ends all the same, the next write starts another one. Where none can be started,
 * files are written here.
 */
export class WriteThread implements FileWriter {
  private worker: Worker | undefined;
  private waiting: Job[] = [];
  private readonly sent = new Map<number, Job>();
  private lastId = 0;

  /** @param entry the thread's code */
  constructor(private readonly entry = ENTRY) {}

  write(write: FileWrite): Promise<WriteReport> {
    return new Promise((resolve, reject) => {
      if (this.waiting.push({ write, resolve, reject }) === 1)
        setImmediate(() => {
          this.send();
        });
    });
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  /** What was asked for in one turn of the event loop goes as one message. */
  private send(): void {
    const jobs = this.waiting;
    this.waiting = [];
    try {
      const worker = (this.worker ??= this.start());
      // Only while it works: a thread that waits must not keep the process.
      worker.ref();
      worker.postMessage(jobs.map((job): WriteRequest => ({ id: this.note(job), write: job.write })));
    } catch {
      jobs.forEach(doHere);
    }
  }

  private start(): Worker {
    // The command line and the environment of the service are nothing that it needs.
    const worker = new Worker(this.entry, { argv: [], env: {}, stdin: false });
    let isReady = false;
    let cause: unknown;
    worker.on('message', (answers: readonly WriteAnswer[]) => {
      isReady = true;
      for (const { id, report } of answers) {
        this.sent.get(id)?.resolve(report);
        this.sent.delete(id);
      }
      if (this.sent.size === 0) worker.unref();
    });
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => {
      this.worker = undefined;
      const jobs = [...this.sent.values()];
      this.sent.clear();
      if (!isReady) jobs.forEach(doHere);
      else for (const { reject } of jobs) reject(new WriterEndedError('the thread that writes files ended', { cause }));
    });
    return worker;
  }

  private note(job: Job): number {
    this.lastId += 1;
    this.sent.set(this.lastId, job);
    return this.lastId;
  }
}

/** For want of a thread: the system may have no room for another one, or no descriptor. */
function doHere({ write, resolve, reject }: Job): void {
  OWN_THREAD.write(write).then(resolve, reject);
}
