import { setImmediate as nextTurn } from 'node:timers/promises';

/** How many files are compared before other work runs. */
const STRIDE = 500;

/**
 * Looks at each of the names, and lets other work run meanwhile.
 * @throws Error of `look`
 */
export async function sweep(names: Iterable<string>, look: (name: string) => void): Promise<void> {
  let count = 0;
  for (const name of names) {
    look(name);
    count += 1;
    if (count % STRIDE === 0) await nextTurn();
  }
}
