import { createHmac, randomBytes } from 'node:crypto';
import { compare as bcryptCompare } from 'bcrypt';
import { ConfigurationError } from '../operator-files/configuration-error.js';
import { Recent } from './recent.js';

/** `busy`: too many passwords are waiting to be checked. */
export type Verdict = 'right' | 'wrong' | 'busy';

/** A comparison of cost 10 takes about 60 ms, so the last one in the queue waits two seconds. */
const MAX_WAITING = 32;

const MAX_REMEMBERED = 1000;

const BCRYPT = /^\$2[aby]\$(?<cost>\d\d)\$[./A-Za-z0-9]{53}$/;

/**
 * The cost of a bcrypt hash in any of the spellings `$2a$`, `$2b$` and `$2y$`.
 * @throws ConfigurationError without the text, which may be a password
 */
export function costOf(hash: string): number {
  const cost = Number(BCRYPT.exec(hash)?.groups?.['cost']);
  if (cost >= 4 && cost <= 31) return cost;
  throw new ConfigurationError(
    'it is not a bcrypt hash ($2a$, $2b$ or $2y$ with a cost from 04 to 31); htpasswd -nBC 10 USER makes one',
  );
}

/**
 * * Checks passwords against bcrypt hashes. One comparison runs at a time, because each occupies a thread of the pool
 * that also makes changes durable. Results are remembered, so that a deploy with many requests pays once. Unknown users
 * take as long as known ones.
 */
export class PasswordCheck {
  private readonly key = randomBytes(32);
  private readonly right = new Recent(MAX_REMEMBERED);
  private readonly wrong = new Recent(MAX_REMEMBERED);
  private readonly running = new Map<string, Promise<Verdict>>();
  private last: Promise<unknown> = Promise.resolve();

  /** @param compare says whether a password belongs to a hash of the kind `$2b$` */
  constructor(private readonly compare: (password: string, hash: string) => Promise<boolean> = bcryptCompare) {}

  /** @param users names and bcrypt hashes */
  async check(users: ReadonlyMap<string, string>, user: string, password: string): Promise<Verdict> {
    const hash = users.get(user);
    const tried = hash ?? this.decoy(users, user);
    if (tried === undefined) return 'wrong';
    const attempt = this.fingerprint(hash === undefined ? 'unknown' : 'known', tried, user, password);
    if (this.right.has(attempt)) return 'right';
    if (this.wrong.has(attempt)) return 'wrong';
    const running = this.running.get(attempt);
    if (running !== undefined) return running;
    if (this.running.size >= MAX_WAITING) return 'busy';
    return this.enqueue(attempt, async () => {
      const isRight = (await this.compare(password, asTwoB(tried))) && hash !== undefined;
      (isRight ? this.right : this.wrong).add(attempt);
      return isRight ? 'right' : 'wrong';
    });
  }

  private async enqueue(attempt: string, run: () => Promise<Verdict>): Promise<Verdict> {
    const result = this.last.then(run);
    this.last = result.catch(() => undefined);
    this.running.set(attempt, result);
    try {
      return await result;
    } finally {
      this.running.delete(attempt);
    }
  }

  /** The hash of some user, always the same for a name, so that the time taken does not reveal which users exist. */
  private decoy(users: ReadonlyMap<string, string>, user: string): string | undefined {
    const hashes = [...users.values()];
    return hashes[Number(`0x${this.fingerprint(user).slice(0, 8)}`) % hashes.length];
  }

  /** Includes the hash, so a new password makes everything remembered about the old one useless. */
  private fingerprint(...parts: readonly string[]): string {
    return createHmac('sha256', this.key).update(JSON.stringify(parts)).digest('hex');
  }
}

/** The three spellings stand for the same algorithm; only this one is free of flaws in the library. */
function asTwoB(hash: string): string {
  return hash.replace(/^\$2[ay]/, '$$2b');
}
