import type { ListedGroup } from '@target-eye/client';
import { choicesFor, offered } from './counts.js';

const group = (application: string, environment: string, labels = {}): ListedGroup => ({
  application,
  environment,
  targets: [],
  labels: { job: application, env: environment, ...labels },
  revision: 'r',
  changed_at: '2026-01-01T00:00:00Z',
});

const GROUPS = [
  group('a', 'prod', { team: 'core' }),
  group('a', 'dev', { team: 'web', job: 'other' }),
  group('b', 'prod', { team: 'core' }),
  group('b', 'test'),
  group('b', 'prod-2'),
];

test('the most frequent choices come first, and labels that repeat names are none', () => {
  expect(choicesFor('application', GROUPS)).toEqual([
    ['b', 3],
    ['a', 2],
  ]);
  expect(choicesFor('environment', GROUPS)[0]).toEqual(['prod', 2]);
  expect(choicesFor('label', GROUPS)).toEqual([
    ['team=core', 2],
    ['job=other', 1],
    ['team=web', 1],
  ]);
});

test('what is typed narrows the choices, of which few are offered', () => {
  expect(offered(choicesFor('environment', GROUPS), 'PROD')).toEqual([
    ['prod', 2],
    ['prod-2', 1],
  ]);
  const many = Array.from({ length: 100 }, (_, index) => [`x${String(index)}`, 1] as const);
  expect(offered(many, '')).toHaveLength(15);
});
