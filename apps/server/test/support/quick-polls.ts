import type { Clock } from '@target-eye/domain';

/** The clock, but that who polls waits a hundredth of the time; other times are not shortened, so that nothing ends early. */
export const QUICK_POLLS: Clock = {
  now: () => Date.now() / 1000,
  after: (seconds, call) => {
    const timer = setTimeout(call, seconds <= 2 ? seconds * 10 : seconds * 1000);
    return () => {
      clearTimeout(timer);
    };
  },
};
