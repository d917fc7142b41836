import type { Clock } from '@target-eye/domain';

/** The clock of the machine. What it is to call keeps no process alive. */
export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now() / 1000,
  after: (seconds, call) => {
    const timer = setTimeout(call, seconds * 1000).unref();
    return () => {
      clearTimeout(timer);
    };
  },
};
