import { groupKey } from '@target-eye/domain';
import { codesOf } from '@target-eye/domain/testing';
import { checkKey, FileSdGroupNames } from '../index.js';

const key = groupKey('payments', 'prod/eu');
const codes = (application: string) =>
  codesOf(() => {
    checkKey(groupKey(application, 'prod'));
  });

test('a group has a name whether or not it is there, and a name has a group only if it is', () => {
  const names = new FileSdGroupNames(({ application }) => application === 'payments');
  expect(names.nameOf(key)).toBe('payments@prod%2Feu.json');
  expect(names.keyOf('payments@prod%2Feu.json')).toEqual(key);
  expect(names.nameOf(groupKey('a', 'b'))).toBe('a@b.json');
  for (const name of ['a@b.json', 'payments.json', 'payments@b.yml', 'd41d8cd98f00b204e9800998ecf8427e.json'])
    expect(names.keyOf(name)).toBeUndefined();
});

test('a key that cannot have a file is refused', () => {
  expect(codes('payments')).toEqual([]);
  expect(codes('a'.repeat(250))).toEqual(['name_too_long']);
  expect(codes('-')).toEqual(['invalid_name application']);
});
