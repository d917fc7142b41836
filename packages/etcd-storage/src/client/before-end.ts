import { NodeFailure } from './node-failure.js';

/**
 * Waits for something that others wait for as well, and so goes on when this wait is over.
 * @throws NodeFailure when the end comes first
 */
export function beforeEnd<Result>(work: Promise<Result>, end: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reject(new NodeFailure('did not answer in time'));
    };
    end.addEventListener('abort', stop, { once: true });
    if (end.aborted) stop();
    work.then(resolve, reject).finally(() => {
      end.removeEventListener('abort', stop);
    });
  });
}
