/** Only for what never comes to be: a machine may be as busy as it likes. In milliseconds. */
const PATIENCE = 200_000;

/**
 * Waits until `check` is true; one that throws is not.
 * @param what what is waited for, for the report
 * @param patience for how long, in milliseconds; only where something else makes `check` true later
 * @throws Error when it does not come to be, caused by what `check` threw last
 */
export async function until(what: string, check: () => boolean | Promise<boolean>, patience = PATIENCE): Promise<void> {
  const end = Date.now() + patience;
  for (;;) {
    let cause: unknown;
    try {
      if (await check()) return;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > end) throw new Error(`not within ${String(patience / 1000)} s: ${what}`, { cause });
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
