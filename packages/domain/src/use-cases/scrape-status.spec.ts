import {
  InMemoryPrometheus,
  InMemoryTargetGroupStore,
  ManualClock,
  PUBLISHED,
  shown,
  viewOf,
} from '../../testing/index.js';
import { groupKey } from '../groups/target-group.js';
import type { PrometheusView } from '../scrapes/facts.js';
import { ONE_TURN } from '../turns.js';
import { ScrapeStatus } from './scrape-status.js';

/** Ten groups with two targets each, and a Prometheus of which it is counted how many groups were judged by it. */
async function bench() {
  const clock = new ManualClock();
  const store = new InMemoryTargetGroupStore(() => clock.now());
  const put = (index: number, targets: readonly string[]) =>
    store.replace(groupKey(`a${String(index)}`, 'prod'), { targets, labels: { job: 'a', env: 'prod' } });
  for (let index = 0; index < 10; index++) await put(index, ['h:1', 'h:2']);
  const judged = { groups: 0 };
  const says = (): PrometheusView => {
    const view = viewOf(shown({}));
    return { ...view, activeOf: (group) => ((judged.groups += 1), view.activeOf(group)) };
  };
  const prometheus = new InMemoryPrometheus(clock, says);
  const parts = { prometheus: [prometheus], store, publication: PUBLISHED, turns: ONE_TURN, clock };
  return { clock, put, judged, prometheus, status: new ScrapeStatus(parts) };
}

test('a group is judged once for the same answer, and again what is shown of it', async () => {
  const { clock, put, judged, prometheus, status } = await bench();
  expect((await status.counts()).targets).toMatchObject({ not_read: 20, up: 0 });
  await Promise.all([status.counts(), status.counts(), status.ofAll({ selector: {}, limit: 1 })]);
  expect([prometheus.questions, judged.groups]).toEqual([1, 11]);
  await put(3, ['h:1']);
  expect((await status.counts()).targets).toMatchObject({ not_read: 19 });
  expect([prometheus.questions, judged.groups]).toEqual([1, 12]);
  await clock.pass(16);
  await status.counts();
  expect([prometheus.questions, judged.groups]).toEqual([2, 22]);
});

test('a list does not wait for a newer answer while the last one is half a minute old at most', async () => {
  const { clock, prometheus, status } = await bench();
  prometheus.takes = 5;
  const list = () => status.list({ selector: {}, statuses: ['not_read'], limit: 1 });
  const first = list();
  await clock.pass(5);
  expect(await first).toMatchObject({ matched: 10 });
  await clock.pass(20);
  const second = list();
  await clock.pass(0.2);
  expect(await second).toMatchObject({ matched: 10 });
  await clock.pass(40);
  const third = list();
  await clock.pass(4.9);
  expect(prometheus.questions).toBe(3);
  prometheus.says = () => ({ state: 'unreachable', reason: 'it is a test' });
  await clock.pass(0.1);
  expect(await third).toMatchObject({ matched: 0 });
});

test('counting does not wait longer than a second for a Prometheus, and then counts with what it said before', async () => {
  const { clock, prometheus, status } = await bench();
  prometheus.takes = 30;
  const first = status.counts();
  await clock.pass(1);
  expect((await first).targets).toMatchObject({ unknown: 20 });
  await clock.pass(60);
  const second = status.counts();
  await clock.pass(1);
  expect((await second).targets).toMatchObject({ not_read: 20 });
});
