import fc from 'fast-check';
import { JsonElements } from './json-elements.js';

/** What comes out when the text comes in pieces that end at these places. */
function split(
  text: string,
  ends: readonly number[] = [],
): { readonly objects: readonly unknown[]; readonly rest: unknown } {
  const bytes = Buffer.from(text);
  const objects: unknown[] = [];
  const elements = new JsonElements((object) => objects.push(JSON.parse(object)));
  let begin = 0;
  for (const end of [...ends.map((each) => each % (bytes.length + 1)), bytes.length].sort(
    (one, other) => one - other,
  )) {
    elements.write(bytes.subarray(begin, end));
    begin = end;
  }
  return { objects, rest: JSON.parse(elements.end()) };
}

test('whatever is in the objects, and wherever the pieces end, each comes out as it was', () => {
  const lists = fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()));
  const ends = fc.array(fc.nat());
  fc.assert(
    fc.property(lists, lists, ends, fc.constantFrom(undefined, 1), (activeTargets, droppedTargets, places, indent) => {
      const text = JSON.stringify(
        { status: 'success', data: { activeTargets, droppedTargets, counts: { a: 1 } } },
        null,
        indent,
      );
      expect(split(text, places)).toEqual({
        objects: JSON.parse(JSON.stringify([...activeTargets, ...droppedTargets])) as unknown,
        rest: { status: 'success', data: { activeTargets: [], droppedTargets: [], counts: { a: 1 } } },
      });
    }),
  );
});

test.each(['', '{"status":"success","data":{"activeTargets":[{"a":1},', '{"data":{"a":[{"b":1}]}', '<html>', '}]'])(
  'what is no JSON as a whole is none in what is left: %s',
  (text) => {
    expect(() => split(text)).toThrow(SyntaxError);
  },
);

test('objects elsewhere stay where they are', () => {
  const value = { status: 'error', errors: [{ a: 1 }], data: { deeper: { list: [{ b: 2 }] }, list: [[{ c: 3 }]] } };
  expect(split(JSON.stringify(value))).toEqual({ objects: [], rest: value });
});
