import { didYouMean, isMeant } from './misspelling.js';

// cspell:ignore acces ccess bidn taregts trgts lebals clinets
describe('a name stands for another one', () => {
  test.each([
    ['access', 'access'],
    ['acces', 'access'],
    ['ccess', 'access'],
    ['bidn', 'bind'],
    ['binds', 'bind'],
    ['taregts', 'targets'],
    ['trgts', 'targets'],
    ['lebals', 'labels'],
  ])('when it is the same or hardly anything else can be meant: %s for %s', (written, name) => {
    expect(isMeant(written, name)).toBe(true);
  });

  test.each([
    ['kind', 'bind'],
    ['bin', 'bind'],
    ['mask', 'umask'],
    ['levels', 'labels'],
    ['markets', 'targets'],
    ['access_log', 'access'],
    ['t'.repeat(10_000_000), 'targets'],
  ])('but not when it may be a word of its own', (written, name) => {
    expect(isMeant(written, name)).toBe(false);
  });
});

test.each([
  ['clinets', '; did you mean clients?'],
  ['reed', '; did you mean read?'],
  ['anon', '; did you mean anonymous?'],
  ['an', ''],
  ['something else', ''],
])('%s is unknown%s', (name, hint) => {
  expect(didYouMean(name, ['clients', 'read', 'write', 'anonymous'])).toBe(hint);
});

test('where nothing is known, nothing is meant', () => {
  expect(didYouMean('clients', [])).toBe('');
});
