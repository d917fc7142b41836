import type { DirectoryIdentity } from '../directory/directory-identity.js';

/** What is to become of one file. Everything here can be sent to another thread. */
export interface FileWrite {
  readonly directory: DirectoryIdentity;
  readonly name: string;
  /** What is to stand there, and where it is written before; nothing removes the file. */
  readonly content: { readonly text: string; readonly stagedAt: string } | undefined;
  /** The version of the file that is to be displaced; `undefined` where there is none. */
  readonly over: string | undefined;
  /** Whether somebody else changes the file, too, so that it is worth two scans by Prometheus to displace nothing else. */
  readonly isContested: boolean;
}

export type FileWritten =
  /** `version` is that of the new file; one that no file has when somebody rewrote the file in this very moment. */
  | { readonly outcome: 'written'; readonly version: string }
  | { readonly outcome: 'removed'; readonly version?: never }
  /** Nothing was done, because another version stands there. */
  | { readonly outcome: 'changed'; readonly version?: never }
  /** Nothing was done, because the path does not name the directory any more. */
  | { readonly outcome: 'lost'; readonly version?: never }
  /** Nothing was done. */
  | { readonly outcome: 'failed'; readonly version?: never; readonly error: SystemFailure };

/** What is left of an error of the system on its way from thread to thread. */
export interface SystemFailure {
  readonly message: string;
  readonly code: string | undefined;
  readonly syscall: string | undefined;
}

/** What became of a file, and how many seconds an fsync of it took, if there was one. */
export type WriteReport = FileWritten & { readonly fsyncSeconds?: number };

/** Does what `writeFile` does. */
export interface FileWriter {
  /** @throws WriterEndedError when it is not known what became of the file */
  readonly write: (write: FileWrite) => Promise<WriteReport>;
  readonly close: () => Promise<void>;
}

/** Whoever wrote files ended in the middle of it, which nothing but a defect or a want of memory explains. */
export class WriterEndedError extends Error {
  override readonly name = 'WriterEndedError';
}
