import { codesOf } from '../../testing/index.js';
import { groupKey, type TargetGroup, type TargetGroupInput } from '../groups/target-group.js';
import { ensure } from './ensure.js';

const key = groupKey('shop', 'prod');
const current: TargetGroup = {
  targets: ['b:1', 'a:1'],
  labels: { job: 'own-job', env: 'prod', team: 'x', rack: '' },
};
const ensured = (input: TargetGroupInput, before: TargetGroup | undefined = current): TargetGroup =>
  ensure(key, input)(before);

test.each<TargetGroupInput>([
  { targets: ['a:1'] },
  { targets: ['a:1', 'b:1', 'a:1'] },
  { labels: { team: 'x' } },
  { labels: { rack: '' } },
  { targets: ['b:1'], labels: { team: 'x', job: 'own-job' } },
])('what is there stays the very same group: %j', (input) => {
  expect(ensured(input)).toBe(current);
});

test('what is missing is added, the rest is skipped', () => {
  expect(ensured({ targets: ['a:1', 'c:1', 'c:1', 'd:1'], labels: { team: 'y', rack: '', zone: 'z' } })).toEqual({
    targets: ['b:1', 'a:1', 'c:1', 'd:1'],
    labels: { ...current.labels, team: 'y', zone: 'z' },
  });
});

test('a group is created with each target once', () => {
  expect(ensure(key, { targets: ['a:1', 'a:1', 'b:1'] })(undefined)).toEqual({
    targets: ['a:1', 'b:1'],
    labels: { job: 'shop', env: 'prod' },
  });
});

test.each<[TargetGroupInput, readonly string[]]>([
  [{}, ['nothing_given']],
  [{ targets: [] }, ['targets_empty targets']],
  [{ labels: {} }, ['labels_empty labels']],
  [{ targets: ['a:0', 'a:1'] }, ['invalid_target targets[0]']],
  [{ labels: { 'a-b': '' } }, ['invalid_label_name labels.a-b']],
  [{ labels: { team: '' } }, ['label_value_blank labels.team']],
])('the other rules stand: %j', (input, codes) => {
  expect(codesOf(() => ensured(input))).toEqual(codes);
});

test('labels alone create no group', () => {
  expect(codesOf(() => ensure(key, { labels: { team: 'x' } })(undefined))).toEqual(['group_unknown targets']);
});
