import { Registry } from 'prom-client';
import { HttpMetrics } from './http-metrics.js';

let exposed: Registry;
let metrics: HttpMetrics;
beforeEach(() => {
  exposed = new Registry();
  metrics = new HttpMetrics(exposed);
});

/** The samples of one metric, as they are exposed. */
async function samples(name: string): Promise<readonly string[]> {
  const text = await exposed.metrics();
  return text.split('\n').filter((line) => line.startsWith(name));
}

test('what can happen to a change is there before it happens, so that the first time is an increase', async () => {
  expect(await samples('target_eye_changes_total')).toHaveLength(13);
  metrics.changed('DELETE', 'removed');
  expect(await samples('target_eye_changes_total')).toHaveLength(13);
  expect(await samples('target_eye_changes_total{verb="DELETE",outcome="removed"}')).toEqual([
    'target_eye_changes_total{verb="DELETE",outcome="removed"} 1',
  ]);
});

test('a request that meets a defect is an increase, also the first one', async () => {
  const errors = async () =>
    (await samples('target_eye_http_requests_total')).filter((line) => line.includes('code="500"'));
  const before = await errors();
  expect(before).toContain('target_eye_http_requests_total{method="PUT",code="500"} 0');
  metrics.requested('PUT', 500, 0.001);
  expect(await errors()).toHaveLength(before.length);
});

// cspell:ignore frob
test('methods that nobody knows share one series', async () => {
  for (const method of ['GET', 'PATCH', 'FROB', 'get', '__proto__']) metrics.requested(method, 405, 0.001);
  const requests = await samples('target_eye_http_requests_total');
  expect(requests.filter((line) => !line.endsWith(' 0'))).toEqual([
    'target_eye_http_requests_total{method="GET",code="405"} 1',
    'target_eye_http_requests_total{method="other",code="405"} 4',
  ]);
  expect(await samples('target_eye_http_request_duration_seconds_count')).toEqual([
    'target_eye_http_request_duration_seconds_count{method="GET"} 1',
    'target_eye_http_request_duration_seconds_count{method="other"} 4',
  ]);
});

test('refused logins are counted by scheme, those with a made-up one together', async () => {
  for (const scheme of ['Basic', 'bearer', 'Digest', 'x'.repeat(1000)]) metrics.loginRefused(scheme);
  expect(await samples('target_eye_logins_refused_total')).toEqual([
    'target_eye_logins_refused_total{scheme="basic"} 1',
    'target_eye_logins_refused_total{scheme="bearer"} 1',
    'target_eye_logins_refused_total{scheme="certificate"} 0',
    'target_eye_logins_refused_total{scheme="other"} 2',
  ]);
});

test('requests over the rate limit are counted', async () => {
  metrics.rateLimited();
  expect(await samples('target_eye_rate_limited')).toEqual(['target_eye_rate_limited_requests_total 1']);
});
