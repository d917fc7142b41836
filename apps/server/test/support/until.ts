import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `check` is true; one that throws is not. */
export async function until(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 40_000;
  for (;;) {
    const isSo = await Promise.resolve()
      .then(check)
      .catch(() => false);
    if (isSo) return;
    if (Date.now() > end) throw new Error(`not within 40 s: ${what}`);
    await sleep(50);
  }
}
