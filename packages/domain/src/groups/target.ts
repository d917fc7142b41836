import { isIpv4, isIpv6 } from './ip-address.js';
import type { Faults } from '../faults/faults.js';
import { quote } from '../faults/text.js';
import type { GivenTarget } from './target-group.js';
import { forEach, type Work } from '../turns.js';

/**
 * The elements of a list of targets as a client sends it: each may itself be a comma-separated list, white space
 * around a target does not count, order and repetitions are kept. No list gives no targets, an empty one is a fault.
 */
export function* splitTargets(list: readonly string[] | undefined, faults: Faults): Work<readonly GivenTarget[]> {
  if (list?.length === 0) faults.add('targets', 'targets_empty', 'the list of targets is empty');
  const given: GivenTarget[] = [];
  yield* forEach(partsOf(list ?? []), ([part, index]) => {
    given.push({ target: part.trim(), path: `targets[${String(index)}]` });
  });
  return given;
}

function* partsOf(list: readonly string[]): Iterable<readonly [part: string, index: number]> {
  for (const [index, element] of list.entries()) for (const part of element.split(',')) yield [part, index];
}

/** As `splitTargets`; whatever is not a target goes to `faults`. */
export function* parseTargets(list: readonly string[] | undefined, faults: Faults): Work<readonly GivenTarget[]> {
  const valid: GivenTarget[] = [];
  yield* forEach(yield* splitTargets(list, faults), (given) => {
    if (checkTarget(given, faults)) valid.push(given);
  });
  return valid;
}

/** Adds to `faults` what is not a target. Says whether it is one. */
export function checkTarget({ target, path }: GivenTarget, faults: Faults): boolean {
  const reason = whyNotTarget(target);
  if (reason !== undefined) faults.add(path, 'invalid_target', `${quote(target)} is not a target: ${reason}`);
  return reason === undefined;
}

/** Adds to `faults` every target that was given before. */
export function* checkDistinct(targets: readonly GivenTarget[], faults: Faults): Work<void> {
  const seen = new Set<string>();
  yield* forEach(targets, ({ target, path }) => {
    if (seen.has(target))
      faults.add(path, 'target_repeated', `the target ${quote(target)} stands twice in the request`);
    seen.add(target);
  });
}

/**
 * Why `text` is not a target, or `undefined` when it is one: `host` or `host:port`, the host being a host name, an
 * IPv4 address or an IPv6 address in brackets, the port 1 to 65535. Prometheus itself checks less (not empty, no `/`)
 * and fails on the rest at scrape time, where nobody is looking.
 */
export function whyNotTarget(text: string): string | undefined {
  if (text === '') return 'it is empty';
  if (/\s/.test(text)) return 'white space is not allowed inside a target';
  if (text.includes('/')) return 'it is host or host:port, without scheme or path';
  const { port, reason } = text.startsWith('[') ? splitBracketed(text) : splitPlain(text);
  return reason ?? whyNotPort(port);
}

/** The port of a target as it is written, if any, and what is wrong with its host, if anything. */
interface Split {
  readonly port?: string | undefined;
  readonly reason?: string | undefined;
}

function splitBracketed(text: string): Split {
  const end = text.indexOf(']');
  if (end === -1) return { reason: 'the closing ] of the IPv6 address is missing' };
  const host = text.slice(1, end);
  if (!isIpv6(host)) return { reason: `${quote(host)} is not an IPv6 address` };
  const rest = text.slice(end + 1);
  if (rest === '') return {};
  return rest.startsWith(':') ? { port: rest.slice(1) } : { reason: 'only :port may follow the IPv6 address' };
}

function splitPlain(text: string): Split {
  const [host = '', port, ...others] = text.split(':');
  if (others.length > 0) return { reason: 'it has more than one colon (an IPv6 address goes in brackets: [::1]:9100)' };
  return { port, reason: isIpv4(host) ? undefined : whyNotHostName(host) };
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

function whyNotPort(port: string | undefined): string | undefined {
  if (port === undefined) return undefined;
  if (/^[0-9]{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535) return undefined;
  return `${quote(port)} is not a port (1 to 65535)`;
}
