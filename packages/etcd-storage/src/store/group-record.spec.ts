import fc from 'fast-check';
import { groupKey, type TargetGroup } from '@target-eye/domain';
import { anyGroup, anyKey } from '@target-eye/domain/testing';
import { GroupNaming } from './group-naming.js';
import { encodeGroup, readRecord } from './group-record.js';

const naming = new GroupNaming('/target-eye/', ({ application }) => {
  if (application === '-') groupKey('', '');
});
const read = (value: string, isGroup = true) =>
  readRecord({ key: '/target-eye/groups/a/b', value, createRevision: 3, modRevision: 7 }, isGroup);
const written = (group: TargetGroup, by: readonly string[] = []) =>
  encodeGroup({ group, changedAt: 1790000000.123, by, operation: 'o' });
const group: TargetGroup = { targets: ['a:1'], labels: { job: 'j', env: 'e' } };

describe('the key of a group', () => {
  test('is readable, and names it and nothing else', () => {
    expect(naming.nameOf(groupKey('shop', 'prod'))).toBe('/target-eye/groups/shop/prod');
    expect(naming.nameOf(groupKey('a/b', 'ü 1'))).toBe('/target-eye/groups/a%2Fb/%C3%BC%201');
    fc.assert(
      fc.property(anyKey, (key) => {
        expect(naming.keyOf(naming.nameOf(key))).toEqual(key);
      }),
    );
  });

  test.each(['a', 'a/b/c', '/b', 'a/', 'a%2fb/c', 'a%2/b', '%FF/b', 'ü/b', 'a%00/b', '-/b'])(
    'is not groups/%s',
    (rest) => {
      expect(naming.keyOf(`/target-eye/groups/${rest}`)).toBeUndefined();
    },
  );
});

describe('the value of a group', () => {
  test('is one line of JSON that people can read', () => {
    expect(written(group, ['alice'])).toBe(
      '{"targets":["a:1"],"labels":{"job":"j","env":"e"},"changedAt":1790000000.123,"by":["alice"],"operation":"o"}',
    );
    expect(read(written(group))).toEqual({ modRevision: 7, group, changedAt: 1790000000.123, by: [] });
  });

  test('gives back the group, its labels in their order', () => {
    fc.assert(
      fc.property(anyGroup, (any) => {
        const back = read(written(any)).group;
        expect(back?.targets).toEqual(any.targets);
        expect(Object.entries(back?.labels ?? {})).toEqual(Object.entries(any.labels));
      }),
    );
  });

  test.each([
    ['', 'it is not JSON'],
    ['secret', 'it is not JSON'],
    ['["secret"]', 'it is not an object'],
    ['null', 'it is not an object'],
    ['{"labels":{},"changedAt":1,"operation":"o"}', 'its "targets" are not a list of strings'],
    ['{"targets":["secret",1],"labels":{},"changedAt":1,"operation":"o"}', 'its "targets" are not a list of strings'],
    ['{"targets":[],"labels":["secret"],"changedAt":1,"operation":"o"}', 'its "labels" are not an object of strings'],
    ['{"targets":[],"labels":{"a":1},"changedAt":1,"operation":"o"}', 'its "labels" are not an object of strings'],
    ['{"targets":[],"labels":{},"operation":"o"}', 'its "changedAt" is not a number of seconds'],
    ['{"targets":[],"labels":{},"changedAt":1,"by":"secret","operation":"o"}', 'its "by" is not a list of strings'],
    ['{"targets":[],"labels":{},"changedAt":1}', 'its "operation" is not a string'],
  ])('is not %s', (value, reason) => {
    expect(read(value)).toEqual({ modRevision: 7, unreadable: reason, detail: reason });
  });

  test.each([
    [
      '{"targets":[],"labels":{},"changedAt":1,"operation":"o","secret":1}',
      'it has a key that this version does not know',
      '"secret"',
    ],
    [
      '{"targets":[],"labels":{"sec-ret":""},"changedAt":1,"operation":"o"}',
      'it has a label name that makes Prometheus refuse all of it',
      '"sec-ret"',
    ],
  ])('is not %s, and only the detail says what is wrong in it', (value, reason, wrong) => {
    expect(read(value)).toMatchObject({ unreadable: reason, detail: `${reason}: ${wrong}` });
  });

  test('counts for nothing under a key that names no group', () => {
    const reason = 'its key names no group that every host can publish';
    expect(read(written(group), false)).toEqual({ modRevision: 7, unreadable: reason, detail: reason });
  });

  test('may hold what the rules refuse', () => {
    const odd = written({ targets: ['http://a'], labels: { job: 'j', env: 'e' } });
    expect(read(odd).refused?.summary).toBe('1 target that the rules refuse');
  });
});
