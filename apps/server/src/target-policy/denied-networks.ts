import { isIP } from 'node:net';
import {
  fault,
  forEach,
  inTurns,
  ipv4Within,
  type PolicyCode,
  type Refusal,
  type TargetAddress,
  type TargetPolicy,
  type Turns,
} from '@target-eye/domain';
import type { Networks } from '../net/networks.js';
import { codeOf } from '../operator-files/system-error.js';
import type { NameResolver } from './name-resolver.js';

/** How long all names of one request may take to resolve, in milliseconds. */
const TIMEOUT_MS = 10_000;

/** How many names one request may have. More could not be resolved in that time. */
const MAX_NAMES = 10_000;

interface Verdict {
  readonly code: PolicyCode;
  readonly reason: string;
}

/**
 * Refuses targets in certain networks. A name is resolved, and refused if any of its addresses is denied. A name that
 * does not exist is accepted, because Prometheus cannot reach it either. This is a best effort: a name may get another
 * address at any time, and Prometheus resolves it again before every scrape.
 */
export class DeniedNetworks implements TargetPolicy {
  constructor(
    private readonly networks: Networks,
    private readonly resolver: NameResolver,
    private readonly turns: Turns,
    private readonly timeout = TIMEOUT_MS,
  ) {}

  /** @throws TargetGroupError `too_many_names` */
  async review(addresses: readonly TargetAddress[], source: string): Promise<readonly Refusal[]> {
    const verdicts = new Map<string, Verdict | undefined>();
    const names = new Set<string>();
    const judge = forEach(addresses, ({ host }) => {
      if (isIP(host) === 0 && !isLocalhost(host)) names.add(host);
      else if (!verdicts.has(host)) verdicts.set(host, this.judgeLiteral(host));
    });
    await inTurns(judge, this.turns);
    if (names.size > MAX_NAMES) throw tooManyNames(names.size);
    if (names.size > 0) await this.judgeNames(names, source, verdicts);
    const refusals: Refusal[] = [];
    const collect = forEach(addresses, ({ target, host }) => {
      const verdict = verdicts.get(host);
      if (verdict !== undefined) refusals.push({ target, ...verdict });
    });
    await inTurns(collect, this.turns);
    return refusals;
  }

  private judgeLiteral(host: string): Verdict | undefined {
    const denied = this.find(isIP(host) === 0 ? LOCALHOST : [host]);
    return denied === undefined
      ? undefined
      : { code: 'target_not_allowed', reason: `it is in ${denied}, one of denied_networks` };
  }

  private async judgeNames(
    names: ReadonlySet<string>,
    source: string,
    verdicts: Map<string, Verdict | undefined>,
  ): Promise<void> {
    const { signal, expired, end } = startDeadline(this.timeout);
    for (const name of names) {
      if (signal.aborted) verdicts.set(name, notChecked(signal.reason));
      else verdicts.set(name, await Promise.race([this.judgeName(name, source, signal), expired]).catch(notChecked));
    }
    end();
  }

  private async judgeName(name: string, source: string, signal: AbortSignal): Promise<Verdict | undefined> {
    for (const spelling of spellingsOf(name)) {
      const denied = this.find(await this.resolver.resolve(spelling, source, signal));
      if (denied !== undefined)
        return {
          code: 'target_not_allowed',
          reason: `its name has an address in ${denied}, one of denied_networks`,
        };
    }
    return undefined;
  }

  private find(addresses: readonly string[]): string | undefined {
    for (const address of addresses) {
      const within = isIP(address) === 6 ? ipv4Within(address) : undefined;
      const denied = this.networks.find(address) ?? (within && this.networks.find(within));
      if (denied !== undefined) return denied;
    }
    return undefined;
  }
}

/** The addresses of `localhost` and `*.localhost`, whatever a resolver says (RFC 6761, section 6.3). */
const LOCALHOST = ['127.0.0.1', '::1'];

function isLocalhost(host: string): boolean {
  return /^(?:.+\.)?localhost\.?$/.test(host);
}

/** For getaddrinfo(3) a trailing dot makes another name in /etc/hosts; for Go's resolver it is the same name. */
function spellingsOf(name: string): readonly string[] {
  return name.endsWith('.') ? [name, name.slice(0, -1)] : [name];
}

/** After this many milliseconds the signal aborts and the promise `expired` rejects, unless `end` is called before. */
function startDeadline(milliseconds: number) {
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(() => {
    controller.abort(Object.assign(new Error('the names of the request took too long'), { code: 'ETIMEDOUT' }));
  }, milliseconds);
  const expired = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
  expired.catch(() => undefined);
  const end = (): void => {
    clearTimeout(timer);
  };
  return { signal, expired, end };
}

function tooManyNames(names: number): Error {
  return fault(
    'targets',
    'too_many_names',
    `the request has ${names.toLocaleString('en')} host names, and denied_networks needs the addresses of each; one request may have at most ${MAX_NAMES.toLocaleString('en')}; send several requests`,
  );
}

function notChecked(error: unknown): Verdict {
  return {
    code: 'target_not_checked',
    reason: `its name could not be resolved (${codeOf(error)}), so denied_networks cannot be checked; try again`,
  };
}
