import type { GroupNames, StoreStatus, TargetGroupStore } from '@target-eye/domain';

/** Where the groups are kept, and how they come to the directory that Prometheus watches. */
export interface Storage {
  readonly store: TargetGroupStore;
  readonly status: StoreStatus;
  /** Why no change can be stored at the moment, or none gets to Prometheus. */
  readonly problem: StoreStatus['problem'];
  readonly names: GroupNames;
  /** What its names are of what it keeps: of files, or keys. */
  readonly named: 'file' | 'key';
  /** What is waited for before the groups are known and in the directory; `undefined` where that is so from the beginning. */
  readonly awaited: Awaited | undefined;
  /** Lets what was accepted finish. */
  close(): Promise<void>;
}

/** Something outside of the service that has to be there before it is ready. */
export interface Awaited {
  /** What it is, a part of a sentence. */
  readonly what: string;
  /** Resolves when it is there, with what there is to say of it in the log. */
  readonly there: Promise<object>;
}
