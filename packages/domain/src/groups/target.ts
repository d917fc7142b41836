import { isIpv4, isIpv6 } from './ip-address.js';
import type { Faults } from '../faults/faults.js';
import { quote } from '../faults/text.js';
import { forEach, type Work } from '../turns.js';

/** A target as a request names it, and the place where it does. */
export interface NamedTarget {
  readonly target: string;
  readonly path: string;
}

/** The parts of a target, as they are written. */
export interface Address {
  /** An IPv6 address without its brackets. */
  readonly host: string;
  readonly port?: number;
}

/** A target that a request gives to be stored. */
export interface GivenTarget extends NamedTarget {
  readonly address: Address;
}

/**
 * The targets that a client names, valid or not. Each element may itself be a comma-separated list, white space around a
 * target does not count, and order and repetitions are kept. Without a list there are no targets; an empty list is a
 * fault.
 */
export function* splitTargets(list: readonly string[] | undefined, faults: Faults): Work<readonly NamedTarget[]> {
  checkGiven(list, faults);
  const named: NamedTarget[] = [];
  yield* forEach(namedIn(list ?? []), (target) => {
    named.push(target);
  });
  return named;
}

/** As `splitTargets`, for targets to be stored. What is not a target is left out and added to `faults`. */
export function* parseTargets(list: readonly string[] | undefined, faults: Faults): Work<readonly GivenTarget[]> {
  checkGiven(list, faults);
  const given: GivenTarget[] = [];
  yield* forEach(namedIn(list ?? []), (named) => {
    const address = checkTarget(named, faults);
    if (address !== undefined) given.push({ ...named, address });
  });
  return given;
}

function checkGiven(list: readonly string[] | undefined, faults: Faults): void {
  if (list?.length === 0) faults.add('targets', 'targets_empty', 'the list of targets is empty');
}

function* namedIn(list: readonly string[]): Iterable<NamedTarget> {
  for (const [index, element] of list.entries()) {
    const path = `targets[${String(index)}]`;
    for (const part of element.split(',')) yield { target: part.trim(), path };
  }
}

/** The address of a target; `undefined` for a text that is none, which is added to `faults`. */
export function checkTarget({ target, path }: NamedTarget, faults: Faults): Address | undefined {
  const parsed = parseTarget(target);
  if (!('reason' in parsed)) return parsed;
  faults.add(path, 'invalid_target', `${quote(target)} is not a target: ${parsed.reason}`);
  return undefined;
}

/** Adds to `faults` every target that was named before. */
export function* checkDistinct(targets: readonly NamedTarget[], faults: Faults): Work<void> {
  const seen = new Set<string>();
  yield* forEach(targets, ({ target, path }) => {
    if (seen.has(target)) faults.add(path, 'target_repeated', `the target ${quote(target)} is given twice`);
    seen.add(target);
  });
}

/** The targets without those that were given before. */
export function* distinctTargets<Target extends NamedTarget>(targets: readonly Target[]): Work<readonly Target[]> {
  const first = new Map<string, Target>();
  yield* forEach(targets, (given) => {
    if (!first.has(given.target)) first.set(given.target, given);
  });
  return [...first.values()];
}

/**
 * The parts of a target, or why a text is none. A target is `host` or `host:port`; the host is a host name, an IPv4
 * address or an IPv6 address in brackets, the port is 1 to 65535. Prometheus itself checks less (not empty, no `/`) and
 * fails on the rest at scrape time, where nobody is looking.
 */
export function parseTarget(text: string): Address | NoTarget {
  if (text === '') return { reason: 'it is empty' };
  if (/\s/.test(text)) return { reason: 'white space is not allowed inside a target' };
  if (text.includes('/')) return { reason: 'it is host or host:port, without scheme or path' };
  const split = text.startsWith('[') ? splitBracketed(text) : splitPlain(text);
  if ('reason' in split) return split;
  const { host, port } = split;
  if (port === undefined) return { host };
  return isPort(port) ? { host, port: Number(port) } : { reason: `${quote(port)} is not a port (1 to 65535)` };
}

/** Why a text is not a target. */
interface NoTarget {
  readonly reason: string;
}

/** A target with a valid host, and what follows the colon behind it, if there is one. */
interface Split {
  readonly host: string;
  readonly port?: string | undefined;
}

function splitBracketed(text: string): Split | NoTarget {
  const end = text.indexOf(']');
  if (end === -1) return { reason: 'the closing ] of the IPv6 address is missing' };
  const host = text.slice(1, end);
  if (!isIpv6(host)) return { reason: `${quote(host)} is not an IPv6 address` };
  const rest = text.slice(end + 1);
  if (rest === '') return { host };
  return rest.startsWith(':') ? { host, port: rest.slice(1) } : { reason: 'only :port may follow the IPv6 address' };
}

function splitPlain(text: string): Split | NoTarget {
  const [host = '', port, ...others] = text.split(':');
  if (others.length > 0) return { reason: 'it has more than one colon (an IPv6 address goes in brackets: [::1]:9100)' };
  const reason = isIpv4(host) ? undefined : whyNotHostName(host);
  return reason === undefined ? { host, port } : { reason };
}

/** RFC 1123, section 2.1, and RFC 1035, section 2.3.4 for the lengths; underscores because containers are named so. */
function whyNotHostName(host: string): string | undefined {
  const name = host.endsWith('.') ? host.slice(0, -1) : host;
  if (name === '') return 'the host is empty';
  if (name.length > 253) return `the host name has ${String(name.length)} characters, 253 are allowed`;
  const labels = name.split('.');
  const bad = labels.find((label) => !HOST_LABEL.test(label));
  if (bad !== undefined)
    return `${quote(bad)} is not a part of a host name (1 to 63 letters, digits, hyphens or underscores, beginning and ending with a letter or digit)`;
  if (/^[0-9]+$/.test(labels.at(-1) ?? '')) return `${quote(host)} is neither an IPv4 address nor a host name`;
  return undefined;
}

const HOST_LABEL = /^[a-zA-Z0-9](?:[a-zA-Z0-9_-]{0,61}[a-zA-Z0-9])?$/;

/** Whether a text is the port of a target. */
export function isPort(text: string): boolean {
  return /^[0-9]{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535;
}
