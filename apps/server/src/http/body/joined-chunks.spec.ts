import { JoinedChunks } from './joined-chunks.js';

async function join(pieces: readonly Buffer[]): Promise<readonly Buffer[]> {
  const joined = new JoinedChunks();
  const chunks: Buffer[] = [];
  joined.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => joined.once('end', resolve));
  for (const piece of pieces) joined.write(piece);
  joined.end();
  await ended;
  return chunks;
}

test.each([
  ['nothing', []],
  ['an empty piece', [0]],
  ['one small piece', [5]],
  ['one large piece', [100_000]],
  ['pieces of many lengths', [1, 0, 4095, 16_384, 1, 16_383, 100_000, 3, 16_384, 16_385]],
  ['pieces that fill a chunk to the byte', [16_000, 384, 1]],
])('what came in pieces comes out as it was: %s', async (_, lengths) => {
  const pieces = lengths.map((length, index) => Buffer.alloc(length, index + 1));
  expect(Buffer.concat(await join(pieces)).equals(Buffer.concat(pieces))).toBe(true);
});

test('many small pieces come out as a few chunks, without much that is not theirs', async () => {
  const chunks = await join(Array.from({ length: 100_000 }, (_, index) => Buffer.from([index & 255])));
  expect(chunks).toHaveLength(Math.ceil(100_000 / (16 * 1024)));
  const kept = chunks.reduce((sum, chunk) => sum + chunk.buffer.byteLength, 0);
  expect(kept).toBeLessThan(200_000);
});

test('pieces that are joined are copied', async () => {
  const piece = Buffer.from('a');
  const joined = new JoinedChunks();
  joined.write(piece);
  piece.fill('b');
  joined.end();
  expect(String((await joined.toArray())[0])).toBe('a');
});
