import type { Clock } from '@target-eye/domain';

/**
 * Whether the promise resolves within so many seconds.
 * @throws what the promise rejects with meanwhile
 */
export async function isWithin(seconds: number, promise: Promise<unknown>, clock: Clock): Promise<boolean> {
  let cancel = (): void => undefined;
  const late = new Promise<boolean>((resolve) => {
    cancel = clock.after(seconds, () => {
      resolve(false);
    });
  });
  return Promise.race([promise.then(() => true), late]).finally(cancel);
}
