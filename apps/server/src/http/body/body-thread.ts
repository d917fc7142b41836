import type { TargetGroupInput } from '@target-eye/domain';
import { FairQueue } from '../../turns/fair-queue.js';
import { BoundPassed, type ThreadBounds, WorkThread } from '../../turns/work-thread.js';
import { RequestError, requestFault } from '../answer/request-error.js';
import type { Body } from './parse-body.js';

/** Enough for 100,000 targets in YAML on a slow machine. */
const BOUNDS: ThreadBounds = { milliseconds: 10_000, memory: 192 };

/** What a body still gets when nobody waits for it any more: to start a new thread takes about as long. */
const ABANDONED_MS = 100;

/** A body for the thread, and what it is about: one group or many. */
export interface BodyJob {
  readonly body: Body;
  readonly shape: 'group' | 'groups';
}

/** What the thread answers. An error would lose its class on the way. */
export type ParsedBody =
  ParsedGroup | ParsedGroups | { readonly faults: RequestError['faults']; readonly total: number };

interface ParsedGroup {
  readonly input: TargetGroupInput;
}

/** Lists of groups in JSON, each short, so that to read them all keeps nobody waiting. */
export interface ParsedGroups {
  readonly pieces: readonly Uint8Array<ArrayBuffer>[];
}

interface Job extends BodyJob {
  readonly abandoned: AbortSignal;
  readonly resolve: (parsed: ParsedBody) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Parses bodies one after another in one thread, so that a body that takes long or much memory keeps nobody waiting but
 * other such bodies, and is given up when it passes a bound. Sources take turns. The thread is started for the first body
 * and then kept; only one that had to be ended, or crashed, is followed by another.
 */
export class BodyThread {
  private readonly waiting = new FairQueue<Job>();
  private readonly thread: WorkThread<BodyJob, ParsedBody>;
  private running: Job | undefined;

  /** @param file the thread's entry */
  constructor(
    file: URL,
    private readonly bounds = BOUNDS,
  ) {
    this.thread = new WorkThread(file, bounds);
  }

  /**
   * @param source who sent the body
   * @param abandoned rejects with its reason, and ends the work if it takes longer than a moment
   * @throws RequestError as `parseBody`; `body_too_complex` past a bound
   */
  async parseBody(body: Body, source: string, abandoned: AbortSignal): Promise<TargetGroupInput> {
    const parsed = await this.parse({ body, shape: 'group' }, source, abandoned);
    if ('input' in parsed) return parsed.input;
    throw new Error('the thread understood something else than one group');
  }

  /** As `parseBody`, for many groups. */
  async parseGroups(body: Body, source: string, abandoned: AbortSignal): Promise<ParsedGroups> {
    const parsed = await this.parse({ body, shape: 'groups' }, source, abandoned);
    if ('pieces' in parsed) return parsed;
    throw new Error('the thread understood something else than many groups');
  }

  private async parse(job: BodyJob, source: string, abandoned: AbortSignal): Promise<ParsedGroup | ParsedGroups> {
    abandoned.throwIfAborted();
    let giveUp = (): void => undefined;
    const parsed = await new Promise<ParsedBody>((resolve, reject) => {
      const leave = this.waiting.add(source, { ...job, abandoned, resolve, reject });
      giveUp = () => {
        leave();
        reject(abandoned.reason as Error);
      };
      abandoned.addEventListener('abort', giveUp);
      void this.work();
    }).finally(() => {
      abandoned.removeEventListener('abort', giveUp);
    });
    if ('faults' in parsed) throw new RequestError(parsed.faults, parsed.total);
    return parsed;
  }

  private async work(): Promise<void> {
    if (this.running !== undefined) return;
    while ((this.running = this.waiting.take()) !== undefined) await this.run(this.running);
  }

  /** Resolves when the job is over, whatever came of it. */
  private async run({ body, shape, abandoned, resolve, reject }: Job): Promise<void> {
    try {
      resolve(await this.thread.run({ body, shape }, { signal: abandoned, graceMs: ABANDONED_MS }));
    } catch (error) {
      reject(error instanceof BoundPassed ? tooComplex(body, this.describe(error)) : error);
    }
  }

  private describe({ bound }: BoundPassed): string {
    const { milliseconds, memory } = this.bounds;
    return bound === 'memory'
      ? `more than ${String(memory)} MiB of memory`
      : `more than ${String(milliseconds / 1000)} s`;
  }
}

function tooComplex({ bytes, contentType }: Body, taken: string): RequestError {
  const advice = /yaml/i.test(contentType) ? 'send it as JSON, or in several requests' : 'send it in several requests';
  return requestFault(
    'body_too_complex',
    `the body of ${String(bytes.length)} bytes takes ${taken} to be understood; ${advice}`,
  );
}
