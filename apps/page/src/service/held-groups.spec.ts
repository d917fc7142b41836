import type { ListedGroup } from '@target-eye/client';
import { keepSame, statusesOf } from './held-groups.js';

const group = (application: string, revision = 'r1', more: Partial<ListedGroup> = {}): ListedGroup => ({
  application,
  environment: 'prod',
  targets: ['h:1', 'h:2'],
  labels: {},
  revision,
  changed_at: '2026-01-01T00:00:00Z',
  ...more,
});

test('groups that did not change are the same objects', () => {
  const before = [group('a'), group('b'), group('c'), group('gone')];
  const after = [group('a'), group('b', 'r2'), group('c', 'r1', { changed_at: '2026-01-02T00:00:00Z' }), group('new')];
  const kept = keepSame(before, after);
  expect(kept).toEqual(after);
  expect(kept.map((each, place) => each === after[place])).toEqual([false, true, true, true]);
  expect(kept[0]).toBe(before[0]);
});

test('the targets of groups that are not listed are up, and nothing is known of a group that changed', () => {
  const [up, down, changed] = [group('up'), group('down'), group('changed')];
  const statuses = statusesOf(
    [up, down, changed],
    [
      group('down', 'r1', { statuses: { down: 1, up: 1 } }),
      group('changed', 'r2', { statuses: { not_read: 2 } }),
      group('new', 'r1', { statuses: { not_read: 2 } }),
    ],
  );
  expect([...statuses]).toEqual([
    [up, { up: 2 }],
    [down, { down: 1, up: 1 }],
  ]);
});
