import {
  type ActiveTarget,
  type DiscoveredTarget,
  type FileRead,
  type PrometheusFacts,
  type PrometheusView,
  type TargetSource,
  type Work,
} from '@target-eye/domain';
import { type Entry, type EntryPiece, type IndexedBlock, nameOfSource } from './entry-blocks.js';
import type { FileVersion, Shown } from './question.js';

/** How long ago a file must have been seen without its newest version, in seconds, to know when that was read. */
const SHORTLY = 30;

/**
 * Makes of what Prometheus shows a view that finds what is asked for. What it finds is unpacked only then.
 * @param askedAt when asking began, in seconds since the epoch
 * @param before what was said before
 */
export function* viewOf(shown: Shown, askedAt: number, before: PrometheusFacts | undefined): Work<PrometheusView> {
  const files = yield* filesOf(shown, askedAt, before);
  const active = yield* packed(shown.active);
  const dropped = yield* packed(shown.dropped);
  const { clockAhead, startedAt, sources, showsFiles, syncFailures, fileReadErrors, listsAllDropped } = shown;
  return {
    ...{ clockAhead, startedAt, sources, showsFiles, fileReadErrors, listsAllDropped },
    filesNamed: (baseName) => files.get(baseName) ?? [],
    baseNamesRead: { [Symbol.iterator]: () => files.keys() },
    syncFailures: (pool) => syncFailures.get(pool),
    activeOf: (group) => active.of(group).flatMap(activeTarget),
    droppedOf: (group) => dropped.of(group).map(discoveredTarget),
    activeAt: (address) => active.at(address).flatMap(activeTarget),
  };
}

/** The files that were read, by their base names. */
function* filesOf(
  { files: pieces, directoriesRead }: Shown,
  askedAt: number,
  before: PrometheusFacts | undefined,
): Work<ReadonlyMap<string, readonly FileRead[]>> {
  const files = new Map<string, readonly FileRead[]>();
  const wasSeenShortlyBefore = before?.view?.showsFiles === true && before.askedAt > askedAt - SHORTLY;
  for (const piece of pieces) {
    for (const [baseName, place, mtime] of parse(piece) as readonly FileVersion[]) {
      const directory = directoriesRead[place] ?? '';
      const known = before?.view?.filesNamed(baseName).find((file) => file.directory === directory);
      const firstSeenAt = known?.mtime === mtime ? known.firstSeenAt : wasSeenShortlyBefore ? askedAt : undefined;
      files.set(baseName, [...(files.get(baseName) ?? []), { directory, mtime, firstSeenAt }]);
    }
    yield;
  }
  return files;
}

/** An entry and where it is from. */
interface Unpacked {
  readonly source: TargetSource;
  readonly entry: Entry;
}

interface Block {
  readonly source: TargetSource;
  readonly bytes: Uint8Array;
}

/** Entries that are found by where they are from and by their address. */
class PackedEntries {
  private readonly bySource = new Map<string, Block[]>();
  private readonly byAddress = new Map<string, Block[]>();

  of({ file, key }: Required<TargetSource>): readonly Unpacked[] {
    const names = [nameOfSource({ file }), nameOfSource({ key })];
    return names.flatMap((name) => this.bySource.get(name) ?? []).flatMap(unpack);
  }

  at(address: string): readonly Unpacked[] {
    return (this.byAddress.get(address) ?? []).flatMap(unpack).filter(({ entry }) => entry[0] === address);
  }

  add({ index, blocks }: EntryPiece): void {
    let begin = 0;
    for (const [source, end, ...addresses] of parse(index) as readonly IndexedBlock[]) {
      const block = { source, bytes: blocks.subarray(begin, end) };
      begin = end;
      append(this.bySource, nameOfSource(source), block);
      for (const address of addresses) append(this.byAddress, address, block);
    }
  }
}

function* packed(pieces: readonly EntryPiece[]): Work<PackedEntries> {
  const entries = new PackedEntries();
  for (const piece of pieces) {
    entries.add(piece);
    yield;
  }
  return entries;
}

function append(map: Map<string, Block[]>, name: string, block: Block): void {
  const blocks = map.get(name);
  if (blocks === undefined) map.set(name, [block]);
  else blocks.push(block);
}

function unpack({ source, bytes }: Block): readonly Unpacked[] {
  return (parse(bytes) as readonly Entry[]).map((entry) => ({ source, entry }));
}

const decoder = new TextDecoder();

function parse(bytes: Uint8Array): unknown {
  return JSON.parse(decoder.decode(bytes)) as unknown;
}

function discoveredTarget({ source, entry: [address, pool, discoveredLabels] }: Unpacked): DiscoveredTarget {
  return {
    source,
    address,
    pool: pool ?? undefined,
    discoveredLabels: discoveredLabels ?? undefined,
  };
}

function activeTarget(unpacked: Unpacked): readonly ActiveTarget[] {
  const [, pool, , ofActive] = unpacked.entry;
  if (ofActive === undefined || pool === null) return [];
  const [labels, scrapeUrl, health, lastError, lastScrape, lastScrapeSeconds, intervalSeconds] = ofActive;
  return [
    {
      ...discoveredTarget(unpacked),
      ...{ pool, labels, scrapeUrl, health, lastError },
      lastScrape: lastScrape ?? undefined,
      lastScrapeSeconds: lastScrapeSeconds ?? undefined,
      intervalSeconds: intervalSeconds ?? undefined,
    },
  ];
}
