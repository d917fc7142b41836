import { canonicalIpv6, isIpv6 } from '../groups/ip-address.js';
import type { PreparedChange } from '../changes/prepared-change.js';
import type { PolicyCode } from '../faults/codes.js';
import { Faults } from '../faults/faults.js';
import { labelPath, quote } from '../faults/text.js';
import { type Labels, labelValue } from '../groups/labels.js';
import { type Address, type GivenTarget, parseTarget } from '../groups/target.js';
import type { TargetGroup } from '../groups/target-group.js';
import { forEach, inTurns, type Turns, type Work } from '../turns.js';

/** Where Prometheus connects to when it scrapes a target. */
export interface TargetAddress {
  /** As it was given. */
  readonly target: string;
  /** In lower case, an IPv6 address in canonical form and without brackets; a trailing dot of a name is kept. */
  readonly host: string;
  /** The port of the scheme when the target has none: 443 for `https`, else 80. */
  readonly port: number;
}

/** A target that may not be registered. */
export interface Refusal {
  readonly target: string;
  readonly code: PolicyCode;
  /** Completes the sentence "the target may not be registered: …"; names the rule that refuses it. */
  readonly reason: string;
}

/** Decides which targets may be registered, beyond the rules that hold for every target. */
export interface TargetPolicy {
  /**
   * Returns the targets that it refuses, each at most once. No target is given twice.
   * @param source names who asks, in any text, for policies that share what they wait for fairly
   * @throws TargetGroupError when the request as a whole cannot be reviewed
   */
  review(addresses: readonly TargetAddress[], source: string): Promise<readonly Refusal[]>;
}

const CODES: readonly PolicyCode[] = ['target_not_allowed', 'target_not_checked'];

/** What a change makes Prometheus connect to, as far as it does not do so yet. */
export interface Reach {
  /** The label `__scheme__` of the group after the change; `http` without one. */
  readonly scheme: string;
  /** The targets that the request gives, and those of the group that the change moves to another port. */
  readonly targets: readonly GivenTarget[];
}

/** What a change reaches when it is applied to `current`. */
export function reachOf(
  { given, keeps, labelsAfter }: PreparedChange<unknown>,
  current: TargetGroup | undefined,
): Reach {
  const { targets: there, labels } = current ?? { targets: [], labels: {} };
  const scheme = schemeOf(labelsAfter(labels));
  if (portOf(scheme) === portOf(schemeOf(labels))) return { scheme, targets: given };
  const again = new Set(given.map(({ target }) => target));
  const moved: GivenTarget[] = [];
  for (const target of there) {
    if (!keeps(target) || again.has(target)) continue;
    const address = addressOf(target);
    if (address.port === undefined) moved.push({ target, path: labelPath(SCHEME), address });
  }
  return { scheme, targets: [...given, ...moved] };
}

/** Whether `reviewed` covers all of `reach`. */
export function isWithin(reach: Reach, reviewed: Reach): boolean {
  if (portOf(reach.scheme) !== portOf(reviewed.scheme)) return false;
  if (reach.targets === reviewed.targets) return true;
  const known = new Set(reviewed.targets.map(({ target }) => target));
  return reach.targets.every(({ target }) => known.has(target));
}

const SCHEME = '__scheme__';

function schemeOf(labels: Labels): string {
  return labelValue(labels, SCHEME) ?? 'http';
}

function portOf(scheme: string): number {
  return scheme === 'https' ? 443 : 80;
}

/** What a part of a request reaches, and the place of that part in the request; none for the request as a whole. */
export interface PlacedReach extends Reach {
  readonly place?: string;
}

/**
 * Asks the policies one after another about targets that the rules have accepted, all at once. A target that one policy
 * refuses is not passed on to the next.
 * @throws TargetGroupError `target_not_allowed`, `target_not_checked` with a fault for every place of a refused target;
 * those that may never be registered come first
 */
export async function checkPolicies(
  reaches: readonly PlacedReach[],
  policies: readonly TargetPolicy[],
  source: string,
  turns: Turns,
): Promise<void> {
  const refused = new Map<number, ReadonlyMap<string, Refusal>>();
  for (const port of [80, 443]) {
    const own = reaches.filter(({ scheme, targets }) => targets.length > 0 && portOf(scheme) === port);
    if (own.length > 0) refused.set(port, await refusalsOf(own, policies, source, turns));
  }
  if ([...refused.values()].every(({ size }) => size === 0)) return;
  const faults = new Faults();
  for (const code of CODES)
    await inTurns(
      forEach(reaches, ({ scheme, targets, place = '' }) => {
        for (const { target, path } of targets) {
          const refusal = refused.get(portOf(scheme))?.get(target);
          if (refusal?.code === code)
            faults
              .within(place)
              .add(path, code, `the target ${quote(target)} may not be registered: ${refusal.reason}`);
        }
      }),
      turns,
    );
  faults.throwIfAny();
}

/** What the policies say of the targets of reaches with the same port for targets without one. */
async function refusalsOf(
  reaches: readonly Reach[],
  policies: readonly TargetPolicy[],
  source: string,
  turns: Turns,
): Promise<ReadonlyMap<string, Refusal>> {
  const refusals = new Map<string, Refusal>();
  const addresses = new Map<string, TargetAddress>();
  await inTurns(locate(reaches, addresses), turns);
  let left = [...addresses.values()];
  for (const policy of policies) {
    for (const refusal of await policy.review(left, source)) refusals.set(refusal.target, refusal);
    left = left.filter(({ target }) => !refusals.has(target));
  }
  return refusals;
}

function* locate(reaches: readonly Reach[], addresses: Map<string, TargetAddress>): Work<void> {
  for (const { scheme, targets } of reaches) {
    yield* forEach(targets, ({ target, address }) => {
      if (!addresses.has(target)) addresses.set(target, comparable(target, address, portOf(scheme)));
    });
    yield;
  }
}

/** A text that was written by hand and is not a target counts as a host as a whole. */
function addressOf(target: string): Address {
  const parsed = parseTarget(target);
  return 'reason' in parsed ? { host: target } : parsed;
}

function comparable(target: string, { host, port }: Address, ownPort: number): TargetAddress {
  return { target, host: isIpv6(host) ? canonicalIpv6(host) : host.toLowerCase(), port: port ?? ownPort };
}
