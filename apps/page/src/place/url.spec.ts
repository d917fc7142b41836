import fc from 'fast-check';
import { hrefOf, placeIn, VIEWS } from './url.js';

test('a link reproduces what it was made of', () => {
  const value = fc.string({ unit: 'grapheme', minLength: 1 });
  const query = fc.dictionary(value, fc.array(value, { minLength: 1 }));
  fc.assert(
    fc.property(fc.constantFrom(...VIEWS), query, (view, given) => {
      const place = placeIn(hrefOf(view, given));
      expect(place.view).toBe(view);
      for (const [name, values] of Object.entries(given)) expect(place.query.getAll(name)).toEqual(values);
    }),
  );
});

test.each(['', '#', '#/', '#/nothing', '#/nothing?search=x'])('%j leads to the groups', (fragment) => {
  expect(placeIn(fragment).view).toBe('groups');
});

test('what is empty is left out', () => {
  expect(hrefOf('groups', { search: '', label: ['a=b', 'c'], status: undefined })).toBe('#/groups?label=a%3Db&label=c');
});
