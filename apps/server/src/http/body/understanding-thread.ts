import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { TargetGroupInput } from '@target-eye/domain';
import { RequestError, requestFault } from '../request-error.js';
import { type Body, understand } from './understand.js';

/** What one body may take. */
export interface ThreadBounds {
  readonly milliseconds: number;
  /** MiB of JavaScript objects. */
  readonly memory: number;
  /** How many bodies may wait for their turn. */
  readonly waiting: number;
}

/** Enough for 100,000 targets in YAML on a slow machine. */
const BOUNDS: ThreadBounds = { milliseconds: 10_000, memory: 192, waiting: 8 };

/** Short-lived objects, in MiB; the more there may be, the more a thread takes beyond its memory. */
const YOUNG_MEMORY = 16;

/** What the thread answers; an error would lose its class on the way. */
type Understood =
  { readonly input: TargetGroupInput } | { readonly faults: RequestError['faults']; readonly total: number };

/**
 * Understands bodies, one after another, each in a thread of its own, so that a body that takes long or much memory
 * keeps nobody waiting but other such bodies, and is given up when it passes a bound.
 */
export class UnderstandingThread {
  private waiting = 0;
  private last: Promise<unknown> = Promise.resolve();

  /** @param file this module, compiled, or what it was bundled into */
  constructor(
    private readonly bounds = BOUNDS,
    private readonly file = fileURLToPath(import.meta.url),
  ) {}

  /**
   * @param abandoned ends the work as soon as nobody waits for it
   * @throws RequestError as `understand`; `body_too_complex` past a bound, `too_many_bodies` when too many wait
   */
  async understand(body: Body, abandoned: AbortSignal): Promise<TargetGroupInput> {
    if (this.waiting > this.bounds.waiting)
      throw requestFault('too_many_bodies', 'too many large bodies wait to be understood; try again in a moment');
    this.waiting += 1;
    const turn = this.last.then(() => this.run(body, abandoned));
    this.last = turn.catch(() => undefined);
    try {
      const understood = await turn;
      if ('input' in understood) return understood.input;
      throw new RequestError(understood.faults, understood.total);
    } finally {
      this.waiting -= 1;
    }
  }

  private async run(body: Body, abandoned: AbortSignal): Promise<Understood> {
    if (abandoned.aborted) throw clientGone();
    const { milliseconds, memory } = this.bounds;
    const worker = new Worker(this.file, {
      workerData: { body },
      resourceLimits: { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: YOUNG_MEMORY },
      // The command line and the environment of the service are nothing that it needs.
      argv: [],
      env: {},
      stdin: false,
    });
    let timer: NodeJS.Timeout | undefined;
    let abandon: (() => void) | undefined;
    try {
      return await new Promise<Understood>((resolve, reject) => {
        timer = setTimeout(() => {
          reject(tooComplex(body, `more than ${String(milliseconds / 1000)} s`));
        }, milliseconds);
        abandon = () => {
          reject(clientGone());
        };
        abandoned.addEventListener('abort', abandon);
        worker.once('message', resolve);
        worker.once('error', (error: NodeJS.ErrnoException) => {
          const isOutOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
          reject(isOutOfMemory ? tooComplex(body, `more than ${String(memory)} MiB of memory`) : error);
        });
        worker.once('exit', (status) => {
          reject(new Error(`the thread that understands bodies ended with ${String(status)} and said nothing`));
        });
      });
    } finally {
      clearTimeout(timer);
      if (abandon !== undefined) abandoned.removeEventListener('abort', abandon);
      await worker.terminate();
    }
  }
}

function tooComplex({ bytes, contentType }: Body, taken: string): RequestError {
  const advice = /yaml/i.test(contentType) ? 'send it as JSON, or in several requests' : 'send it in several requests';
  return requestFault(
    'body_too_complex',
    `the body of ${String(bytes.length)} bytes takes ${taken} to be understood; ${advice}`,
  );
}

function clientGone(): RequestError {
  return requestFault('body_malformed', 'the client went away while its body was being understood');
}

function understandHere(body: Body): Understood {
  try {
    return { input: understand(body) };
  } catch (error) {
    if (error instanceof RequestError) return { faults: error.faults, total: error.total };
    throw error;
  }
}

// In the thread this module runs again, in the bundle with all others around it.
if (!isMainThread) parentPort?.postMessage(understandHere((workerData as { readonly body: Body }).body));
