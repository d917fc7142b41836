import type { WholeGroup, Work } from '@target-eye/domain';

/** How many groups stand in one piece. */
const GROUPS_PER_PIECE = 200;

/** Groups as lists in JSON, for the way from one thread to another: an object of 100,000 groups blocks both for long. */
export function inPieces(groups: readonly WholeGroup[]): readonly Uint8Array<ArrayBuffer>[] {
  const encoder = new TextEncoder();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let begin = 0; begin < groups.length; begin += GROUPS_PER_PIECE)
    pieces.push(encoder.encode(JSON.stringify(groups.slice(begin, begin + GROUPS_PER_PIECE))));
  return pieces;
}

/** The groups of which `inPieces` made the pieces. */
export function* fromPieces(pieces: readonly Uint8Array[]): Work<readonly WholeGroup[]> {
  const decoder = new TextDecoder();
  const groups: WholeGroup[] = [];
  for (const piece of pieces) {
    for (const group of JSON.parse(decoder.decode(piece)) as readonly WholeGroup[]) groups.push(group);
    yield;
  }
  return groups;
}
