import { beforeEnd } from './before-end.js';
import type { Cluster, Question } from './cluster.js';
import type { Endpoint } from './endpoints.js';
import { EtcdError } from './etcd-error.js';
import type { Answered } from './gateway.js';
import { NodeFailure } from './node-failure.js';
import type { Transaction } from './shared-transactions.js';

/** How long an operation may take with all its attempts, in seconds: enough for a new leader to be elected. */
const WHOLE = 5;

/** How long is waited before all nodes are asked once more, in seconds: at first, and at most. */
const [FIRST_PAUSE, LONGEST_PAUSE] = [0.05, 0.25];

/** Made once: an abort without a reason makes an error with a stack trace each time. */
const OVER = new Error('the operation is over');

interface Options {
  /** A key that the login may read. */
  readonly key: string;
  /** The endpoints to be asked last. */
  readonly avoiding?: ReadonlySet<string>;
  /** Whether what is asked changes something. */
  readonly isChange?: boolean;
}

/** What is asked of one node after another until one does it, or the time is over. */
export class Operation {
  private readonly end = new AbortController();
  private readonly failures = new Map<Endpoint, NodeFailure>();
  private isDoubtful = false;
  private before: number | undefined;

  private constructor(
    private readonly cluster: Cluster,
    private readonly options: Options,
  ) {}

  /** @throws EtcdError where nothing came of it, also because of the time */
  static async run<Result>(
    cluster: Cluster,
    options: Options,
    work: (operation: Operation) => Promise<Result>,
  ): Promise<Result> {
    const operation = new Operation(cluster, options);
    const stop = (): void => {
      operation.end.abort();
    };
    const cancel = cluster.options.clock.after(WHOLE, stop);
    cluster.closed.addEventListener('abort', stop);
    if (cluster.closed.aborted) stop();
    try {
      cluster.lookAtRested(options.key);
      return await work(operation);
    } catch (error) {
      throw error instanceof NodeFailure ? operation.errorOf(error) : error;
    } finally {
      cancel();
      cluster.closed.removeEventListener('abort', stop);
      operation.end.abort(OVER);
    }
  }

  /** Whether a change may have been made by an attempt whose answer did not come. */
  get mayBeMade(): boolean {
    return this.isDoubtful;
  }

  /** A revision of the cluster that there was before the first attempt to change something. */
  get revisionBefore(): number {
    return this.before ?? 0;
  }

  /** @throws NodeFailure that no other node helps against, or when the time is over */
  ask(question: Question): Promise<Answered> {
    return this.attempt((endpoint, end) => this.cluster.ask(endpoint, question, end));
  }

  /** @throws NodeFailure that no other node helps against, or when the time is over */
  transact(transaction: Transaction): Promise<Answered> {
    return this.attempt(async (endpoint, end) => {
      if (this.options.isChange !== true) return this.cluster.transact(endpoint, transaction, end);
      if (!endpoint.isKnown) await beforeEnd(this.cluster.introduced(endpoint, this.options.key), end);
      this.before ??= this.cluster.endpoints.revision;
      try {
        return await this.cluster.transact(endpoint, transaction, end);
      } catch (error) {
        if (error instanceof NodeFailure && error.isAmbiguous) this.isDoubtful = true;
        throw error;
      }
    });
  }

  /**
   * Tries it with one node after another.
   * @throws NodeFailure that no other node helps against, or when the time is over
   */
  async attempt<Result>(work: (endpoint: Endpoint, end: AbortSignal) => Promise<Result>): Promise<Result> {
    const { signal } = this.end;
    for (let round = 0; ; round += 1) {
      let mayPass = false;
      for (const endpoint of this.cluster.endpoints.inOrder(this.options.avoiding)) {
        try {
          return await work(endpoint, signal);
        } catch (error) {
          if (!(error instanceof NodeFailure) || error.remedy === 'none') throw error;
          if (!signal.aborted || !this.failures.has(endpoint)) this.failures.set(endpoint, error);
          if (signal.aborted) throw error;
          this.cluster.endpoints.left(endpoint, error);
          mayPass ||= error.remedy !== 'other_node';
        }
      }
      if (!mayPass) throw new NodeFailure('was not found');
      await this.pause(round);
    }
  }

  private async pause(round: number): Promise<void> {
    const { clock, random } = this.cluster.options;
    const seconds = Math.min(FIRST_PAUSE * 2 ** round, LONGEST_PAUSE) * (0.5 + random() / 2);
    await beforeEnd(new Promise<void>((resolve) => clock.after(seconds, resolve)), this.end.signal);
  }

  private errorOf({ message, general, failure, remedy, cause }: NodeFailure): EtcdError {
    if (remedy === 'none') {
      const options = { cause, general: `the cluster ${general}` };
      return new EtcdError(failure, `the cluster ${message}`, this.isDoubtful, options);
    }
    const failures = [...this.failures];
    const isRefused = failures.length > 0 && failures.every(([, { failure }]) => failure === 'refused');
    const said = this.cluster.endpoints.describe(this.failures);
    return new EtcdError(isRefused ? 'refused' : 'unreachable', said.message, this.isDoubtful, {
      general: said.general,
    });
  }
}
