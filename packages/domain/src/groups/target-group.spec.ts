import { codesOf, faultsOf } from '../../testing/index.js';
import { describeKey, groupKey, isSameGroup, type TargetGroup, withRequiredLabels } from './target-group.js';

describe('a key', () => {
  test.each(['shop', 'Shop', '/', '@', '~', '.', '..', ' ', ' a b ', '%2F', '-', 'Ä', '日本', '😀', '__proto__'])(
    'may be made of %j',
    (name) => {
      expect(groupKey(name, 'prod')).toEqual({ application: name, environment: 'prod' });
      expect(groupKey('shop', name)).toEqual({ application: 'shop', environment: name });
    },
  );

  test.each([
    ['empty', '', 'empty'],
    ['a newline', 'a\nb', 'control character'],
    ['a null character', '\u0000', 'control character'],
    ['a delete character', 'a\u007f', 'control character'],
    ['a C1 control character', '\u0085', 'control character'],
    ['half of a surrogate pair', 'a\ud800', 'surrogate'],
  ])('may not be made of %s', (_, name, reason) => {
    expect(codesOf(() => groupKey(name, 'prod'))).toEqual(['invalid_name application']);
    expect(codesOf(() => groupKey('shop', name))).toEqual(['invalid_name environment']);

    const [fault] = faultsOf(() => groupKey(name, 'prod'));
    expect(fault?.message).toContain(JSON.stringify(name));
    expect(fault?.message).toContain(reason);
  });

  test('with two bad names has two faults', () => {
    expect(codesOf(() => groupKey('', '\n'))).toEqual(['invalid_name application', 'invalid_name environment']);
  });

  test('is shown in quotes', () => {
    expect(describeKey(groupKey('shop', 'a "b"'))).toBe('"shop/a \\"b\\""');
  });
});

describe('job and env', () => {
  const key = groupKey('shop', 'prod');

  test('default to application and environment, in front of the other labels', () => {
    expect(Object.entries(withRequiredLabels(key, { team: 'x', a: 'y' }))).toEqual([
      ['job', 'shop'],
      ['env', 'prod'],
      ['team', 'x'],
      ['a', 'y'],
    ]);
  });

  test('can be overridden', () => {
    expect(withRequiredLabels(key, { env: 'b', job: 'a' }, { job: 'c', env: 'd' })).toEqual({ job: 'a', env: 'b' });
  });

  test('come from the fallback before they come from the key', () => {
    expect(withRequiredLabels(key, {}, { job: 'c', team: 'x' })).toEqual({ job: 'c', env: 'prod' });
  });

  test('are never empty, not even where somebody wrote so by hand', () => {
    expect(withRequiredLabels(key, { job: '', env: '' }, { job: '' })).toEqual({ job: 'shop', env: 'prod' });
  });

  test.each(['__proto__', 'constructor', 'toString'])('stand beside a label with the name %s', (name) => {
    expect(Object.entries(withRequiredLabels(key, Object.fromEntries([[name, 'own']])))).toEqual([
      ['job', 'shop'],
      ['env', 'prod'],
      [name, 'own'],
    ]);
  });
});

describe('two groups', () => {
  const group: TargetGroup = { targets: ['a:1', 'b:1'], labels: { job: 'shop', env: 'prod' } };
  const withLabels = (...entries: [string, string][]): TargetGroup => ({
    ...group,
    labels: Object.fromEntries(entries),
  });

  test.each<[string, TargetGroup | undefined, TargetGroup | undefined]>([
    ['no group and no group', undefined, undefined],
    ['a group and itself', group, group],
    ['a group and its copy', group, structuredClone(group)],
    ['labels in another order', group, withLabels(['env', 'prod'], ['job', 'shop'])],
    ['labels with the name __proto__', withLabels(['__proto__', 'x']), withLabels(['__proto__', 'x'])],
  ])('are the same: %s', (_, one, other) => {
    expect(isSameGroup(one, other)).toBe(true);
    expect(isSameGroup(other, one)).toBe(true);
  });

  test.each<[string, TargetGroup | undefined, TargetGroup | undefined]>([
    ['one is missing', group, undefined],
    ['targets in another order', group, { ...group, targets: ['b:1', 'a:1'] }],
    ['another target', group, { ...group, targets: ['a:1', 'c:1'] }],
    ['a target more', group, { ...group, targets: ['a:1', 'b:1', 'c:1'] }],
    ['another value', group, withLabels(['job', 'shop'], ['env', 'test'])],
    ['another name', group, withLabels(['job', 'shop'], ['team', 'prod'])],
    ['a label more', group, withLabels(['job', 'shop'], ['env', 'prod'], ['team', 'x'])],
    ['a label with the name __proto__', withLabels(['__proto__', 'x']), withLabels(['team', 'x'])],
    ['other values of __proto__', withLabels(['__proto__', 'x']), withLabels(['__proto__', 'y'])],
    ['a label against what objects inherit', withLabels(['toString', 'x']), withLabels(['team', 'x'])],
  ])('differ: %s', (_, one, other) => {
    expect(isSameGroup(one, other)).toBe(false);
    expect(isSameGroup(other, one)).toBe(false);
  });
});
