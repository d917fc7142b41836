import type { Answered, TransactionAnswer } from './gateway.js';
import { NodeFailure } from './node-failure.js';

interface Comparison {
  readonly key: string;
  readonly target?: 'MOD';
  readonly result?: 'EQUAL';
  readonly mod_revision?: string;
}

/** What is compared, and what is done if it is so or if it is not, as the gateway takes them, with one key in all of it. */
export interface Transaction {
  readonly compare: readonly Comparison[];
  readonly success: readonly object[];
  readonly failure: readonly object[];
}

/** A node takes 128 operations with one request (`--max-txn-ops`), each of them and the one around them. */
const MAX_TOGETHER = 100;

/** Of all that is stored with one request, in characters; a node takes 1.5 MiB (`--max-request-bytes`). */
const MAX_LENGTH = 256 * 1024;

interface Waiting {
  readonly transaction: Transaction;
  readonly resolve: (answered: Answered) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Transactions for one node. Those that come in one turn of the event loop, or while the node is asked, are sent as one:
 * the cluster writes them down once. It takes no two with the same key at once.
 */
export class SharedTransactions {
  private readonly waiting = new Set<Waiting>();
  /** Whether a request is under way, or is in the next turn. */
  private isBusy = false;
  /** Whether somebody else was faster than one of those that were sent last. */
  private isContested = false;

  /** @param ask sends one transaction to the node; rejects with a `NodeFailure` */
  constructor(private readonly ask: (transaction: Transaction) => Promise<Answered>) {}

  /**
   * Makes the transaction, alone or with others.
   * @param end when nobody waits for it any more; what was not sent by then never is
   * @throws NodeFailure
   */
  async make(transaction: Transaction, end: AbortSignal): Promise<Answered> {
    let stop = (): void => undefined;
    try {
      return await new Promise((resolve, reject) => {
        const waiting = { transaction, resolve, reject };
        stop = () => {
          const isAmbiguous = !this.waiting.delete(waiting);
          reject(new NodeFailure('did not answer in time', { isAmbiguous }));
        };
        this.waiting.add(waiting);
        end.addEventListener('abort', stop, { once: true });
        if (end.aborted) stop();
        else this.plan();
      });
    } finally {
      end.removeEventListener('abort', stop);
    }
  }

  private plan(): void {
    if (this.isBusy || this.waiting.size === 0) return;
    this.isBusy = true;
    setImmediate(() => void this.send());
  }

  private async send(): Promise<void> {
    const together = this.next();
    await this.sendTogether(together).catch((error: unknown) => {
      for (const { reject } of together) reject(error);
      this.turnAway(error);
    });
    this.isBusy = false;
    this.plan();
  }

  private next(): readonly Waiting[] {
    const together: Waiting[] = [];
    const keys = new Set<string | undefined>();
    let length = 0;
    for (const waiting of this.waiting) {
      const key = waiting.transaction.compare[0]?.key;
      if (keys.has(key)) continue;
      keys.add(key);
      length += JSON.stringify(waiting.transaction.success).length;
      if (together.length === MAX_TOGETHER || (length > MAX_LENGTH && together.length > 0)) break;
      together.push(waiting);
      this.waiting.delete(waiting);
    }
    return together;
  }

  private async sendTogether(together: readonly Waiting[]): Promise<void> {
    const [first, ...others] = together;
    if (first === undefined) return;
    if (others.length === 0) {
      first.resolve(await this.ask(first.transaction));
      return;
    }
    try {
      if (this.isContested || !(await this.makeAll(together))) await this.makeEach(together);
    } catch (error) {
      if (!(error instanceof NodeFailure) || error.remedy !== 'none') throw error;
      await this.sendApart(together);
    }
  }

  /**
   * All of them or nothing, which takes a node less time than each by itself.
   * @returns whether they are made
   */
  private async makeAll(together: readonly Waiting[]): Promise<boolean> {
    const all = together.map(({ transaction }) => transaction);
    const answered = await this.ask({
      compare: all.flatMap(({ compare }) => compare),
      success: all.flatMap(({ success }) => success),
      // One is enough to make the node ask the majority.
      failure: all[0]?.failure ?? [],
    });
    const { header, succeeded } = answered.answer as TransactionAnswer;
    this.isContested = succeeded !== true;
    if (this.isContested) return false;
    for (const { resolve } of together) resolve({ ...answered, answer: { header, succeeded } as TransactionAnswer });
    return true;
  }

  /** Each by itself, because somebody else was faster than some of them. */
  private async makeEach(together: readonly Waiting[]): Promise<void> {
    const success = together.map(({ transaction }) => ({ request_txn: transaction }));
    const answered = await this.ask({ compare: [], success, failure: [] });
    const { header, responses = [] } = answered.answer as SharedAnswer;
    this.isContested = responses.some(({ response_txn }) => response_txn.succeeded !== true);
    for (const [index, { resolve }] of together.entries())
      resolve({ ...answered, answer: { ...responses[index]?.response_txn, header } });
  }

  /** What is wrong with one of them, so that nothing was done, need not be so with the others. */
  private async sendApart(together: readonly Waiting[]): Promise<void> {
    for (const each of together)
      await this.sendTogether([each]).catch((error: unknown) => {
        each.reject(error);
      });
  }

  /** Whoever has waited for a node that fails is better served by another one. */
  private turnAway(error: unknown): void {
    if (!(error instanceof NodeFailure) || error.remedy === 'none') return;
    for (const { reject } of this.waiting) reject(error.ofNothingSent());
    this.waiting.clear();
  }
}

interface SharedAnswer extends TransactionAnswer {
  readonly responses?: readonly { readonly response_txn: Omit<TransactionAnswer, 'header'> }[] &
    TransactionAnswer['responses'];
}
