import type { PoolSource, PrometheusState } from '@target-eye/domain';
import type { EntryPiece } from './entry-blocks.js';
import type { ClientTls } from '../http-config/http-config.js';

/** What the thread is asked: what does this Prometheus say? */
export interface Question {
  /** Without a slash at its end. */
  readonly url: string;
  readonly authorization: string | undefined;
  readonly tls: ClientTls;
  readonly userAgent: string;
}

/** What the thread answers. All that is long is bytes, which go from one thread to another without being copied. */
export type Answer =
  | { readonly state: 'ok'; readonly shown: Shown }
  | { readonly state: Exclude<PrometheusState, 'ok'>; readonly reason: string };

/** What one Prometheus shows, packed. */
export interface Shown {
  readonly clockAhead: { readonly atLeast: number; readonly atMost: number };
  readonly startedAt: number | undefined;
  readonly sources: readonly PoolSource[] | undefined;
  readonly showsFiles: boolean;
  readonly directoriesRead: readonly string[];
  /** JSON lists of `FileVersion`. */
  readonly files: readonly Uint8Array<ArrayBuffer>[];
  readonly syncFailures: ReadonlyMap<string, number>;
  readonly fileReadErrors: number | undefined;
  readonly listsAllDropped: boolean;
  readonly active: readonly EntryPiece[];
  readonly dropped: readonly EntryPiece[];
}

/** A file that was read, the place of its directory in the list, and its modification time. */
export type FileVersion = readonly [baseName: string, directory: number, mtime: number];

/** The memory that goes over to whoever gets the answer. */
export function transferred(answer: Answer): readonly ArrayBuffer[] {
  if (answer.state !== 'ok') return [];
  const { files, active, dropped } = answer.shown;
  return [...files, ...[...active, ...dropped].flatMap(({ index, blocks }) => [index, blocks])].map(
    ({ buffer }) => buffer,
  );
}
