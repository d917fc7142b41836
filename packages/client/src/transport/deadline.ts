/** What a time-out aborts with. */
const OVER = Symbol('over');

/**
 * Does work that ends at once when a signal aborts, or when it takes longer.
 * @param milliseconds until the signal that `work` gets is aborted
 * @throws the reason of the first of the signals that aborted, the error of `onOver`, or whatever `work` throws
 */
export async function within<T>(
  milliseconds: number,
  signals: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<T>,
  onOver: () => Error,
): Promise<T> {
  for (const signal of signals) signal.throwIfAborted();
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort(signals.find((signal) => signal.aborted)?.reason);
  };
  for (const signal of signals) signal.addEventListener('abort', abort);
  const timer = setTimeout(() => {
    controller.abort(OVER);
  }, milliseconds);
  try {
    return await work(controller.signal);
  } catch (error) {
    for (const signal of signals) signal.throwIfAborted();
    throw controller.signal.reason === OVER ? onOver() : error;
  } finally {
    clearTimeout(timer);
    for (const signal of signals) signal.removeEventListener('abort', abort);
  }
}

/** Waits, but not longer than until one of the signals aborts; then it throws its reason. */
export async function pause(milliseconds: number, signals: readonly AbortSignal[]): Promise<void> {
  const { promise, resolve } = settledByHand();
  const timer = setTimeout(resolve, milliseconds);
  for (const signal of signals) {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', resolve);
  }
  await promise;
  clearTimeout(timer);
  for (const signal of signals) {
    signal.removeEventListener('abort', resolve);
    signal.throwIfAborted();
  }
}

/** As `Promise.withResolvers`, which Node.js 20 lacks. */
function settledByHand(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
