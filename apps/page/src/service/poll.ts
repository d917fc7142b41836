import { type ReadonlySignal, signal } from '@preact/signals';
import { TargetEyeError } from '@target-eye/client';
import { ask, login } from './session.js';
import type { Client } from '@target-eye/client';

/** What the page knows of something that is asked for again and again. */
interface Known<T> {
  /** The newest answer, `undefined` before the first. It is kept while the service does not answer. */
  readonly value: T | undefined;
  /** When it came, in milliseconds since the epoch. */
  readonly at: number;
  /** Why the last question failed, `undefined` if it did not. */
  readonly failure: TargetEyeError | undefined;
}

/** Something that is asked for again and again while somebody follows it. */
export interface Poll<T> {
  readonly known: ReadonlySignal<Known<T>>;
  /** Asks from now on, until the function returned is called. Those who follow share the questions. */
  follow(): () => void;
  /** Asks at once. It resolves when there is an answer, and never rejects. */
  refresh(): Promise<void>;
}

/** A question takes at most this share of the time, so that a busy service is asked less often. */
const MAX_SHARE = 0.2;

/**
 * Asks a question every some seconds while it is followed and the page is visible. When the page is shown again, or the
 * login changes, it is asked at once.
 */
export function poll<T>(seconds: number, question: (client: Client) => Promise<T>): Poll<T> {
  const known = signal<Known<T>>({ value: undefined, at: 0, failure: undefined });
  let [followers, round] = [0, 0];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unsubscribe: (() => void) | undefined;

  const refresh = async (): Promise<void> => {
    const mine = ++round;
    clearTimeout(timer);
    const begin = performance.now();
    let next: Known<T>;
    try {
      next = { value: await ask(question), at: Date.now(), failure: undefined };
    } catch (error) {
      if (!(error instanceof TargetEyeError)) throw error;
      next = { ...known.peek(), failure: error };
    }
    if (mine !== round) return;
    known.value = next;
    const pause = Math.max(seconds * 1000, (performance.now() - begin) / MAX_SHARE);
    // Until there is another login, the answer is the same.
    const isRefused = next.failure?.status === 401;
    if (followers > 0 && !document.hidden && !isRefused) timer = setTimeout(refresh, pause);
  };
  const onVisible = (): void => {
    if (document.hidden) clearTimeout(timer);
    else void refresh();
  };
  const follow = (): (() => void) => {
    followers += 1;
    if (followers === 1) {
      document.addEventListener('visibilitychange', onVisible);
      // A signal tells its value at once, and that is the first question.
      unsubscribe = login.subscribe(() => void refresh());
    }
    return () => {
      followers -= 1;
      if (followers > 0) return;
      clearTimeout(timer);
      unsubscribe?.();
      document.removeEventListener('visibilitychange', onVisible);
    };
  };
  return { known, follow, refresh };
}
