import { groupKey, type MigrationPlan } from '@target-eye/domain';
import type { MigrationRequest } from './migration-request.js';
import { migrationText, type Shown } from './migration-text.js';

const request: MigrationRequest = { to: 'etcd', from: [], prefer: undefined, overwrite: false, isDryRun: true };
const key = groupKey('shop', 'prod');
const group = (...targets: readonly string[]) => ({ targets, labels: {} });
const nothing: MigrationPlan = {
  source: { groups: [], alike: 0, partial: [], conflicts: [], unreadable: [], overruled: [], unclaimed: [] },
  revision: '0',
  absent: [],
  differing: [],
  alike: [],
  onlyInStore: [],
  unreadableInStore: [],
};

const textOf = (plan: Partial<MigrationPlan>, more: Partial<Shown> = {}) =>
  migrationText({ request, store: 'etcd', plan: { ...nothing, ...plan }, result: undefined, ...more }).split('\n');

test('a long list is cut, but not the groups that differ', () => {
  const keys = Array.from({ length: 1030 }, (_, index) => groupKey('shop', String(index)));
  const absent = keys.map((each) => ({ key: each, before: undefined, after: group('a:1') }));
  const lines = textOf({ absent });
  expect(lines[0]).toBe('to be written to etcd (1,030):');
  expect(lines.slice(20)).toEqual([
    '  "shop/19"',
    '  … and 1,010 more; --output=json has all',
    '1,030 to be written, 0 alike, 0 differ, 0 only in etcd, 0 unreadable',
    '',
  ]);
  const before = { key, group: group('b:1'), revision: '', changedAt: 0 };
  const differing = keys.map((each) => ({ key: each, before, after: group('a:1') }));
  expect(textOf({ differing })).toHaveLength(3 * 1030 + 2);
});

test('what the store cannot read is named', () => {
  const differing = [{ key, before: undefined, after: group('a:1'), isUnreadable: true }];
  const unreadableInStore = [{ name: '/x', key: undefined, reason: 'it is not JSON' }];
  const lines = [
    'unreadable in etcd, where they stay (1):',
    '  "/x": it is not JSON',
    '0 to be written, 0 alike, 1 differ, 0 only in etcd, 1 unreadable',
    '',
  ];
  expect(textOf({ differing, unreadableInStore })).toEqual(['"shop/prod" is unreadable in etcd', ...lines]);
  const overwriting = textOf({ differing }, { request: { ...request, overwrite: true } });
  expect(overwriting).toEqual([
    '"shop/prod" is unreadable in etcd, and is to be written',
    '1 to be written, 0 alike, 0 differ, 0 only in etcd, 0 unreadable',
    '',
  ]);
});

test('what failed is named with the reason, and what is missing counted', () => {
  const absent = [{ key, before: undefined, after: group('a:1') }];
  const failed = [{ key, outcome: 'failed', error: new Error('the cluster is away') } as const];
  const result = { written: [], alike: 0, failed, after: { ...nothing, absent }, isComplete: false };
  expect(textOf({ absent }, { request: { ...request, isDryRun: false }, result })).toEqual([
    'not in etcd (1):',
    '  "shop/prod"',
    'failed (1):',
    '  "shop/prod": the cluster is away',
    '0 written, 0 alike, 0 differ, 1 missing, 0 only in etcd, 0 unreadable',
    '',
  ]);
});

test('a terminal is not told to do anything', () => {
  const before = { key, group: group('a\u009b:1\u202e', '\u{e0041}'), revision: '', changedAt: 0 };
  const text = textOf({ differing: [{ key, before, after: group('a\u001b[2J') }] });
  expect(text.slice(1, 4)).toEqual(['  - "a\\u009b:1\\u202e"', '  - "\\udb40\\udc41"', '  + "a\\u001b[2J"']);
});
