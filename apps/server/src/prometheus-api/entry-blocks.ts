import type { ActiveTarget, Labels, TargetSource } from '@target-eye/domain';

/** One target as it is kept: packed, because most are never looked at. */
export type Entry = readonly [
  address: string,
  pool: string | null,
  discoveredLabels: Labels | null,
  ofActive?: readonly [
    labels: Labels,
    scrapeUrl: string,
    health: ActiveTarget['health'],
    lastError: string,
    lastScrape: number | null,
    lastScrapeSeconds: number | null,
    intervalSeconds: number | null,
  ],
];

/** Entries of some sources. To take one in takes less than a millisecond. */
export interface EntryPiece {
  /** A JSON list of `IndexedBlock`. */
  readonly index: Uint8Array<ArrayBuffer>;
  /** JSON texts of `Block`, one after another. */
  readonly blocks: Uint8Array<ArrayBuffer>;
}

/** Entries of one source that lie together. */
export type Block = readonly [source: TargetSource, ...entries: readonly Entry[]];

/** The name of the source, where its block ends, and the addresses in it. */
export type IndexedBlock = readonly [name: string, end: number, ...addresses: readonly string[]];

/** Different for different sources; the same for all targets of which it is not known where they are from. */
export function nameOfSource({ file, key }: TargetSource): string {
  return key === undefined ? (file ?? '') : JSON.stringify([key.application, key.environment]);
}
