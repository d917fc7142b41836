import { groupKey, type GroupKey, TargetGroupError } from '@target-eye/domain';
import fc from 'fast-check';
import { isPredecessorFileName, predecessorFileName } from '../predecessor/predecessor-file-name.js';
import { fileNameOf, isReservedFileName, keyOfFile } from './file-name.js';

const name = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
  fc.constantFrom('..', '.', '~', '@', '%', 'a@b', '%40', 'a/b', ' ', '*', "'", '(', 'é', '💥', 'A', 'a'),
);
const key = fc
  .tuple(name, name)
  .filter(([application, environment]) => application !== '-' && !/\p{Cc}/u.test(application + environment))
  .map(([application, environment]) => groupKey(application, environment))
  // An emoji may be a dozen code points, and its name then longer than a file's may be.
  .filter(({ application, environment }) => encodeURIComponent(application + environment).length < 200);

describe('the name of a group’s file', () => {
  test.each<[string, string, string]>([
    ['payments', 'prod', 'payments@prod.json'],
    ['web_api', 'eu-west-1.b', 'web_api@eu-west-1.b.json'],
    ['a b', 'c/d', 'a%20b@c%2Fd.json'],
    ['..', '.x', '%2E.@%2Ex.json'],
    ['a@b', '~*', 'a%40b@%7E%2A.json'],
    ['café', '%', 'caf%C3%A9@%25.json'],
  ])('of %j and %j is %j: readable where it can be, ASCII always', (application, environment, expected) => {
    expect(fileNameOf({ application, environment })).toBe(expected);
  });

  test('gives the key back', () => {
    fc.assert(
      fc.property(key, (given) => {
        expect(keyOfFile(fileNameOf(given))).toEqual(given);
      }),
    );
  });

  test('is never the same for two keys', () => {
    fc.assert(
      fc.property(key, key, (one, other) => {
        const same = one.application === other.application && one.environment === other.environment;
        expect(fileNameOf(one) === fileNameOf(other)).toBe(same);
      }),
    );
  });

  test('is printable ASCII without a slash, does not begin with a dot, and ends in .json', () => {
    fc.assert(
      fc.property(key, (given) => {
        expect(fileNameOf(given)).toMatch(/^(?!\.)[!-.0-~]+\.json$/);
      }),
    );
  });

  test.each<[string, GroupKey]>([
    ['ab+c and a+bc', { application: 'ab', environment: 'c' }],
    ['a+bc and ab+c', { application: 'a', environment: 'bc' }],
  ])('keeps %s apart, which the predecessor did not', (_, given) => {
    expect(predecessorFileName(given)).toBe(predecessorFileName({ application: 'abc', environment: '' }));
    expect(fileNameOf(given)).toBe(`${given.application}@${given.environment}.json`);
  });

  test('may have 255 bytes and no more', () => {
    const environment = 'e'.repeat(248);
    expect(fileNameOf({ application: 'a', environment })).toHaveLength(255);
    expect(() => fileNameOf({ application: 'ab', environment })).toThrow(/256 bytes encoded, 255 are possible/);
    expect(() => fileNameOf({ application: 'é'.repeat(50), environment: 'b' })).toThrow(TargetGroupError);
  });
});

test('a group with the reserved application has no file', () => {
  expect(() => fileNameOf({ application: '-', environment: 'b' })).toThrow('reserved');
  expect(fileNameOf({ application: '--', environment: '-' })).toBe('--@-.json');
});

test.each([
  ['-@b.json', true],
  ['-@%2F.json', true],
  ['--@b.json', false],
  ['-@b@c.json', false],
  ['-@.json', false],
  ['-@b.yml', false],
  ['-b.json', false],
])('%s is what a group with the reserved application was stored in: %s', (file, expected) => {
  expect(isReservedFileName(file)).toBe(expected);
});

describe('other people’s files', () => {
  test.each([
    'by-hand.json',
    'a@b.yml',
    'a@b.yaml',
    'a@b.txt',
    'a@b@c.json',
    '@b.json',
    'a@.json',
    'a b@c.json',
    '.a@b.json',
    'a%2fb@c.json',
    'a%41@c.json',
    'a%@c.json',
    'a%FF@c.json',
    'a%0A@c.json',
    'é@c.json',
    '-@b.json',
    '.target-eye',
  ])('%s is not the file of a group', (file) => {
    expect(keyOfFile(file)).toBeUndefined();
  });
});

describe('the predecessor’s name of a file', () => {
  test('is the MD5 of application and environment together', () => {
    expect(predecessorFileName({ application: 'payments', environment: 'prod' })).toBe(
      '874b944c01edf4ad15d155d57462894e.json',
    );
  });

  test.each([
    ['d41d8cd98f00b204e9800998ecf8427e.json', true],
    ['D41D8CD98F00B204E9800998ECF8427E.json', false],
    ['d41d8cd98f00b204e9800998ecf8427.json', false],
    ['d41d8cd98f00b204e9800998ecf8427e.yml', false],
  ])('%s: %s', (file, expected) => {
    expect(isPredecessorFileName(file)).toBe(expected);
  });
});
