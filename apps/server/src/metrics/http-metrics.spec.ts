import type { ServerResponse } from 'node:http';
import { Registry } from 'prom-client';
import { Exchange } from '../http/request/exchange.js';
import { answerParts } from '../../test/support/exchanges.js';
import { HttpMetrics } from './http-metrics.js';

let exposed: Registry;
let metrics: HttpMetrics;
beforeEach(() => {
  exposed = new Registry();
  metrics = new HttpMetrics(exposed);
});

/** A request of this method that was answered with this status, or not at all. */
function exchange(method: string, statusCode?: number, template?: string): Exchange {
  const request = { method, headers: {} } as Exchange['request'];
  const response = { headersSent: statusCode !== undefined, statusCode } as ServerResponse;
  const created = new Exchange(request, response, answerParts());
  if (template !== undefined) created.template = template;
  return created;
}

/** The samples of one metric, as they are exposed. */
async function samples(name: string): Promise<readonly string[]> {
  const text = await exposed.metrics();
  return text.split('\n').filter((line) => line.startsWith(name));
}

test('a request that meets a defect is an increase, also the first one', async () => {
  const errors = async () =>
    (await samples('target_eye_http_requests_total')).filter((line) => line.includes('code="500"'));
  const before = await errors();
  expect(before).toContain(
    'target_eye_http_requests_total{handler="/<application>/<environment>",method="PUT",code="500"} 0',
  );
  metrics.requested(exchange('PUT', 500, '/<application>/<environment>'), 0.001);
  expect(await errors()).toHaveLength(before.length);
});

// cspell:ignore frob
test('methods that nobody knows share one series', async () => {
  for (const method of ['GET', 'PATCH', 'FROB', 'get', '__proto__']) metrics.requested(exchange(method, 405), 0.001);
  const requests = await samples('target_eye_http_requests_total');
  expect(requests.filter((line) => !line.endsWith(' 0'))).toEqual([
    'target_eye_http_requests_total{handler="other",method="GET",code="405"} 1',
    'target_eye_http_requests_total{handler="other",method="other",code="405"} 4',
  ]);
  expect(await samples('target_eye_http_request_duration_seconds_count')).toEqual([
    'target_eye_http_request_duration_seconds_count{handler="other",method="GET"} 1',
    'target_eye_http_request_duration_seconds_count{handler="other",method="other"} 4',
  ]);
});

test('refused logins are counted by scheme, those with a made-up one together', async () => {
  for (const scheme of ['Basic', 'bearer', 'Digest', 'x'.repeat(1000)])
    metrics.loginRefused(exchange('PUT', 401), { scheme });
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

test('a request whose client went away before the answer is counted as nginx does', async () => {
  metrics.requested(exchange('GET'), 0.001);
  expect(await samples('target_eye_http_requests_total{handler="other",method="GET",code="499"}')).toHaveLength(1);
});

test('clients and connections that never sent a request are counted one by one', async () => {
  for (const status of [400, 405, 400]) metrics.invalidRequest('192.0.2.1', { status });
  metrics.clientTurnedAway();
  for (let times = 0; times < 5; times += 1) metrics.connectionDropped();
  expect(await samples('target_eye_http_requests_total{handler="other",method="other"')).toEqual([
    'target_eye_http_requests_total{handler="other",method="other",code="500"} 0',
    'target_eye_http_requests_total{handler="other",method="other",code="400"} 2',
    'target_eye_http_requests_total{handler="other",method="other",code="405"} 1',
  ]);
  expect(await samples('target_eye_logins_refused_total{scheme="certificate"}')).toEqual([
    'target_eye_logins_refused_total{scheme="certificate"} 1',
  ]);
  expect(await samples('target_eye_connections_dropped')).toEqual(['target_eye_connections_dropped_total 5']);
});

test('every error is there before it happens, and is counted by its code', async () => {
  const before = await samples('target_eye_http_errors_total');
  expect(before).toContain('target_eye_http_errors_total{error="precondition_failed"} 0');
  metrics.failed(exchange('PUT', 412), { code: 'precondition_failed' });
  const after = await samples('target_eye_http_errors_total');
  expect(after).toContain('target_eye_http_errors_total{error="precondition_failed"} 1');
  expect(after).toHaveLength(before.length);
});
