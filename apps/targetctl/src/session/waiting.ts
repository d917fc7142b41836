import { setMaxListeners } from 'node:events';
import type { Screen } from './screen.js';

/** What a wait ends with on Ctrl-C. */
const INTERRUPTED = Symbol('interrupted');

export interface Wait<T> {
  /** What is waited for, such as `until payments/prod is up`. */
  readonly what: () => string;
  /** Milliseconds that it may take. */
  readonly timeout: number;
  readonly work: (signal: AbortSignal) => Promise<T>;
  /** What Ctrl-C leaves behind, to be told. */
  readonly left: () => Promise<string>;
}

/**
 * Waits, and shows on a terminal for how long. Ctrl-C ends the wait; a second one ends the process while it finds out what
 * is left to tell.
 */
export async function waiting<T>(screen: Screen, { what, timeout, work, left }: Wait<T>): Promise<T> {
  const controller = new AbortController();
  // Many requests may listen at once.
  setMaxListeners(0, controller.signal);
  const interrupt = (): void => {
    controller.abort(INTERRUPTED);
  };
  process.once('SIGINT', interrupt);
  const stopProgress = showTime(screen, what, timeout);
  try {
    return await work(controller.signal);
  } catch (error) {
    if (error !== INTERRUPTED) throw error;
    stopProgress();
    screen.tell(`targetctl: ${await left()}`);
    process.kill(process.pid, 'SIGINT');
    throw error;
  } finally {
    stopProgress();
    process.off('SIGINT', interrupt);
  }
}

function showTime(screen: Screen, what: () => string, timeout: number): () => void {
  const begin = performance.now();
  const all = Math.ceil(timeout / 1000);
  const show = (): void => {
    const seconds = Math.floor((performance.now() - begin) / 1000);
    screen.progress(`waiting ${what()}: ${String(Math.min(seconds, all))} s of ${String(all)} s`);
  };
  show();
  const timer = setInterval(show, 1000);
  return () => {
    clearInterval(timer);
    screen.progress('');
  };
}
