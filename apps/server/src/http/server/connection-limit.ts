import { readFileSync } from 'node:fs';

/** No fleet needs more at once, and each takes some memory. */
const MAX_CONNECTIONS = 10_000;

/** Descriptors of what is always open: logs, listeners, the lock, the watch of the directory. */
const OWN_DESCRIPTORS = 64;

/**
 * How many connections may be open at the same time. A change of a group needs a second descriptor for its file, and
 * must not fail because other clients keep connections open.
 * @param limits the text of `/proc/self/limits` (proc(5)), where there is one
 */
export function connectionLimit(limits: string | undefined = limitsOfProcess()): number {
  // Node raises the soft limit to the hard one when it starts.
  const [, files] = /^Max open files\s+(\d+)/m.exec(limits ?? '') ?? [];
  if (files === undefined) return MAX_CONNECTIONS;
  return Math.max(1, Math.min(MAX_CONNECTIONS, Math.floor((Number(files) - OWN_DESCRIPTORS) / 2)));
}

function limitsOfProcess(): string | undefined {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return undefined;
  }
}
