import { Registry } from 'prom-client';
import { groupKey, type StoreStatus } from '@target-eye/domain';
import { statusWith } from '../../test/support/store-status.js';
import { registerGroupMetrics } from './group-metrics.js';

async function exposed(status: Partial<StoreStatus>): Promise<readonly string[]> {
  const registry = new Registry();
  const store = statusWith(status);
  registerGroupMetrics(registry, store, () => store.problem());
  return (await registry.metrics()).split('\n').filter((line) => line.startsWith('target_eye_'));
}

test('the store is asked at each scrape', async () => {
  expect(await exposed({ counts: () => ({ groups: 3, targets: 7, unreadable: 1 }) })).toEqual([
    'target_eye_groups 3',
    'target_eye_targets 7',
    'target_eye_unreadable_files 1',
    'target_eye_ready 1',
  ]);
  expect(await exposed({ problem: () => ({ code: 'full', fact: 'the disk is full' }) })).toContain(
    'target_eye_ready 0',
  );
});

test('every group has its own last change, whatever the names', async () => {
  const names = [
    ['a,environment:b', 'c'],
    ['a', 'b,environment:c'],
    ['quoted "\\', 'Ä 日本'],
  ] as const;
  const keys = names.map(([application, environment]) => groupKey(application, environment));
  const lines = await exposed({ lastChanges: () => keys.map((key, index) => ({ key, changedAt: index + 0.5 })) });
  expect(lines.filter((line) => line.includes('application='))).toEqual([
    'target_eye_group_last_change_timestamp_seconds{application="a,environment:b",environment="c"} 0.5',
    'target_eye_group_last_change_timestamp_seconds{application="a",environment="b,environment:c"} 1.5',
    'target_eye_group_last_change_timestamp_seconds{application="quoted \\"\\\\",environment="Ä 日本"} 2.5',
  ]);
});

test('no more than 1,000 groups are asked for', async () => {
  const lastChanges = jest.fn(() => []);
  await exposed({ lastChanges });
  expect(lastChanges).toHaveBeenCalledWith(1000);
});
