import type { GroupStatus, TargetStatus } from '@target-eye/client';
import { rowsOf } from './rows.js';

const GROUP = { targets: ['a', 'b', 'c', 'd'], labels: {}, revision: 'r' };

function statusWith(words: Readonly<Record<string, TargetStatus>>): GroupStatus {
  const targets = Object.entries(words).map(([target, status]) => ({
    target,
    status,
    prometheus: [{ url: 'http://p', status, ...(status === 'down' && { error: 'Connection refused' }) }],
  }));
  return { application: 'a', environment: 'e', revision: 'r', up: false, prometheus: [], targets };
}

const ALL = { search: '', order: undefined };

function shown(...rows: Parameters<typeof rowsOf>): readonly string[] {
  return rowsOf(...rows).map(({ target, change }) => `${change === undefined ? '' : `${change} `}${target}`);
}

test('the worst targets come first, after what is refused and what is new', () => {
  const status = statusWith({ a: 'up', b: 'down', c: 'up', d: 'not_read' });
  expect(shown(GROUP, undefined, status, ALL)).toEqual(['d', 'b', 'a', 'c']);
  const faults = new Map([['c', 'no']]);
  const draft = { base: GROUP, mine: { targets: ['e', 'b', 'c', 'd'], labels: {} }, faults };
  expect(shown(GROUP, draft, status, ALL)).toEqual(['c', 'added e', 'd', 'b', 'removed a']);
  expect(shown(undefined, { ...draft, base: undefined }, undefined, ALL)).toEqual([
    'added c',
    'added e',
    'added b',
    'added d',
  ]);
});

test('rows keep their places while somebody is at one of them', () => {
  const status = statusWith({ a: 'up', b: 'down', c: 'up', d: 'not_read' });
  expect(shown(GROUP, undefined, status, { search: '', order: ['a', 'b', 'c', 'd'] })).toEqual(['a', 'b', 'c', 'd']);
});

test.each([
  ['', ['b', 'a', 'c', 'd']],
  ['B', ['b']],
  ['refused', ['b']],
  ['down', ['b']],
  ['nothing', []],
])('a search for %j finds targets, words and errors', (search, found) => {
  const status = statusWith({ a: 'up', b: 'down', c: 'up', d: 'up' });
  expect(shown(GROUP, undefined, status, { search, order: undefined })).toEqual(found);
});
