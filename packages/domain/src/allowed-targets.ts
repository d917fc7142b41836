import { hostPattern } from './host-pattern.js';
import { quote } from './target-group-error.js';
import type { Refusal, TargetAddress, TargetPolicy } from './target-policy.js';

/** Ports from `first` to `last`, both included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** Allows targets whose host matches one of the patterns and whose port is in one of the ranges; no list allows all. */
export class AllowedTargets implements TargetPolicy {
  private readonly patterns: readonly ((host: string) => boolean)[];

  constructor(
    private readonly hosts: readonly string[],
    private readonly ports: readonly PortRange[],
  ) {
    this.patterns = hosts.map(hostPattern);
  }

  review(addresses: readonly TargetAddress[]): Promise<readonly Refusal[]> {
    return Promise.resolve(
      addresses.flatMap((address) => {
        const reason = this.whyNot(address);
        return reason === undefined ? [] : [{ target: address.target, code: 'target_not_allowed', reason }];
      }),
    );
  }

  private whyNot({ host, port }: TargetAddress): string | undefined {
    if (this.patterns.length > 0 && !this.patterns.some((matches) => matches(host)))
      return `its host matches none of allowed_hosts, ${quote(this.hosts.join(', '))}`;
    if (this.ports.length > 0 && !this.ports.some(({ first, last }) => first <= port && port <= last))
      return `its port ${String(port)} is none of allowed_ports, ${quote(this.ports.map(describeRange).join(', '))}`;
    return undefined;
  }
}

function describeRange({ first, last }: PortRange): string {
  return first === last ? String(first) : `${String(first)}-${String(last)}`;
}
