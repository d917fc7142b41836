import type { AskedPrometheus, ScrapeStatus } from '@target-eye/client';
import { byPrometheus, worstStatus } from '@target-eye/domain';
import { predicateOf } from './status-text.js';

const [A, B, C] = ['http://a:9090', 'http://b:9090/', 'https://c/prometheus'];
const REFUSED = {
  error: 'connection refused',
  advice: 'nothing listens on port 9100 of 10.3.3.4',
};

const on = (url: string, status: ScrapeStatus['status'], more: Partial<ScrapeStatus> = {}): ScrapeStatus => ({
  url,
  status,
  ...more,
});
const targetOn = (...prometheus: readonly ScrapeStatus[]) => ({
  target: '10.3.3.4:9100',
  status: worstStatus(prometheus.map(({ status }) => status)),
  prometheus,
});
const asked = (...urls: readonly string[]): AskedPrometheus[] => urls.map((url) => ({ url, state: 'ok' }));

test.each([
  [[on(A, 'up')], asked(A), 'is up'],
  [[on(A, 'up'), on(B, 'up')], asked(A, B), 'is up on both Prometheus'],
  [[on(A, 'up'), on(B, 'up'), on(C, 'up')], asked(A, B, C), 'is up on all 3 Prometheus'],
  [
    [on(A, 'down', REFUSED), on(B, 'down', REFUSED)],
    asked(A, B),
    'is down on both Prometheus: connection refused — nothing listens on port 9100 of 10.3.3.4',
  ],
  [
    [on(A, 'up'), on(B, 'not_read', { error: 'a: b' }), on(C, 'up')],
    asked(A, B, C),
    'is up on a:9090 and c/prometheus; is not read on b:9090: a: b',
  ],
  [[on(A, 'up')], [...asked(A), { url: B, state: 'unreachable' as const }], 'is up on a:9090; b:9090 does not tell'],
  [[on(A, 'unknown')], asked(A), 'may be up or not: no Prometheus answers'],
])('a target %j is told as it is', (prometheus, all, text) => {
  expect(predicateOf(targetOn(...prometheus), all)).toBe(text);
});

test('of the pools of a Prometheus the worst counts, and the order is kept', () => {
  const said = byPrometheus(
    targetOn(on(B, 'up'), on(A, 'up', { pool: 'x' }), on(A, 'down'), on(A, 'stale')).prometheus,
  );
  expect(said.map(({ url, status }) => [url, status])).toEqual([
    [B, 'up'],
    [A, 'down'],
  ]);
});
