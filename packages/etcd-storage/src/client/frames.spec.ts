import fc from 'fast-check';
import { Frames } from './frames.js';

const line = fc
  .string({ unit: 'grapheme', minLength: 1 })
  .filter((text) => !/[\r\n]/.test(text) && text.trim() === text);

test('lines are found wherever the bytes are cut, with empty lines between and no end of the last', () => {
  fc.assert(
    fc.property(
      fc.array(line),
      fc.constantFrom('\n', '\n\n', '\r\n'),
      fc.constantFrom('', '\n'),
      fc.integer({ min: 1, max: 9 }),
      (lines, between, end, size) => {
        const bytes = Buffer.from(lines.join(between) + end);
        const frames = new Frames();
        const found: string[] = [];
        for (let at = 0; at < bytes.length; at += size) found.push(...frames.add(bytes.subarray(at, at + size)));
        expect([...found, ...frames.end()]).toEqual(lines);
      },
    ),
  );
});
