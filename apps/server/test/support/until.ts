import { setTimeout as sleep } from 'node:timers/promises';

/** Only for what never comes to be: a machine may be as busy as it likes. In milliseconds. */
const PATIENCE = 200_000;

/** Waits until `check` is true; one that throws is not. */
export async function until(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const isSo = await Promise.resolve()
      .then(check)
      .catch(() => false);
    if (isSo) return;
    if (Date.now() > end) throw new Error(`not within ${String(PATIENCE / 1000)} s: ${what}`);
    await sleep(50);
  }
}
