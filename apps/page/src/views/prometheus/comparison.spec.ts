import { type DisagreedTarget, type Status } from '@target-eye/client';
import { TARGET_STATUSES } from '@target-eye/domain';
import { comparisonOf } from './comparison.js';

const [A, B, C] = ['http://a:9090', 'http://b:9090', 'http://c:9090'];

const disagreed = (target: string, ...up: readonly string[]): DisagreedTarget => ({
  application: 'a',
  environment: 'e',
  target,
  prometheus: [A, B].map((url) => ({ url, status: up.includes(url) ? 'up' : 'down' })),
});

const status = (
  urls: readonly string[],
  counts: Partial<Status['targets']>,
  disagreeing: readonly DisagreedTarget[],
  disagreements = disagreeing.length,
): Status => ({
  targets: { ...(Object.fromEntries(TARGET_STATUSES.map((each) => [each, 0])) as Status['targets']), ...counts },
  prometheus: urls.map((url) => ({ url, state: 'ok' })),
  not_up: [],
  disagreeing,
  disagreements,
});

test('of a pair it is told what both scrape, only one, and none', () => {
  const [one, two, three] = [disagreed('h:1', A), disagreed('h:2', B), disagreed('h:3', A)];
  expect(comparisonOf(status([A, B], { up: 5, down: 4, stale: 1 }, [one, two, three]))).toEqual({
    all: 10,
    upOnAll: 5,
    upOnSome: 3,
    upOnNone: 2,
    upOnOne: new Map([
      [A, [one, three]],
      [B, [two]],
    ]),
  });
});

test.each([
  ['there are three', status([A, B, C], { up: 1, down: 1 }, [disagreed('h:1', A)])],
  ['not all that differ are named', status([A, B], { up: 1, down: 2 }, [disagreed('h:1', A)], 2)],
])('which of them has what is not told where %s', (_, given) => {
  expect(comparisonOf(given)).toMatchObject({ upOnAll: 1, upOnOne: undefined });
});

test('one that does not answer is not compared', () => {
  const { prometheus, ...rest } = status([A, B], { up: 1 }, []);
  expect(comparisonOf({ ...rest, prometheus: [...prometheus.slice(1), { url: A, state: 'failed' }] })).toBeUndefined();
});
