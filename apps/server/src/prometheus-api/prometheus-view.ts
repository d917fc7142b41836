import {
  type ActiveTarget,
  type DiscoveredTarget,
  type FileRead,
  type PrometheusFacts,
  type PrometheusView,
  type TargetSource,
  type Work,
} from '@target-eye/domain';
import { type Block, type Entry, type EntryPiece, type IndexedBlock, nameOfSource } from './entry-blocks.js';
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

/**
 * Entries that are found by where they are from and by their address. There may be hundreds of thousands, so lists of
 * them are chains of numbers: an object for each would take more memory than the entries.
 */
class PackedEntries {
  private readonly pieces: Uint8Array[] = [];
  /** Where each block lies. */
  private readonly pieceOf: number[] = [];
  private readonly beginOf: number[] = [];
  private readonly endOf: number[] = [];
  private readonly bySource = new Chains();
  private readonly byAddress = new Chains();

  of({ file, key }: Required<TargetSource>): readonly Unpacked[] {
    const names = [nameOfSource({ file }), nameOfSource({ key })];
    return names.flatMap((name) => this.bySource.get(name)).flatMap((block) => this.unpack(block));
  }

  at(address: string): readonly Unpacked[] {
    const blocks = this.byAddress.get(address);
    return blocks.flatMap((block) => this.unpack(block)).filter(({ entry }) => entry[0] === address);
  }

  add({ index, blocks }: EntryPiece): void {
    const piece = this.pieces.push(blocks) - 1;
    let begin = 0;
    for (const [name, end, ...addresses] of parse(index) as readonly IndexedBlock[]) {
      const block = this.pieceOf.push(piece) - 1;
      this.beginOf.push(begin);
      this.endOf.push(end);
      this.bySource.add(name, block);
      for (const address of addresses) this.byAddress.add(address, block);
      begin = end;
    }
  }

  private unpack(block: number): readonly Unpacked[] {
    const piece = this.pieces[this.pieceOf[block] ?? 0] ?? new Uint8Array();
    const [source, ...entries] = parse(piece.subarray(this.beginOf[block], this.endOf[block])) as Block;
    return entries.map((entry) => ({ source, entry }));
  }
}

/** Lists of numbers by name. */
class Chains {
  /** The link of each name that was added last. */
  private readonly last = new Map<string, number>();
  private readonly values: number[] = [];
  /** The link before each link, -1 for none. */
  private readonly before: number[] = [];

  add(name: string, value: number): void {
    this.before.push(this.last.get(name) ?? -1);
    this.last.set(name, this.values.push(value) - 1);
  }

  /** In the order in which they were added. */
  get(name: string): readonly number[] {
    const found: number[] = [];
    for (let link = this.last.get(name) ?? -1; link >= 0; link = this.before[link] ?? -1)
      found.unshift(this.values[link] ?? 0);
    return found;
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
