import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Registry } from 'prom-client';
import { failureOf } from '../http/answer/failure.js';
import { requestFault } from '../http/answer/request-error.js';
import { type Act, Exchange } from '../http/request/exchange.js';
import { answerParts } from '../../test/support/exchanges.js';
import { ChangeMetrics } from './change-metrics.js';

let exposed: Registry;
let metrics: ChangeMetrics;
beforeEach(() => {
  exposed = new Registry();
  metrics = new ChangeMetrics(exposed);
});

function exchange(method: string, act?: Act): Exchange {
  const request = { method, headers: {} } as Exchange['request'];
  const created = new Exchange(request, new ServerResponse(new IncomingMessage(new Socket())), answerParts());
  if (act !== undefined) created.act = act;
  return created;
}

/** The samples of one metric that are not 0, as they are exposed. */
async function counted(name: string): Promise<readonly string[]> {
  const text = await exposed.metrics();
  return text.split('\n').filter((line) => line.startsWith(name) && !line.endsWith(' 0'));
}

test('what can happen to a change is there before it happens, so that the first time is an increase', async () => {
  const series = async () => (await exposed.metrics()).match(/^target_eye_changes_total\{/gm)?.length;
  const before = await series();
  metrics.changed(exchange('DELETE'), 'removed');
  metrics.changed(exchange('PUT'), 'removed');
  expect(await series()).toBe(before);
  expect(await counted('target_eye_changes_total')).toEqual([
    'target_eye_changes_total{verb="PUT",outcome="removed"} 1',
    'target_eye_changes_total{verb="DELETE",outcome="removed"} 1',
  ]);
});

test('a change that failed is counted, a reload or a read is not', async () => {
  const failure = failureOf(requestFault('not_permitted', 'no'));
  for (const failed of [exchange('PUT'), exchange('GET'), exchange('POST', 'reload')]) metrics.failed(failed, failure);
  expect(await counted('target_eye_changes_total')).toEqual([
    'target_eye_changes_total{verb="PUT",outcome="refused"} 1',
  ]);
});

test('a request to many groups is counted by its size, and its groups by what became of them', async () => {
  metrics.changedMany(exchange('PUT'), { created: 1, changed: 2, unchanged: 90, removed: 0, failed: 8 });
  expect(await counted('target_eye_bulk_groups_total')).toEqual([
    'target_eye_bulk_groups_total{outcome="created"} 1',
    'target_eye_bulk_groups_total{outcome="changed"} 2',
    'target_eye_bulk_groups_total{outcome="unchanged"} 90',
    'target_eye_bulk_groups_total{outcome="failed"} 8',
  ]);
  expect(await counted('target_eye_bulk_size_bucket')).toEqual([
    'target_eye_bulk_size_bucket{le="1000"} 1',
    'target_eye_bulk_size_bucket{le="10000"} 1',
    'target_eye_bulk_size_bucket{le="100000"} 1',
    'target_eye_bulk_size_bucket{le="+Inf"} 1',
  ]);
});

test('a change that was only tried is counted apart, and not at all where it was refused', async () => {
  for (const [method, act, status] of [
    ['PUT', 'trial', 200],
    ['DELETE', 'trial', 200],
    ['POST', 'trial', 412],
    ['PUT', 'change', 200],
    ['GET', 'read', 200],
  ] as const) {
    const tried = exchange(method, act);
    tried.response.writeHead(status);
    metrics.requested(tried);
  }
  metrics.requested(exchange('PUT', 'trial'));
  metrics.failed(exchange('POST', 'trial'), failureOf(requestFault('bad_request', 'a reason')));
  expect(await counted('target_eye_')).toEqual([
    'target_eye_dry_runs_total{verb="PUT"} 1',
    'target_eye_dry_runs_total{verb="DELETE"} 1',
  ]);
});
