declare module 'fs-native-extensions' {
  /** Takes a lock on an open file, by default an exclusive one; `false` when another descriptor's lock is in the way. */
  export function tryLock(fd: number, options?: { readonly shared: boolean }): boolean;

  /** Exchanges two files in one step (renameat2 with RENAME_EXCHANGE). */
  export function swapSync(from: string, to: string): void;
}
