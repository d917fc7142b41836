import { comparableHost, hostPattern } from './host-pattern.js';
import { quote } from '../faults/text.js';
import type { Refusal, TargetAddress, TargetPolicy } from './target-policy.js';
import { forEach, inTurns, ONE_TURN, type Turns } from '../turns.js';

/** Ports from `first` to `last`, both included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** What messages call the two lists. */
export interface AllowedListNames {
  readonly hosts: string;
  readonly ports: string;
}

const PLAIN_NAMES: AllowedListNames = { hosts: 'the allowed hosts', ports: 'the allowed ports' };

/** Allows targets whose host matches one of the patterns and whose port is in one of the ranges; an empty list allows all. */
export class AllowedTargets implements TargetPolicy {
  private readonly patterns: readonly ((host: string) => boolean)[];

  constructor(
    private readonly hosts: readonly string[],
    private readonly ports: readonly PortRange[],
    private readonly turns: Turns = ONE_TURN,
    private readonly names = PLAIN_NAMES,
  ) {
    this.patterns = hosts.map(hostPattern);
  }

  async review(addresses: readonly TargetAddress[]): Promise<readonly Refusal[]> {
    const refusals: Refusal[] = [];
    const check = forEach(addresses, (address) => {
      const reason = this.whyNot(address);
      if (reason !== undefined) refusals.push({ target: address.target, code: 'target_not_allowed', reason });
    });
    await inTurns(check, this.turns);
    return refusals;
  }

  private whyNot({ host, port }: TargetAddress): string | undefined {
    const comparable = comparableHost(host);
    if (this.patterns.length > 0 && !this.patterns.some((matches) => matches(comparable)))
      return `its host matches none of ${this.names.hosts}, ${quote(this.hosts.join(', '))}`;
    if (this.ports.length > 0 && !this.ports.some(({ first, last }) => first <= port && port <= last))
      return `its port ${String(port)} is none of ${this.names.ports}, ${quote(this.ports.map(describeRange).join(', '))}`;
    return undefined;
  }
}

function describeRange({ first, last }: PortRange): string {
  return first === last ? String(first) : `${String(first)}-${String(last)}`;
}
