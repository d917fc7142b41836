import { codesOf, faultsOf } from '../../testing/index.js';
import { add } from './add.js';
import { groupKey, type TargetGroup, type TargetGroupInput } from '../groups/target-group.js';

const key = groupKey('shop', 'prod');
const current: TargetGroup = {
  targets: ['b:1', 'a:1'],
  labels: { job: 'own-job', env: 'prod', team: 'x', rack: 'r' },
};
const post = (input: TargetGroupInput, before: TargetGroup | undefined = current): TargetGroup =>
  add(key, input)(before);
const create = (input: TargetGroupInput): TargetGroup => add(key, input)(undefined);

describe('POST adds', () => {
  test('new targets at the end, in the order given', () => {
    expect(post({ targets: ['d:1', ' c:1,e:1 '] })).toEqual({
      targets: ['b:1', 'a:1', 'd:1', 'c:1', 'e:1'],
      labels: current.labels,
    });
  });

  test('new labels', () => {
    expect(post({ labels: { zone: 'z', area: 'a' } })).toEqual({
      targets: current.targets,
      labels: { ...current.labels, zone: 'z', area: 'a' },
    });
  });

  test('new values for existing labels, which keep their place', () => {
    expect(Object.entries(post({ labels: { zone: 'z', team: 'y' } }).labels)).toEqual([
      ['job', 'own-job'],
      ['env', 'prod'],
      ['team', 'y'],
      ['rack', 'r'],
      ['zone', 'z'],
    ]);
  });

  test('targets and labels in one step', () => {
    expect(post({ targets: ['c:1'], labels: { job: 'j' } })).toEqual({
      targets: ['b:1', 'a:1', 'c:1'],
      labels: { ...current.labels, job: 'j' },
    });
  });

  test('labels of which only one changes something', () => {
    expect(post({ labels: { team: 'x', rack: 's' } }).labels).toEqual({ ...current.labels, rack: 's' });
  });

  test('a new label with an empty value', () => {
    expect(post({ labels: { zone: '' } }).labels).toMatchObject({ zone: '' });
  });

  test.each(['__proto__', 'constructor', 'toString'])('a label with the ordinary name %s', (name) => {
    const labelled = post({ labels: Object.fromEntries([[name, 'own']]) });
    expect(Object.entries(labelled.labels).at(-1)).toEqual([name, 'own']);
    expect(Object.entries(post({ targets: ['c:1'] }, labelled).labels).at(-1)).toEqual([name, 'own']);
    expect(codesOf(() => post({ labels: Object.fromEntries([[name, 'own']]) }, labelled))).toEqual([
      'labels_unchanged labels',
    ]);
  });

  test('job and env where they were lost by hand', () => {
    const lost: TargetGroup = { targets: ['a:1'], labels: { team: 'x' } };
    expect(post({ targets: ['b:1'] }, lost).labels).toEqual({ job: 'shop', env: 'prod', team: 'x' });
  });
});

describe('POST creates a group', () => {
  test('from targets, with job and env', () => {
    expect(create({ targets: ['a:1'] })).toEqual({ targets: ['a:1'], labels: { job: 'shop', env: 'prod' } });
  });

  test('from targets and labels, which may override job and env', () => {
    expect(create({ targets: ['a:1'], labels: { team: 'x', env: 'e' } })).toEqual({
      targets: ['a:1'],
      labels: { job: 'shop', env: 'e', team: 'x' },
    });
  });

  test('but not without a target', () => {
    expect(codesOf(() => create({ labels: { team: 'x' } }))).toEqual(['group_unknown targets']);
    expect(faultsOf(() => create({ labels: { team: 'x' } }))[0]?.message).toContain('"shop/prod"');
  });
});

describe('POST refuses', () => {
  test('a target that already exists, and names it', () => {
    const run = () => post({ targets: ['c:1', ' a:1 '] });
    expect(codesOf(run)).toEqual(['target_exists targets[1]']);
    expect(faultsOf(run)[0]?.message).toContain('"a:1"');
  });

  test('a single target that already exists', () => {
    expect(codesOf(() => post({ targets: ['a:1'] }))).toEqual(['target_exists targets[0]']);
  });

  test.each<[string, readonly string[], string]>([
    ['in two elements', ['c:1', 'd:1', 'c:1'], 'targets[2]'],
    ['in one element', ['c:1,c:1'], 'targets[0]'],
    ['with white space around it', ['c:1', ' c:1'], 'targets[1]'],
  ])('a target that stands twice in the request, %s, and names it', (_, targets, path) => {
    const run = () => add(key, { targets });
    expect(codesOf(run)).toEqual([`target_repeated ${path}`]);
    expect(faultsOf(run)[0]?.message).toContain('"c:1"');
  });

  test.each<[string, TargetGroupInput]>([
    ['one label', { labels: { team: 'x' } }],
    ['several labels', { labels: { team: 'x', rack: 'r' } }],
    ['job', { labels: { job: 'own-job' } }],
    ['a label beside a new target', { targets: ['c:1'], labels: { team: 'x' } }],
  ])('labels of which none changes anything: %s', (_, input) => {
    const run = () => post(input);
    expect(codesOf(run)).toEqual(['labels_unchanged labels']);
    expect(faultsOf(run)[0]?.message).toContain(Object.keys(input.labels ?? {}).join(', '));
  });

  test.each(['', ' ', '\t\n'])('a blank value for a label that exists: %j', (value) => {
    const run = () => post({ labels: { zone: 'z', team: value } });
    expect(codesOf(run)).toEqual(['label_value_blank labels.team']);
    expect(faultsOf(run)[0]?.message).toContain(`"team" cannot become ${JSON.stringify(value)}`);
  });

  test.each(['job', 'env'])('an empty or blank %s', (name) => {
    expect(codesOf(() => add(key, { labels: { [name]: '' } }))).toEqual([`label_required labels.${name}`]);
    expect(codesOf(() => post({ labels: { [name]: ' ' } }))).toEqual([`label_value_blank labels.${name}`]);
  });

  test.each<[string, TargetGroupInput, string]>([
    ['targets: []', { targets: [] }, 'targets_empty targets'],
    ['targets: [] beside labels', { targets: [], labels: { zone: 'z' } }, 'targets_empty targets'],
    ['labels: {}', { labels: {} }, 'labels_empty labels'],
    ['labels: {} beside targets', { targets: ['c:1'], labels: {} }, 'labels_empty labels'],
    ['neither', {}, 'nothing_given'],
    ['what is not a target', { targets: ['c:65536'] }, 'invalid_target targets[0]'],
    ['a label that cannot be set', { labels: { __name__: 'x' } }, 'label_refused labels.__name__'],
  ])('%s', (_, input, code) => {
    expect(codesOf(() => add(key, input))).toEqual([code]);
  });

  test.each<[TargetGroupInput, string]>([
    [{ targets: [] }, 'the list of targets is empty'],
    [{ labels: {} }, 'there is no label in "labels"'],
    [{}, 'there is nothing to add: neither targets nor labels are given'],
  ])('%j and says why', (input, message) => {
    expect(faultsOf(() => add(key, input))[0]?.message).toBe(message);
  });
});

describe('POST compares the scrape timeout with the interval', () => {
  const withLabels = (labels: Record<string, string>): TargetGroup => ({
    targets: ['a:1'],
    labels: { job: 'shop', env: 'prod', ...labels },
  });
  const INTERVAL = { __scrape_interval__: '10s' };
  const TIMEOUT = { __scrape_timeout__: '11s' };

  test.each<[string, TargetGroup | undefined, Record<string, string>]>([
    ['in the request alone', withLabels({}), { ...INTERVAL, ...TIMEOUT }],
    ['in a new group', undefined, { ...INTERVAL, ...TIMEOUT }],
    ['when only the timeout is given', withLabels(INTERVAL), TIMEOUT],
    ['when only the interval is given', withLabels(TIMEOUT), INTERVAL],
    ['when one of two is changed', withLabels({ ...INTERVAL, __scrape_timeout__: '10s' }), TIMEOUT],
  ])('%s', (_, before, labels) => {
    const run = () => add(key, { targets: ['b:1'], labels })(before);
    expect(codesOf(run)).toEqual(['invalid_label_value labels.__scrape_timeout__']);
    expect(faultsOf(run)[0]?.message).toMatch(/"11s".*"10s"/);
  });

  test('as they will be, not as they were', () => {
    const labels = { __scrape_interval__: '1m', __scrape_timeout__: '30s' };
    expect(post({ labels }, withLabels(INTERVAL)).labels).toMatchObject(labels);
  });
});

describe('POST lists all faults at once', () => {
  test('those of the request', () => {
    const input = { targets: ['a b', 'c:1', 'c:1'], labels: { '1a': 'x', __scheme__: 'ftp' } };
    expect(codesOf(() => add(key, input))).toEqual([
      'invalid_target targets[0]',
      'target_repeated targets[2]',
      'invalid_label_name labels.1a',
      'invalid_label_value labels.__scheme__',
    ]);
  });

  test('those against the group', () => {
    expect(codesOf(() => post({ targets: ['a:1', 'c:1', 'b:1'], labels: { team: '', job: ' ' } }))).toEqual([
      'target_exists targets[0]',
      'target_exists targets[2]',
      'label_value_blank labels.team',
      'label_value_blank labels.job',
    ]);
  });
});
