import { codesOf, faultsOf } from '../../testing/index.js';
import { replace } from './replace.js';
import { groupKey, type TargetGroup, type TargetGroupInput } from '../groups/target-group.js';

const key = groupKey('shop', 'prod');
const current: TargetGroup = {
  targets: ['a:1', 'b:1'],
  labels: { job: 'own-job', env: 'own-env', team: 'x' },
};
const put = (input: TargetGroupInput, before: TargetGroup | undefined = current): TargetGroup =>
  replace(key, input)(before);
const create = (input: TargetGroupInput): TargetGroup => replace(key, input)(undefined);

describe('PUT on a group that exists', () => {
  test('targets and labels: both are replaced; job and env fall back to application and environment', () => {
    expect(put({ targets: ['c:1'], labels: { rack: 'r' } })).toEqual({
      targets: ['c:1'],
      labels: { job: 'shop', env: 'prod', rack: 'r' },
    });
  });

  test('targets and labels: job and env are taken when they are given', () => {
    expect(put({ targets: ['c:1'], labels: { env: 'e', job: 'j' } }).labels).toEqual({ job: 'j', env: 'e' });
    expect(put({ targets: ['c:1'], labels: { job: 'j' } }).labels).toEqual({ job: 'j', env: 'prod' });
  });

  test('targets and no label: every label but job and env goes', () => {
    expect(put({ targets: ['c:1'], labels: {} })).toEqual({ targets: ['c:1'], labels: { job: 'shop', env: 'prod' } });
  });

  test('targets only: targets are replaced, labels are kept', () => {
    expect(put({ targets: ['c:1'] })).toEqual({ targets: ['c:1'], labels: current.labels });
  });

  test('labels only: labels are replaced, targets are kept; job and env keep their current values', () => {
    expect(put({ labels: { rack: 'r' } })).toEqual({
      targets: ['a:1', 'b:1'],
      labels: { job: 'own-job', env: 'own-env', rack: 'r' },
    });
  });

  test('labels only: job and env are taken when they are given', () => {
    expect(put({ labels: { env: 'e' } }).labels).toEqual({ job: 'own-job', env: 'e' });
  });

  test('labels: {} leaves job and env with their current values and nothing else', () => {
    expect(put({ labels: {} })).toEqual({ targets: ['a:1', 'b:1'], labels: { job: 'own-job', env: 'own-env' } });
  });

  test('neither: nothing changes', () => {
    expect(put({})).toBe(current);
  });

  test('job and env come back where they were lost by hand', () => {
    const lost: TargetGroup = { targets: ['a:1'], labels: { team: 'x' } };
    expect(put({ targets: ['b:1'] }, lost).labels).toEqual({ job: 'shop', env: 'prod', team: 'x' });
    expect(put({ labels: {} }, lost).labels).toEqual({ job: 'shop', env: 'prod' });
  });
});

describe('PUT on an unknown group', () => {
  test('targets and labels create it', () => {
    expect(create({ targets: ['a:1'], labels: { team: 'x' } })).toEqual({
      targets: ['a:1'],
      labels: { job: 'shop', env: 'prod', team: 'x' },
    });
  });

  test('targets only create it with job and env', () => {
    expect(create({ targets: ['a:1'] })).toEqual({ targets: ['a:1'], labels: { job: 'shop', env: 'prod' } });
  });

  test.each<[string, TargetGroupInput]>([
    ['labels only', { labels: { team: 'x' } }],
    ['labels: {}', { labels: {} }],
    ['neither', {}],
  ])('%s: there is no target', (_, input) => {
    expect(codesOf(() => create(input))).toEqual(['group_unknown targets']);
    expect(faultsOf(() => create(input))[0]?.message).toContain('"shop/prod"');
  });
});

describe('PUT takes targets', () => {
  test('in the order given, those given twice once', () => {
    expect(put({ targets: ['b:1', 'a:1', ' b:1 ', 'c:1,a:1'] }).targets).toEqual(['b:1', 'a:1', 'c:1']);
  });

  test.each<[string, TargetGroupInput]>([
    ['alone', { targets: [] }],
    ['with labels', { targets: [], labels: { team: 'x' } }],
  ])('but not targets: [] %s', (_, input) => {
    expect(codesOf(() => replace(key, input))).toEqual(['targets_empty targets']);
  });

  test('but not one that is none', () => {
    expect(codesOf(() => replace(key, { targets: ['a:1', 'host:151234'] }))).toEqual(['invalid_target targets[1]']);
    expect(faultsOf(() => replace(key, { targets: ['host:151234'] }))[0]?.message).toContain('"host:151234"');
  });
});

describe('PUT takes labels', () => {
  test.each(['__proto__', 'constructor', 'toString'])('with the ordinary name %s', (name) => {
    const labels = Object.fromEntries([[name, 'own']]);
    const expected = (job: string, env: string) => [
      ['job', job],
      ['env', env],
      [name, 'own'],
    ];
    expect(Object.entries(create({ targets: ['a:1'], labels }).labels)).toEqual(expected('shop', 'prod'));
    expect(Object.entries(put({ labels }).labels)).toEqual(expected('own-job', 'own-env'));
  });

  test('with an empty value', () => {
    expect(put({ labels: { team: '' } }).labels).toMatchObject({ team: '' });
  });

  test.each(['job', 'env'])('but not an empty %s', (name) => {
    expect(codesOf(() => replace(key, { targets: ['a:1'], labels: { [name]: '' } }))).toEqual([
      `label_required labels.${name}`,
    ]);
  });

  test('but not a scrape timeout above the interval', () => {
    const timings = (timeout: string): TargetGroupInput => ({
      labels: { __scrape_interval__: '10s', __scrape_timeout__: timeout },
    });
    expect(codesOf(() => replace(key, timings('11s')))).toEqual(['invalid_label_value labels.__scrape_timeout__']);
    expect(put(timings('10s')).labels).toMatchObject({ __scrape_timeout__: '10s' });
  });

  test('and does not compare a timeout with an interval that goes', () => {
    const slow: TargetGroup = { targets: ['a:1'], labels: { ...current.labels, __scrape_interval__: '10s' } };
    expect(put({ labels: { __scrape_timeout__: '20s' } }, slow).labels).toMatchObject({ __scrape_timeout__: '20s' });
  });
});

test('PUT lists all faults at once, before it knows the group', () => {
  const input = {
    targets: ['host:0', 'ok:1', 'a b'],
    labels: { 'a-b': 'x', __address__: 'x', job: '', __scrape_interval__: '1s', __scrape_timeout__: '2s' },
  };
  expect(codesOf(() => replace(key, input))).toEqual([
    'invalid_target targets[0]',
    'invalid_target targets[2]',
    'invalid_label_name labels.a-b',
    'label_refused labels.__address__',
    'label_required labels.job',
    'invalid_label_value labels.__scrape_timeout__',
  ]);
});

test('PUT lists at most 1,000 faults', () => {
  const targets = Array.from({ length: 1500 }, () => 'host:0');
  expect(codesOf(() => replace(key, { targets }))).toHaveLength(1000);
});
