/** Where the storage says what it does to the disk. */
export interface StorageEvents {
  /** A group's file was put in its place, or removed. */
  fileWritten(operation: 'publish' | 'remove'): void;
  /** An fsync ended after so many seconds, well or not. */
  fsynced(of: 'file' | 'directory', seconds: number): void;
  /** One write made so many changes durable. */
  committed(changes: number): void;
}

export const NO_EVENTS: StorageEvents = {
  fileWritten: () => undefined,
  fsynced: () => undefined,
  committed: () => undefined,
};
