import { lookup } from 'node:dns/promises';
import { codeOf } from '../operator-files/system-error.js';
import { FairQueue } from '../turns/fair-queue.js';

/** All addresses of a name; rejects with the codes of getaddrinfo(3) as Node has them, `ENOTFOUND` among them. */
export type Lookup = (name: string) => Promise<readonly string[]>;

/** A lookup takes one of the four threads that files are synced with too, and cannot be ended. */
const AT_ONCE = 2;

/** How long an answer is believed, in milliseconds of the monotonic clock: the other one may be set back for a year. */
const REMEMBERED_MS = 30_000;

/** How many answers are remembered. */
const REMEMBERED = 10_000;

/**
 * Resolves names as the programs of this host do, /etc/hosts included; a few at a time, and not the same ones over and
 * over. Sources take turns, and each has one lookup at a time: so names that resolve slowly delay only who sent them.
 */
export class NameResolver {
  private readonly waiting = new FairQueue<{ readonly source: string; readonly begin: () => void }>();
  /** Whose lookups are running. */
  private readonly running = new Set<string>();
  private readonly answers = new Map<string, { readonly addresses: readonly string[]; readonly until: number }>();

  constructor(
    private readonly lookup: Lookup = lookupAll,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * The addresses of a name, none when there is no such name. Waits for the turn of its source, and does not begin once
   * `signal` is aborted.
   * @throws an error with a `code` when that cannot be told, such as `EAI_AGAIN`; the reason of `signal`
   */
  async resolve(name: string, source: string, signal: AbortSignal): Promise<readonly string[]> {
    const answer = this.answers.get(name);
    if (answer !== undefined && answer.until > this.now()) return answer.addresses;
    signal.throwIfAborted();
    await this.takeTurn(source);
    try {
      signal.throwIfAborted();
      const addresses = await this.lookup(name).catch(noneWhenUnknown);
      this.remember(name, addresses);
      return addresses;
    } finally {
      this.running.delete(source);
      this.beginNext();
    }
  }

  private takeTurn(source: string): Promise<void> {
    return new Promise((begin) => {
      this.waiting.add(source, { source, begin });
      this.beginNext();
    });
  }

  private beginNext(): void {
    while (this.running.size < AT_ONCE) {
      const next = this.waiting.take((source) => !this.running.has(source));
      if (next === undefined) return;
      this.running.add(next.source);
      next.begin();
    }
  }

  private remember(name: string, addresses: readonly string[]): void {
    this.answers.delete(name);
    this.answers.set(name, { addresses, until: this.now() + REMEMBERED_MS });
    const [oldest] = this.answers.keys();
    if (this.answers.size > REMEMBERED && oldest !== undefined) this.answers.delete(oldest);
  }
}

async function lookupAll(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}

function noneWhenUnknown(error: unknown): readonly string[] {
  if (codeOf(error) === 'ENOTFOUND') return [];
  throw error;
}
