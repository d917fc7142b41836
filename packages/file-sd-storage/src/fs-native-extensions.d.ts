declare module 'fs-native-extensions' {
  /** Takes an exclusive lock on an open file; `false` when another descriptor holds it. */
  export function tryLock(fd: number): boolean;

  /** Exchanges two files in one step (renameat2 with RENAME_EXCHANGE). */
  export function swapSync(from: string, to: string): void;
}
