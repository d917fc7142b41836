import { setImmediate as pause } from 'node:timers/promises';
import { AllowedTargets, forEach, groupKey, inTurns, TargetGroupService } from '@target-eye/domain';
import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { Networks } from '../net/networks.js';
import { DeniedNetworks } from '../target-policy/denied-networks.js';
import { NameResolver } from '../target-policy/name-resolver.js';
import { TimeSlices } from './time-slices.js';

/** A clock on which every look takes a millisecond. */
function slices(): TimeSlices {
  let now = 0;
  return new TimeSlices(() => now++);
}

/** How often others had their turn while this was done. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  const state = { isDone: false };
  void work.finally(() => {
    state.isDone = true;
  });
  let turns = 0;
  for (; !state.isDone; turns++) await pause();
  return turns;
}

const targets = Array.from({ length: 20_000 }, (_, index) => `10.0.${String(index >> 8)}.${String(index & 255)}:9100`);
const key = groupKey('a', 'b');

test('a turn is over after some milliseconds, and another one begins when it was waited for', async () => {
  let now = 0;
  const turns = new TimeSlices(() => now);
  expect(turns.isOver()).toBe(true);
  await turns.next();
  expect(turns.isOver()).toBe(false);
  now = 4.9;
  expect(turns.isOver()).toBe(false);
  now = 5;
  expect(turns.isOver()).toBe(true);
});

test('those who share the thread have it one after another, and others have theirs in between', async () => {
  const shared = slices();
  const order: string[] = [];
  const work = (name: string) =>
    inTurns(
      forEach(Array(2000).keys(), () => {
        if (order.at(-1) !== name) order.push(name);
      }),
      shared,
    );
  expect(await turnsDuring(Promise.all([work('a'), work('b')]))).toBeGreaterThan(5);
  expect(order.slice(2, 6)).toEqual(['a', 'b', 'a', 'b']);
});

test.each([
  ['the rules', []],
  ['patterns of hosts', [new AllowedTargets(['10.*'], [], slices())]],
  ['denied networks', [new DeniedNetworks(new Networks(['10.9.0.0/16']), new NameResolver(), slices())]],
])('others are served while the targets of a large request are checked: %s', async (_, policies) => {
  const service = new TargetGroupService(new InMemoryTargetGroupStore(), policies, {
    maxTargets: Infinity,
    turns: slices(),
  });
  for (const change of [
    () => service.replace(key, { targets, labels: {} }),
    () => service.remove(key, { targets: targets.slice(1) }),
    () => service.add(key, { targets: targets.slice(1) }),
  ])
    expect(await turnsDuring(change())).toBeGreaterThan(20);
});
