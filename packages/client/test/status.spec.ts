import type { TargetEyeError, TargetNotUp } from '@target-eye/client';
import {
  discovered,
  InMemoryPrometheus,
  InMemoryTargetGroupStore,
  type Says,
  scraped,
  shown,
  viewOf,
} from '@target-eye/domain/testing';
import { QUICK_POLLS } from '../../../apps/server/test/support/quick-polls.js';
import { rejection, useService } from './support/real-service.js';

const KEY = { application: 'payments', environment: 'prod' };
const GROUP = { targets: ['h:1', 'h:2'], labels: { job: 'payments', env: 'prod' } };

/** A Prometheus that has scraped the group after every change, and to which these targets of it are down. */
const scrapes =
  (...down: readonly string[]) =>
  (askedAt: number): Says => {
    const stored = { key: KEY, group: GROUP, revision: '', changedAt: 0 };
    const active = GROUP.targets.map((address) => {
      const fails = down.includes(address);
      const lastError = fails ? 'connection refused' : '';
      return scraped(stored, askedAt, { address, lastScrape: askedAt + 1, health: fails ? 'down' : 'up', lastError });
    });
    return viewOf(shown({ '/sd/payments@prod.json': Math.ceil(askedAt) }, { active }));
  };

/** One whose relabelling drops the second target. */
const drops = (askedAt: number): Says => {
  const stored = { key: KEY, group: GROUP, revision: '', changedAt: 0 };
  const active = [scraped(stored, askedAt, { lastScrape: askedAt + 1 })];
  return viewOf(
    shown({ '/sd/payments@prod.json': Math.ceil(askedAt) }, { active, dropped: [discovered(stored, 'h:2')] }),
  );
};

let prometheus: InMemoryPrometheus;
const client = useService(() => {
  prometheus = new InMemoryPrometheus(QUICK_POLLS, scrapes());
  return { store: new InMemoryTargetGroupStore(), prometheus: [prometheus], clock: QUICK_POLLS };
});

test('what became of a group, and of one that is not there', async () => {
  prometheus.says = scrapes('h:2');
  await client().replace(KEY, GROUP);
  expect(await client().status(KEY)).toMatchObject({
    ...KEY,
    up: false,
    prometheus: [{ url: 'http://localhost:9090', state: 'ok' }],
    targets: [
      { target: 'h:1', status: 'up' },
      { target: 'h:2', status: 'down', prometheus: [{ status: 'down', error: 'connection refused' }] },
    ],
  });
  expect(await client().status({ ...KEY, environment: 'test' })).toBeUndefined();
});

test('groups by what became of their targets, with how many there are of each status', async () => {
  prometheus.says = scrapes('h:2');
  await client().replace(KEY, GROUP);
  const { groups, matched } = await client().list({ status: ['down', 'stale'], statuses: true });
  expect([matched, groups[0]?.statuses]).toEqual([1, { up: 1, down: 1 }]);
  for await (const group of client().listAll({ status: 'dropped' })) throw new Error(group.application);
});

test('what became of all targets before', async () => {
  prometheus.says = scrapes('h:2');
  await client().replace(KEY, GROUP);
  const { samples } = await client().history();
  expect(samples).toMatchObject([{ targets: { up: 1, down: 1, waiting: 0 } }]);
});

test('who one is to the service', async () => {
  expect(await client().about()).toMatchObject({ caller: { kind: 'anonymous' }, write: ['*/*'], logins: [] });
});

test('what became of all groups, in pages, and all that is not up as one', async () => {
  prometheus.says = scrapes('h:1', 'h:2');
  await client().replace(KEY, GROUP);
  const { targets, not_up: first, next } = await client().statusOfAll({ application: 'pay*', limit: 1 });
  expect([targets.down, targets.up, first.length]).toEqual([2, 0, 1]);
  const last = await client().statusOfAll({ limit: 1, after: next });
  expect([last.not_up[0]?.target, last.next]).toEqual(['h:2', undefined]);
  const found: TargetNotUp[] = [];
  for await (const one of client().notUp({ limit: 1, target: 'h' })) found.push(one);
  expect(found.map(({ target }) => target)).toEqual(['h:1', 'h:2']);
  for await (const one of client().notUp({ search: 'nothing' })) throw new Error(one.target);
});

test.each<[string, () => Promise<unknown>]>([
  ['what is replaced', () => client().replace(KEY, GROUP, { waitUntilUp: true })],
  ['what is added', () => client().add(KEY, GROUP, { waitUntilUp: { timeout: 5000 } })],
])('%s is waited for until it is up', async (_, change) => {
  expect(await change()).toMatchObject({ group: GROUP });
  expect(await client().waitUntilUp(KEY)).toMatchObject({ up: true });
});

test('what will not be up is stored, and the error has each target with its status, error and advice', async () => {
  prometheus.says = drops;
  const error = await rejection(client().replace(KEY, GROUP, { waitUntilUp: true }));
  const notUp = [
    {
      path: 'targets[1]',
      code: 'dropped',
      target: 'h:2',
      error: expect.stringMatching(/./) as string,
      advice: expect.stringMatching(/relabel/) as string,
      message: expect.stringMatching(/^the target "h:2" is dropped: .*; .*relabel/) as string,
    },
  ];
  expect(error).toMatchObject({ status: 504, code: 'not_up', outcome: 'stored', attempts: 1, notUp, faults: [] });
  expect((error as TargetEyeError).message).toMatch(/^the change is stored/);
  expect((await client().show(KEY)).group).toEqual(GROUP);
  const asked = await rejection(client().waitUntilUp(KEY));
  expect(asked).toMatchObject({ code: 'not_up', outcome: 'unchanged', notUp });
});

test('there is nothing to wait for where there is no group', async () => {
  expect(await rejection(client().waitUntilUp(KEY))).toMatchObject({ status: 404, code: 'group_unknown' });
});

test.each([0, -1, NaN, Infinity, 600_001])('a wait of %d ms is never right', async (timeout) => {
  expect(await rejection(client().waitUntilUp(KEY, { timeout }))).toBeInstanceOf(TypeError);
  expect(await rejection(client().add(KEY, GROUP, { waitUntilUp: { timeout } }))).toBeInstanceOf(TypeError);
  expect((await client().list()).total).toBe(0);
});

test('what is only tried cannot be waited for', async () => {
  expect(await rejection(client().add(KEY, GROUP, { waitUntilUp: true, dryRun: true }))).toBeInstanceOf(TypeError);
});

describe('without a Prometheus', () => {
  const alone = useService();

  test('nothing is known, and nothing is stored that would be waited for', async () => {
    const refused = { status: 400, code: 'prometheus_not_set', outcome: 'unchanged' };
    for (const asking of [
      alone().status(KEY),
      alone().statusOfAll(),
      alone().waitUntilUp(KEY),
      alone().add(KEY, GROUP, { waitUntilUp: true }),
    ])
      expect(await rejection(asking)).toMatchObject(refused);
    expect((await alone().list()).total).toBe(0);
  });
});
