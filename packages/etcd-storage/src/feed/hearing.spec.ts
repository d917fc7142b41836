import { ManualClock } from '@target-eye/domain/testing';
import { Hearing } from './hearing.js';

let clock: ManualClock;
let told: string[];
let hearing: Hearing;

beforeEach(() => {
  clock = new ManualClock();
  told = [];
  hearing = new Hearing(clock, {
    watched: (endpoint, silence) => void told.push(`${endpoint} after ${String(silence)} s`),
    lost: (reason, isKnown) => void told.push(`${reason}, ${isKnown ? 'groups are known' : 'nothing is known'}`),
  });
});

const failed = (reason: string): void => {
  hearing.failed({ message: `http://a ${reason}`, general: `node 1 ${reason}` });
};

test('a cluster that is away is told of once, and once that it is back and after how long', async () => {
  expect(hearing.last).toBeUndefined();
  failed('refuses');
  failed('refuses');
  await clock.pass(5);
  hearing.watched('a');
  await clock.pass(60);
  hearing.heard();
  await clock.pass(10);
  expect(hearing.last).toBe(clock.now() - 10);
  failed('has no leader');
  failed('refuses');
  await clock.pass(20);
  hearing.heard();
  hearing.watched('b');
  await clock.pass(5);
  hearing.watched('c');
  expect(told).toEqual([
    'http://a refuses, nothing is known',
    'a after 0 s',
    'http://a has no leader, groups are known',
    'b after 30 s',
    'c after 0 s',
  ]);
});

test('a watch that told nothing for a while was heard until it ended', async () => {
  hearing.watched('a');
  await clock.pass(9);
  hearing.ended();
  await clock.pass(1);
  failed('refuses');
  await clock.pass(15);
  hearing.watched('a');
  expect(told).toEqual(['a after 0 s', 'http://a refuses, groups are known', 'a after 16 s']);
});

test('why it is not heard is what failed last, until all is told again', () => {
  expect(hearing.whyNot).toBeUndefined();
  failed('refuses');
  failed('has no leader');
  hearing.heard();
  expect(hearing.whyNot).toBe('node 1 has no leader');
  hearing.watched('a');
  expect(hearing.whyNot).toBeUndefined();
});
