import { codesOf } from '../../testing/index.js';
import { fault } from '../faults/target-group-error.js';
import { filterFor } from '../listing/filter.js';
import type { GroupKey } from '../groups/target-group.js';
import { atOnce } from '../turns.js';
import { type GivenGroups, parseGivenGroups, type WholeGroup } from './given-groups.js';

const shop = { application: 'shop', environment: 'prod', targets: ['a:1'] };

function parse(list: readonly WholeGroup[], filter?: Parameters<typeof filterFor>[0]): GivenGroups {
  return atOnce(parseGivenGroups(list, { authorize: () => undefined, filter: filter && filterFor(filter) }));
}

test('each group is as a replacement makes it, without labels of its own where it names none', () => {
  const { groups } = parse([
    shop,
    { ...shop, environment: 'test', targets: ['b:1, a:1', 'b:1'], labels: { job: 'x' } },
  ]);
  expect(groups).toEqual([
    {
      key: { application: 'shop', environment: 'prod' },
      group: { targets: ['a:1'], labels: { job: 'shop', env: 'prod' } },
      place: 'groups[0]',
    },
    {
      key: { application: 'shop', environment: 'test' },
      group: { targets: ['b:1', 'a:1'], labels: { job: 'x', env: 'test' } },
      place: 'groups[1]',
    },
  ]);
});

test('every fault of every group has its place', () => {
  const faults = codesOf(() =>
    parse([
      shop,
      { ...shop, environment: '', targets: ['a b'] },
      { application: 'x', environment: 'y', targets: ['ok:1', 'http://a', 'b:0'], labels: { 'a-b': '' } },
      { application: 'x', environment: 'z', targets: [] },
      shop,
    ]),
  );
  expect(faults).toEqual([
    'invalid_name groups[1].environment',
    'invalid_target groups[1].targets[0]',
    'invalid_target groups[2].targets[1]',
    'invalid_target groups[2].targets[2]',
    'invalid_label_name groups[2].labels.a-b',
    'targets_empty groups[3].targets',
    'group_repeated groups[4]',
  ]);
});

test('every group matches the filter as it will be', () => {
  const list = [shop, { ...shop, environment: 'test', labels: { team: 'x' } }];
  expect(parse(list, { applications: ['s*'] }).groups).toHaveLength(2);
  expect(codesOf(() => parse(list, { labels: [{ name: 'team', isEqual: true, pattern: 'x' }] }))).toEqual([
    'group_outside_filter groups[0]',
  ]);
});

test('whoever may not change one of the groups is told so, and of nothing else', () => {
  const authorize = ({ environment }: GroupKey): void => {
    if (environment === 'prod') throw fault('', 'storage_unavailable', 'not you');
  };
  const list = [{ ...shop, environment: 'test', targets: ['a b'] }, shop];
  expect(() => atOnce(parseGivenGroups(list, { authorize }))).toThrow('not you');
});
