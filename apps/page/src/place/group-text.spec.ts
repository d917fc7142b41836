import fc from 'fast-check';
import { groupIn, groupText } from './group-text.js';

test('the text of a group is read as the group', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1 });
  fc.assert(
    fc.property(name, name, (application, environment) => {
      expect(groupIn(groupText({ application, environment }))).toEqual({ application, environment });
    }),
  );
});

test.each(['', 'a', 'a/', '/b', 'a/b/c', '%/b'])('%j names no group', (text) => {
  expect(groupIn(text)).toBeUndefined();
});
