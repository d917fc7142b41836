import { readFileSync } from 'node:fs';

/** No fleet needs more at once, and each takes some memory. */
const MOST = 10_000;

/** Descriptors for what is always open: logs, listeners, the lock, the watch of the directory. */
const ALWAYS_OPEN = 64;

/**
 * How many connections there may be at the same time. Each may be changing a group, which takes a second descriptor for
 * the file, and a change must not fail because others only keep their connections open.
 * @param limits the text of `/proc/self/limits` (proc(5)), where there is one
 */
export function connectionLimit(limits: string | undefined = limitsOfProcess()): number {
  // Node raises the soft limit to the hard one when it starts.
  const [, files] = /^Max open files\s+(\d+)/m.exec(limits ?? '') ?? [];
  if (files === undefined) return MOST;
  return Math.max(1, Math.min(MOST, Math.floor((Number(files) - ALWAYS_OPEN) / 2)));
}

function limitsOfProcess(): string | undefined {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return undefined;
  }
}
