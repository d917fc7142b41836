import type { TargetSource } from '@target-eye/domain';
import { type EntryPiece, type IndexedBlock, nameOfSource } from '../entry-blocks.js';
import type { FoundTarget } from './target-entry.js';

/** How many entries a piece has, so that to take it in takes less than a millisecond. */
const MAX_PIECE = 500;

/** How many entries of one source lie together. */
const MAX_BLOCK = 100;

interface Written {
  readonly address: string;
  /** As JSON, which takes a fifth of the memory. */
  readonly text: string;
}

/** Collects the targets of an answer, packed by where they are from. */
export class EntryCollector {
  readonly pieces: EntryPiece[] = [];
  private readonly bySource = new Map<string, { readonly source: TargetSource; readonly entries: Written[] }>();
  private index: IndexedBlock[] = [];
  private blocks: Buffer[] = [];
  private end = 0;
  private entries = 0;

  add({ source, entry }: FoundTarget): void {
    const written = { address: entry[0], text: JSON.stringify(entry) };
    const name = nameOfSource(source);
    const others = this.bySource.get(name);
    if (others === undefined) this.bySource.set(name, { source, entries: [written] });
    else others.entries.push(written);
  }

  /** Packs what was added since the last time. */
  pack(): void {
    for (const { source, entries } of this.bySource.values())
      for (let from = 0; from < entries.length; from += MAX_BLOCK)
        this.append(source, entries.slice(from, from + MAX_BLOCK));
    this.closePiece();
    this.bySource.clear();
  }

  private append(source: TargetSource, block: readonly Written[]): void {
    const bytes = Buffer.from(`[${[JSON.stringify(source), ...block.map(({ text }) => text)].join(',')}]`);
    this.end += bytes.length;
    this.blocks.push(bytes);
    this.index.push([nameOfSource(source), this.end, ...new Set(block.map(({ address }) => address))]);
    this.entries += block.length;
    if (this.entries >= MAX_PIECE) this.closePiece();
  }

  private closePiece(): void {
    if (this.entries === 0) return;
    this.pieces.push({ index: jsonBytes(this.index), blocks: ownBytes(this.blocks) });
    [this.index, this.blocks, this.end, this.entries] = [[], [], 0, 0];
  }
}

export function jsonBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return ownBytes([Buffer.from(JSON.stringify(value))]);
}

/** The bytes in memory of their own, which can be handed to another thread without copying it. */
function ownBytes(parts: readonly Buffer[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
