import { JoinedBytes } from './joined-bytes.js';

test('what came in pieces of any length comes out as a whole', () => {
  const joined = new JoinedBytes();
  expect(joined.all()).toEqual(Buffer.alloc(0));
  const pieces = [1, 0, 4095, 1, 100_000, 3].map((length, index) => Buffer.alloc(length, index + 1));
  for (const piece of pieces) joined.append(piece);
  expect(joined.all().equals(Buffer.concat(pieces))).toBe(true);
});

test('pieces are copied, and none keeps the bytes around it', () => {
  const joined = new JoinedBytes();
  const piece = Buffer.from('a');
  joined.append(piece);
  piece.fill('b');
  expect(joined.all().toString()).toBe('a');
});

test('more is set aside a few times, not for each piece, and never more than twice what came', () => {
  const allocated = jest.spyOn(Buffer, 'allocUnsafe');
  const joined = new JoinedBytes();
  for (let count = 0; count < 100_000; count++) joined.append(Buffer.from([count & 255]));
  expect(allocated).toHaveBeenCalledTimes(6);
  expect(joined.all().buffer.byteLength).toBeLessThan(200_000);
  allocated.mockRestore();
});
