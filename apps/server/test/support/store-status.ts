import type { StoreStatus } from '@target-eye/domain';

/** The status of an empty store, but for what is given. */
export function statusWith(status: Partial<StoreStatus> = {}): StoreStatus {
  return {
    problem: () => undefined,
    age: () => undefined,
    counts: () => ({ groups: 0, targets: 0, unreadable: 0 }),
    unreadable: () => [],
    unclaimed: () => [],
    questionable: () => [],
    lastChanges: () => [],
    ...status,
  };
}
