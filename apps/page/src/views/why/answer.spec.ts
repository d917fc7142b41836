import type { GroupStatus, TargetInGroup } from '@target-eye/client';
import { answerFor, type FoundGroup, meantBy, worstFirst } from './answer.js';

const URL = 'http://localhost:9090';

const target = (name: string, status: TargetInGroup['status'], error?: string): TargetInGroup => ({
  target: name,
  status,
  prometheus: [{ url: URL, status, ...(error !== undefined && { error }) }],
});

const group = (application: string, ...targets: readonly TargetInGroup[]): FoundGroup => {
  const key = { application, environment: 'prod' };
  const status: GroupStatus = {
    ...key,
    revision: 'r',
    up: targets.every(({ status: word }) => word === 'up'),
    prometheus: [{ url: URL, state: 'ok' }],
    targets,
  };
  return { ...key, targets: targets.map((each) => each.target), status };
};

const untold: FoundGroup = { application: 'x', environment: 'y', targets: ['h:1'], status: undefined };
const [up, down] = [target('h:1', 'up'), target('h:2', 'down', 'refused')];

test.each([
  [[], 0, 'No group has h, so no Prometheus is told to scrape it.', false],
  [[untold], 1, 'h is in one group; whether it is scraped is not known.', undefined],
  [[untold], 3, 'h is in 3 groups; whether it is scraped is not known.', undefined],
  [[group('a', up)], 1, 'h:1 is up.', true],
  [[group('a', down)], 1, 'h:2 is down: refused.', false],
  [[group('a', up), group('b', up)], 2, 'All 2 targets of h are up.', true],
  [
    [group('a', up), group('b', up, down)],
    2,
    '1 of 3 targets of h is not up: h:2 of b / prod is down: refused.',
    false,
  ],
  [
    [group('a', down, target('h:3', 'not_configured'))],
    9,
    '2 of 2 targets of h in the first 1 of 9 groups are not up: h:3 of a / prod is not configured.',
    false,
  ],
])('of %j in %d groups it is said: %s', (groups, matched, text, isGood) => {
  expect(answerFor('h', { groups, matched })).toEqual({ text, isGood });
});

test('a host is meant with every port, and a port only with it', () => {
  const targets = ['h', 'h:1', 'H.:2', 'hh:1'];
  expect(targets.filter(meantBy('h'))).toEqual(['h', 'h:1', 'H.:2']);
  expect(targets.filter(meantBy('h:1'))).toEqual(['h:1']);
});

test('what is not up comes first, in each group and of all groups', () => {
  const groups = [group('a', up), group('b', up, down), group('c', up), group('d', target('h:3', 'rejected'), down)];
  const sorted = worstFirst(groups);
  expect(sorted.map(({ application }) => application)).toEqual(['d', 'b', 'a', 'c']);
  expect(sorted[1]?.status?.targets).toEqual([down, up]);
  expect(worstFirst([untold])).toEqual([untold]);
});
