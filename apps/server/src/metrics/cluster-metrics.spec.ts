import { Registry } from 'prom-client';
import { sampleOf } from '../../test/support/exposition.js';
import { statusWith } from '../../test/support/store-status.js';
import { ClusterMetrics } from './cluster-metrics.js';
import { MirrorMetrics } from './mirror-metrics.js';

test('a change that another instance was faster than is a conflict, and every series is there from the start', async () => {
  const registry = new Registry();
  const metrics = new ClusterMetrics(registry);
  metrics.operated('write', 'conflict', 0.002);
  metrics.operated('compare', 'ok', 0.002);
  metrics.changeTold(0.004);
  metrics.resynchronized('restored');
  const text = await registry.metrics();
  expect(sampleOf(text, 'target_eye_etcd_conflicts_total')).toBe(1);
  expect(sampleOf(text, 'target_eye_etcd_operations_total{operation="write",outcome="conflict"}')).toBe(1);
  expect(sampleOf(text, 'target_eye_etcd_operations_total{operation="write",outcome="unconfirmed"}')).toBe(0);
  expect(sampleOf(text, 'target_eye_etcd_operation_duration_seconds_count{operation="compare"}')).toBe(1);
  expect(sampleOf(text, 'target_eye_etcd_watch_lag_seconds_sum')).toBeCloseTo(0.004);
  expect(sampleOf(text, 'target_eye_etcd_resyncs_total{reason="restored"}')).toBe(1);
  expect(sampleOf(text, 'target_eye_etcd_watch_restarts_total{reason="behind"}')).toBe(0);
});

test('what is known has no age before the cluster was heard, and is 0 seconds old while it is', async () => {
  const registry = new Registry();
  let [age, isAway] = [undefined as number | undefined, true];
  const problem = () => (isAway ? ({ code: 'unreachable', fact: 'no node answers' } as const) : undefined);
  new ClusterMetrics(registry).show(statusWith({ age: () => age, problem }));
  const shown = async () => /^target_eye_store_age_seconds (\d+)$/m.exec(await registry.metrics())?.[1];
  expect(await shown()).toBeUndefined();
  isAway = false;
  expect(await shown()).toBe('0');
  [age, isAway] = [7, true];
  expect(await shown()).toBe('7');
});

test('the mirror is in sync while it has no problem', async () => {
  const registry = new Registry();
  const metrics = new MirrorMetrics(registry);
  let isBehind = true;
  metrics.show({ problem: () => (isBehind ? { code: 'not_published', fact: 'x' } : undefined) });
  metrics.mirrored('put_back', 3);
  metrics.failed();
  const values = async () => {
    const text = await registry.metrics();
    return ['in_sync', 'writes_total{operation="put_back"}', 'writes_total{operation="remove"}', 'failures_total'].map(
      (name) => sampleOf(text, `target_eye_mirror_${name}`),
    );
  };
  expect(await values()).toEqual([0, 3, 0, 1]);
  isBehind = false;
  expect(await values()).toEqual([1, 3, 0, 1]);
});
