import { inTurns, type ObservedPrometheus, type PrometheusFacts, type Turns } from '@target-eye/domain';
import type { Changing } from '../operator-files/changing.js';
import { BoundPassed, type ThreadBounds, WorkThread } from '../turns/work-thread.js';
import type { HttpConfig } from '../http-config/http-config.js';
import { viewOf } from './prometheus-view.js';
import type { Answer, Question } from './question.js';

/** Longer than the thread gives to all requests of a question together. */
const BOUNDS: ThreadBounds = { milliseconds: 55_000, memory: 192 };

/** How long the thread is kept after a question, in milliseconds: longer than from one scrape of our metrics to another. */
const IDLE_MS = 150_000;

export interface ObservedOptions {
  /** The entry of the thread. */
  readonly thread: URL;
  readonly httpConfig: Changing<HttpConfig>;
  readonly turns: Turns;
  readonly userAgent: string;
  readonly bounds?: ThreadBounds;
  readonly idleMs?: number;
  /** Seconds since the epoch. */
  readonly now?: () => number;
}

/** Asks a Prometheus over its HTTP API, in a thread that is there only while somebody wants to know. */
export class HttpObservedPrometheus implements ObservedPrometheus {
  private readonly thread: WorkThread<Question, Answer>;
  private readonly now: () => number;
  private latest: PrometheusFacts | undefined;
  private isOutdated = false;
  private asking: Promise<PrometheusFacts> | undefined;
  private idle: NodeJS.Timeout | undefined;

  /** @param url without a slash at its end */
  constructor(
    readonly url: string,
    private readonly options: ObservedOptions,
  ) {
    this.thread = new WorkThread(options.thread, options.bounds ?? BOUNDS);
    this.now = options.now ?? (() => Date.now() / 1000);
    options.httpConfig.follow({
      apply: () => {
        this.isOutdated = true;
      },
    });
  }

  async facts(maxAge: number): Promise<PrometheusFacts> {
    const { latest } = this;
    if (latest !== undefined && !this.isOutdated) {
      const age = this.now() - latest.askedAt;
      // The clock may have been set back.
      if (age >= 0 && age <= maxAge) return latest;
    }
    this.asking ??= this.ask().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  known(): PrometheusFacts | undefined {
    return this.latest;
  }

  /** Ends a question that is under way. */
  async close(): Promise<void> {
    clearTimeout(this.idle);
    await this.thread.end();
  }

  private async ask(): Promise<PrometheusFacts> {
    const askedAt = this.now();
    this.isOutdated = false;
    clearTimeout(this.idle);
    const { url } = this;
    const failed = (state: Exclude<PrometheusFacts['state'], 'ok'>, reason: string): PrometheusFacts => ({
      ...{ url, askedAt, state, reason },
      view: undefined,
    });
    try {
      const { authorization, tls } = this.options.httpConfig.current;
      const answer = await this.thread.run({ url, authorization, tls, userAgent: this.options.userAgent });
      this.latest =
        answer.state === 'ok'
          ? {
              ...{ url, askedAt, state: 'ok', reason: undefined },
              view: await inTurns(viewOf(answer.shown, askedAt, this.latest), this.options.turns),
            }
          : failed(answer.state, answer.reason);
    } catch (error) {
      this.latest = failedBy(error, failed);
    }
    this.idle = setTimeout(() => void this.thread.end(), this.options.idleMs ?? IDLE_MS).unref();
    return this.latest;
  }
}

/** What it means that the thread did not answer. */
function failedBy(
  error: unknown,
  failed: (state: 'too_large' | 'unreachable', reason: string) => PrometheusFacts,
): PrometheusFacts {
  if (!(error instanceof BoundPassed)) return failed('unreachable', `it cannot be asked (${String(error)})`);
  return error.bound === 'memory'
    ? failed('too_large', 'its answer takes too much memory to be read')
    : failed('unreachable', 'it did not answer completely in time');
}
