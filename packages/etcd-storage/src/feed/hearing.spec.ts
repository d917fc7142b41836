import { ManualClock } from '@target-eye/domain/testing';
import { Hearing } from './hearing.js';

test('a cluster that is away is told of once, and once that it is back and after how long', async () => {
  const clock = new ManualClock();
  const told: string[] = [];
  const hearing = new Hearing(clock, {
    watched: (endpoint, silence) => void told.push(`${endpoint} after ${String(silence)} s`),
    lost: (reason) => void told.push(reason),
  });
  expect(hearing.last).toBeUndefined();
  hearing.failed('nobody answers');
  hearing.failed('nobody answers');
  await clock.pass(5);
  hearing.watched('a');
  await clock.pass(60);
  hearing.heard();
  await clock.pass(10);
  expect(hearing.last).toBe(clock.now() - 10);
  hearing.failed('the leader is gone');
  hearing.failed('nobody answers');
  await clock.pass(20);
  hearing.heard();
  hearing.watched('b');
  await clock.pass(5);
  hearing.watched('c');
  expect(told).toEqual(['nobody answers', 'a after 0 s', 'the leader is gone', 'b after 30 s', 'c after 0 s']);
});
