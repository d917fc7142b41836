import { Registry } from 'prom-client';
import type { ObservedPrometheus, PrometheusFacts } from '@target-eye/domain';
import { registerPrometheusMetrics } from './prometheus-metrics.js';

/** A Prometheus that was never asked before. */
function prometheus(url: string, answer: Promise<PrometheusFacts['state']>) {
  const ages: number[] = [];
  let known: PrometheusFacts | undefined;
  const observed: ObservedPrometheus = {
    url,
    known: () => known,
    facts: async (maxAge) => {
      ages.push(maxAge);
      known = { url, askedAt: 0, state: await answer, reason: undefined, view: undefined };
      return known;
    },
  };
  return { observed, ages };
}

async function samplesOf(...observed: readonly ObservedPrometheus[]): Promise<readonly string[]> {
  const registry = new Registry();
  registerPrometheusMetrics(registry, observed);
  return (await registry.metrics()).split('\n').filter((line) => line.startsWith('target_eye_'));
}

test('a scrape asks for what is younger than 15 s, and shows who answered', async () => {
  const [one, other] = [
    prometheus('http://a', Promise.resolve('ok')),
    prometheus('http://b', Promise.resolve('failed')),
  ];
  expect(await samplesOf(one.observed, other.observed)).toEqual([
    'target_eye_prometheus_reachable{url="http://a"} 1',
    'target_eye_prometheus_reachable{url="http://b"} 0',
  ]);
  expect([one.ages, other.ages]).toEqual([[15], [15]]);
});

test('a scrape waits 2 s for an answer, and shows nothing of who was never asked before', async () => {
  jest.useFakeTimers({ advanceTimers: false });
  try {
    const silent = prometheus('http://silent', new Promise(() => undefined));
    const answers = prometheus('http://a', Promise.resolve('ok'));
    const samples = samplesOf(silent.observed, answers.observed);
    let isOver = false;
    void samples.then(() => (isOver = true));
    await jest.advanceTimersByTimeAsync(1999);
    expect(isOver).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(await samples).toEqual(['target_eye_prometheus_reachable{url="http://a"} 1']);
  } finally {
    jest.useRealTimers();
  }
});
