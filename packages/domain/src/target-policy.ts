import { canonicalIpv6 } from './ip-address.js';
import { Faults, type PolicyCode, quote } from './target-group-error.js';
import { splitTargets } from './target.js';

/** Where Prometheus connects to for a target. */
export interface TargetAddress {
  /** As it was given. */
  readonly target: string;
  /** In lower case, an IPv6 address in canonical form and without brackets; a trailing dot of a name is kept. */
  readonly host: string;
  /** 80 when the target has none, Prometheus' default for `http`. */
  readonly port: number;
}

/** A target that may not be registered. */
export interface Refusal {
  readonly target: string;
  readonly code: PolicyCode;
  /** Completes the sentence "the target may not be registered: …"; names the rule and the setting that it is from. */
  readonly reason: string;
}

/** Decides which targets may be registered, beyond the rules that hold for every target. */
export interface TargetPolicy {
  /** The targets that are refused, each at most once. Given are valid targets, none twice. */
  review(addresses: readonly TargetAddress[]): Promise<readonly Refusal[]>;
}

const CODES: readonly PolicyCode[] = ['target_not_allowed', 'target_not_checked'];

/**
 * Asks the policies one after another about the targets in a list that the rules have accepted. A target that one
 * policy refuses is not shown to the next.
 * @throws TargetGroupError `target_not_allowed`, `target_not_checked` with a fault for every place of a refused target;
 * those that may never be registered come first
 */
export async function checkPolicies(list: readonly string[], policies: readonly TargetPolicy[]): Promise<void> {
  const faults = new Faults();
  const given = splitTargets(list, faults);
  const refusals = new Map<string, Refusal>();
  let left = [...new Set(given.map(({ target }) => target))].map(addressOf);
  for (const policy of policies) {
    for (const refusal of await policy.review(left)) refusals.set(refusal.target, refusal);
    left = left.filter(({ target }) => !refusals.has(target));
  }
  for (const code of CODES)
    for (const { target, path } of given) {
      const refusal = refusals.get(target);
      if (refusal?.code === code)
        faults.add(path, code, `the target ${quote(target)} may not be registered: ${refusal.reason}`);
    }
  faults.throwIfAny();
}

const PARTS = /^(?:\[(?<ipv6>[^\]]*)\]|(?<name>[^:]*))(?::(?<port>[0-9]+))?$/;

function addressOf(target: string): TargetAddress {
  const { ipv6, name = '', port = '80' } = PARTS.exec(target)?.groups ?? {};
  const host = ipv6 === undefined ? name.toLowerCase() : canonicalIpv6(ipv6);
  return { target, host, port: Number(port) };
}
