import { codesOf } from '../../testing/index.js';
import { groupKey, type TargetGroup, type TargetGroupInput } from '../groups/target-group.js';
import { withdraw } from './withdraw.js';

const key = groupKey('shop', 'prod');
const current: TargetGroup = { targets: ['a:1', 'b:1'], labels: { job: 'shop', env: 'prod', team: 'x' } };
const withdrawn = (
  input: TargetGroupInput | undefined,
  before: TargetGroup | undefined = current,
): TargetGroup | undefined => withdraw(key, input)(before);

test.each<TargetGroupInput>([
  { targets: ['c:1'] },
  { targets: ['c:1', 'c:1'] },
  { labels: { zone: 'z' } },
  { labels: { constructor: 'x' } },
  { targets: ['c:1'], labels: { zone: 'z' } },
])('what is not there counts as removed, and the group stays the very same: %j', (input) => {
  expect(withdrawn(input)).toBe(current);
});

test.each([[['']], [['a:1', 'not a target']], [['c:1,']]])('what is not a target is a fault: %j', (targets) => {
  for (const before of [current, undefined])
    expect(codesOf(() => withdraw(key, { targets })(before))).toEqual([
      `invalid_target targets[${String(targets.length - 1)}]`,
    ]);
});

test('what is not a target, but there, goes', () => {
  expect(withdrawn({ targets: ['a b'] }, { ...current, targets: ['a b', 'b:1'] })?.targets).toEqual(['b:1']);
});

test('what is there goes, the rest is skipped', () => {
  expect(withdrawn({ targets: ['b:1', 'c:1', 'b:1'], labels: { team: 'x', zone: 'z' } })).toEqual({
    targets: ['a:1'],
    labels: { job: 'shop', env: 'prod' },
  });
});

test.each<TargetGroupInput | undefined>([undefined, { targets: ['a:1'] }, { labels: { team: 'x' } }])(
  'a group that is not there stays away: %j',
  (input) => {
    expect(withdraw(key, input)(undefined)).toBeUndefined();
  },
);

test('the whole group goes when nothing is named, or everything', () => {
  expect(withdrawn(undefined)).toBeUndefined();
  expect(withdrawn({ targets: ['a:1', 'b:1', 'c:1'], labels: { team: 'x' } })).toBeUndefined();
});

test.each<[TargetGroupInput, readonly string[]]>([
  [{}, ['nothing_given']],
  [{ targets: [] }, ['targets_empty targets']],
  [{ labels: {} }, ['labels_empty labels']],
  [{ labels: { team: 'y' } }, ['label_value_differs labels.team']],
  [{ labels: { job: 'shop' } }, ['label_required labels.job']],
  [{ targets: ['a:1', 'b:1'] }, ['labels_remain labels']],
])('the other rules stand: %j', (input, codes) => {
  expect(codesOf(() => withdrawn(input))).toEqual(codes);
});
