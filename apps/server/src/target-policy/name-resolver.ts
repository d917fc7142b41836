import { lookup } from 'node:dns/promises';
import { codeOf } from '../configuration/system-error.js';

/** All addresses of a name; rejects with the codes of getaddrinfo(3) as Node has them, `ENOTFOUND` among them. */
export type Lookup = (name: string) => Promise<readonly string[]>;

/** A lookup takes one of the four threads that files are synced with too. */
const AT_ONCE = 2;

/** How long an answer is believed, in milliseconds of the monotonic clock: the other one may be set back for a year. */
const REMEMBERED_MS = 30_000;

/** How many answers are remembered. */
const REMEMBERED = 10_000;

/** Resolves names as the programs of this host do, /etc/hosts included; a few at a time, and not the same ones over and over. */
export class NameResolver {
  private free = AT_ONCE;
  private readonly waiting: (() => void)[] = [];
  private readonly answers = new Map<string, { readonly addresses: readonly string[]; readonly until: number }>();

  constructor(
    private readonly lookup: Lookup = lookupAll,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * The addresses of a name, none when there is no such name. Waits for its turn, and does not begin once `signal` is
   * aborted.
   * @throws an error with a `code` when that cannot be told, such as `EAI_AGAIN`; the reason of `signal`
   */
  async resolve(name: string, signal: AbortSignal): Promise<readonly string[]> {
    const answer = this.answers.get(name);
    if (answer !== undefined && answer.until > this.now()) return answer.addresses;
    signal.throwIfAborted();
    await this.takeTurn();
    try {
      signal.throwIfAborted();
      const addresses = await this.lookup(name).catch(noneWhenUnknown);
      this.remember(name, addresses);
      return addresses;
    } finally {
      this.endTurn();
    }
  }

  private async takeTurn(): Promise<void> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private endTurn(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free += 1;
    else next();
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
