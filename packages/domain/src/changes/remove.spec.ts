import { codesOf, faultsOf } from '../../testing/index.js';
import { remove } from './remove.js';
import { groupKey, type TargetGroup, type TargetGroupInput } from '../groups/target-group.js';

const key = groupKey('shop', 'prod');
const REQUIRED = { job: 'own-job', env: 'prod' };
const FREE = { team: 'x', rack: 'r' };
const ALL = ['c:1', 'a:1', 'b:1'];
const current: TargetGroup = { targets: ALL, labels: { ...REQUIRED, ...FREE } };
const bare: TargetGroup = { targets: ALL, labels: REQUIRED };
const del = (input?: TargetGroupInput, before: TargetGroup | undefined = current): TargetGroup | undefined =>
  remove(key, input)(before);

describe('DELETE without a body', () => {
  test('removes the group', () => {
    expect(del()).toBeUndefined();
  });

  test('refuses an unknown group and names it', () => {
    const run = () => remove(key, undefined)(undefined);
    expect(codesOf(run)).toEqual(['group_unknown']);
    expect(faultsOf(run)[0]?.message).toContain('"shop/prod"');
  });
});

describe('DELETE removes exactly', () => {
  test('the targets named; the others keep their order', () => {
    expect(del({ targets: ['a:1'] })).toEqual({ targets: ['c:1', 'b:1'], labels: current.labels });
  });

  test('targets in every spelling of a list', () => {
    expect(del({ targets: [' b:1 , c:1 '] })?.targets).toEqual(['a:1']);
  });

  test('the labels named', () => {
    expect(del({ labels: { team: 'x' } })).toEqual({ targets: ALL, labels: { ...REQUIRED, rack: 'r' } });
  });

  test('all labels other than job and env, when the targets stay', () => {
    expect(del({ labels: FREE })).toEqual(bare);
  });

  test('the labels named, also where the targets were lost by hand', () => {
    expect(del({ labels: FREE }, { ...current, targets: [] })).toEqual({ targets: [], labels: REQUIRED });
  });

  test('targets and labels in one step', () => {
    expect(del({ targets: ['c:1', 'b:1'], labels: { rack: 'r' } })).toEqual({
      targets: ['a:1'],
      labels: { ...REQUIRED, team: 'x' },
    });
  });

  test('all labels and not all targets: the group stays', () => {
    expect(del({ targets: ['c:1', 'b:1'], labels: FREE })).toEqual({ targets: ['a:1'], labels: REQUIRED });
  });

  test('a target that would not be accepted today but stands in the file', () => {
    expect(del({ targets: ['host:151234'] }, { ...bare, targets: ['a:1', 'host:151234'] })?.targets).toEqual(['a:1']);
  });

  test.each(['__proto__', 'constructor', 'toString'])('a label with the ordinary name %s, or leaves it', (name) => {
    const label = Object.fromEntries([[name, 'own']]);
    const labelled: TargetGroup = { targets: ALL, labels: { ...REQUIRED, ...label } };
    expect(Object.entries(del({ labels: label }, labelled)?.labels ?? {})).toEqual(Object.entries(REQUIRED));
    expect(Object.entries(del({ targets: ['a:1'] }, labelled)?.labels ?? {}).at(-1)).toEqual([name, 'own']);
    expect(codesOf(() => del({ labels: label }, bare))).toEqual([`label_unknown labels.${name}`]);
    expect(codesOf(() => del({ targets: ALL }, labelled))).toEqual(['labels_remain labels']);
  });
});

describe('DELETE of all targets', () => {
  test.each<[string, TargetGroupInput, TargetGroup]>([
    ['all labels other than job and env', { targets: ALL, labels: FREE }, current],
    ['all labels and job', { targets: ALL, labels: { ...FREE, job: 'own-job' } }, current],
    ['all labels, job and env', { targets: ALL, labels: current.labels }, current],
    ['the only other label', { targets: ALL, labels: { team: 'x' } }, { ...bare, labels: { ...REQUIRED, team: 'x' } }],
    ['job where env was lost by hand', { targets: ALL, labels: { job: 'j' } }, { ...bare, labels: { job: 'j' } }],
    ['job and env where there is no other label', { targets: ALL, labels: REQUIRED }, bare],
    ['all labels, the targets in another order', { targets: ['a:1,b:1,c:1'], labels: FREE }, current],
    ['all labels, of the last target', { targets: ['a:1'], labels: FREE }, { ...current, targets: ['a:1'] }],
    [
      'all labels, of a target that was written twice',
      { targets: ['a:1'], labels: REQUIRED },
      { ...bare, targets: ['a:1', 'a:1'] },
    ],
  ])('together with %s removes the group', (_, input, before) => {
    expect(del(input, before)).toBeUndefined();
  });

  test.each<[string, TargetGroupInput, TargetGroup, string]>([
    ['any label', { targets: ALL }, current, 'team, rack'],
    ['one of the labels', { targets: ALL, labels: { team: 'x' } }, current, 'rack'],
    ['the labels other than job and env', { targets: ALL, labels: REQUIRED }, current, 'team, rack'],
    ['any label where only job and env are there', { targets: ALL }, bare, 'job, env'],
    ['env where only job and env are there', { targets: ALL, labels: { job: 'own-job' } }, bare, 'env'],
    ['job where only job and env are there', { targets: ALL, labels: { env: 'prod' } }, bare, 'job'],
  ])('without %s is refused and names what is missing', (_, input, before, missing) => {
    const run = () => del(input, before);
    expect(codesOf(run)).toEqual(['labels_remain labels']);
    expect(faultsOf(run)[0]?.message).toContain(`"${missing}"`);
  });

  test('with another value of job is refused', () => {
    const run = () => del({ targets: ALL, labels: { ...FREE, job: 'shop' } });
    expect(codesOf(run)).toEqual(['label_value_differs labels.job']);
    expect(faultsOf(run)[0]?.message).toContain('"own-job", not "shop"');
  });
});

describe('DELETE refuses', () => {
  test.each<[string, TargetGroupInput]>([
    ['targets', { targets: ['a:1'] }],
    ['labels', { labels: { team: 'x' } }],
  ])('%s of an unknown group', (_, input) => {
    expect(codesOf(() => remove(key, input)(undefined))).toEqual(['group_unknown']);
  });

  test.each<[string, TargetGroupInput, string, string]>([
    ['an unknown target', { targets: ['a:1', 'd:1'] }, 'target_unknown targets[1]', '"d:1"'],
    ['a target that is none', { targets: ['http://a'] }, 'target_unknown targets[0]', '"http://a"'],
    ['an empty target', { targets: ['a:1,'] }, 'target_unknown targets[0]', '""'],
    ['a target in another spelling', { targets: ['A:1'] }, 'target_unknown targets[0]', '"A:1"'],
    ['an unknown label', { labels: { zone: 'x' } }, 'label_unknown labels.zone', '"zone"'],
    ['a label that objects inherit', { labels: { toString: 'x' } }, 'label_unknown labels.toString', '"toString"'],
    ['another label value', { labels: { team: 'y' } }, 'label_value_differs labels.team', '"x", not "y"'],
    ['a label value with white space', { labels: { team: 'x ' } }, 'label_value_differs labels.team', '"x "'],
    ['an empty label value', { labels: { team: '' } }, 'label_value_differs labels.team', '""'],
    ['job', { labels: { job: 'own-job' } }, 'label_required labels.job', '"job"'],
    ['env', { labels: { env: 'prod' } }, 'label_required labels.env', '"env"'],
    ['job with some targets', { targets: ['a:1'], labels: { job: 'own-job' } }, 'label_required labels.job', '"job"'],
  ])('%s and names it', (_, input, code, named) => {
    const run = () => del(input);
    expect(codesOf(run)).toEqual([code]);
    expect(faultsOf(run)[0]?.message).toContain(named);
  });

  test('everything that does not fit, all at once', () => {
    expect(codesOf(() => del({ targets: ['x:1'], labels: { job: 'shop', team: 'y' } }))).toEqual([
      'target_unknown targets[0]',
      'label_value_differs labels.job',
      'label_value_differs labels.team',
      'label_required labels.job',
    ]);
  });

  test.each<[string, TargetGroupInput, string]>([
    ['targets: []', { targets: [] }, 'targets_empty targets'],
    ['targets: [] beside labels', { targets: [], labels: FREE }, 'targets_empty targets'],
    ['labels: {}', { labels: {} }, 'labels_empty labels'],
    ['labels: {} beside targets', { targets: ['a:1'], labels: {} }, 'labels_empty labels'],
    ['neither', {}, 'nothing_given'],
    ['a target that stands twice in the request', { targets: ['a:1', 'b:1, a:1'] }, 'target_repeated targets[1]'],
  ])('%s, whatever the group', (_, input, code) => {
    expect(codesOf(() => remove(key, input))).toEqual([code]);
  });

  test.each<[TargetGroupInput, string]>([
    [{ labels: {} }, 'there is no label in "labels"'],
    [{}, 'there is nothing to remove: neither targets nor labels are given'],
  ])('%j and says why', (input, message) => {
    expect(faultsOf(() => remove(key, input))[0]?.message).toBe(message);
  });

  test('names the target that stands twice', () => {
    expect(faultsOf(() => remove(key, { targets: ['a:1,a:1'] }))[0]?.message).toContain('"a:1"');
  });
});

describe('DELETE lists all faults at once', () => {
  test('those of the request', () => {
    expect(codesOf(() => remove(key, { targets: ['a:1', 'a:1'], labels: {} }))).toEqual([
      'target_repeated targets[1]',
      'labels_empty labels',
    ]);
  });

  test('those against the group', () => {
    const input = { targets: ['d:1', 'a:1', 'e:1'], labels: { team: 'y', zone: 'z' } };
    expect(codesOf(() => del(input))).toEqual([
      'target_unknown targets[0]',
      'target_unknown targets[2]',
      'label_value_differs labels.team',
      'label_unknown labels.zone',
    ]);
  });

  test('those of job and env', () => {
    expect(codesOf(() => del({ labels: REQUIRED }))).toEqual([
      'label_required labels.job',
      'label_required labels.env',
    ]);
  });
});
