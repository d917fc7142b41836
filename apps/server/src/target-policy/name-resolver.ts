import { lookup } from 'node:dns/promises';
import { codeOf } from '../operator-files/system-error.js';
import { FairQueue } from '../turns/fair-queue.js';

/** All addresses of a name. It rejects with Node's codes for getaddrinfo(3), such as `ENOTFOUND`. */
export type Lookup = (name: string) => Promise<readonly string[]>;

/** Each lookup occupies one of the four threads that also sync files, and it cannot be stopped. */
const MAX_LOOKUPS = 2;

/** How long an answer is believed, in milliseconds of the monotonic clock, because the wall clock may be set back. */
const REMEMBERED_MS = 30_000;

const MAX_REMEMBERED = 10_000;

/**
 * * Resolves names as the programs of this host do, including /etc/hosts. It looks up a few names at a time, and
 * remembers the answers. Sources take turns, and each has one lookup at a time, so slow names delay only the source
 * that sent them.
 */
export class NameResolver {
  private readonly waiting = new FairQueue<{ readonly source: string; readonly begin: () => void }>();
  /** The sources whose lookups are running. */
  private readonly running = new Set<string>();
  private readonly answers = new Map<string, { readonly addresses: readonly string[]; readonly until: number }>();

  constructor(
    private readonly lookup: Lookup = lookupAll,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * * The addresses of a name; none if there is no such name. It waits for the turn of its source, and does not begin
   * after `signal` has been aborted.
   * @throws an error with a `code`, such as `EAI_AGAIN`, if the lookup fails; the reason of `signal` if it was aborted
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
    while (this.running.size < MAX_LOOKUPS) {
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
    if (this.answers.size > MAX_REMEMBERED && oldest !== undefined) this.answers.delete(oldest);
  }
}

async function lookupAll(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true })).map(({ address }) => address);
}

function noneWhenUnknown(error: unknown): readonly string[] {
  if (codeOf(error) === 'ENOTFOUND') return [];
  throw error;
}
