import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useTemporaryDirectory } from '../../test/support/temporary-directory.js';
import { type Follower, partOf } from './changing.js';
import type { ReloadEvents } from './reload-events.js';
import { Reloadable } from './reloadable.js';

const home = useTemporaryDirectory();
const file = () => join(home(), 'number');

/** A number in a file; a report of what happened; all closed after the test. */
function follow(path: string) {
  const events: string[] = [];
  const report: Omit<ReloadEvents, 'finished'> = {
    loaded: (what) => events.push(`${what} loaded`),
    reloaded: (what) => events.push(`${what} reloaded`),
    failed: (what, error) => events.push(`${what} failed: ${String(error)}`),
  };
  const read = () => {
    const text = readFileSync(path, 'utf8');
    if (!/^\d+$/.test(text)) throw new Error(`${text} is not a number`);
    return { value: Number(text), files: [path] };
  };
  const followed = new Reloadable('number', read, report);
  opened.push(followed);
  return { followed, events };
}

const opened: Reloadable<number>[] = [];
beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  for (const followed of opened.splice(0)) followed.close();
  jest.useRealTimers();
});

/** How often files are looked at, in milliseconds. */
const POLL_MS = 1000;

function look(times = 1): void {
  jest.advanceTimersByTime(times * POLL_MS);
}

test('what cannot be read at first is the error of whoever asks', () => {
  expect(() => follow(file())).toThrow('ENOENT');
});

test('a changed file is read again', () => {
  writeFileSync(file(), '1');
  const { followed, events } = follow(file());
  expect(followed.current).toBe(1);
  writeFileSync(file(), '22');
  look();
  expect(followed.current).toBe(22);
  expect(events).toEqual(['number loaded', 'number reloaded']);
});

test('a file replaced behind a symbolic link is noticed', () => {
  for (const name of ['a', 'b']) mkdirSync(join(home(), name));
  writeFileSync(join(home(), 'a', 'number'), '1');
  writeFileSync(join(home(), 'b', 'number'), '22');
  symlinkSync('a', join(home(), 'now'));
  const { followed } = follow(join(home(), 'now', 'number'));
  symlinkSync('b', join(home(), 'next'));
  renameSync(join(home(), 'next'), join(home(), 'now'));
  look();
  expect(followed.current).toBe(22);
});

test('a broken or missing file leaves the value, and the next good one counts', () => {
  writeFileSync(file(), '1');
  const { followed, events } = follow(file());
  writeFileSync(file(), 'xx');
  look();
  expect(events).toHaveLength(2);
  rmSync(file());
  look();
  expect(events).toHaveLength(3);
  expect(followed.current).toBe(1);
  expect(events).toEqual([
    'number loaded',
    'number failed: Error: xx is not a number',
    expect.stringMatching(/^number failed: .*ENOENT/),
  ]);
  writeFileSync(file(), '33');
  look();
  expect(followed.current).toBe(33);
});

test('what needs two files is read when the second one has come, and the failure before is reported once', () => {
  writeFileSync(file(), '1');
  const { followed, events } = follow(file());
  rmSync(file());
  look();
  expect(events).toHaveLength(2);
  look(2);
  writeFileSync(file(), '22');
  look();
  expect(followed.current).toBe(22);
  expect(events).toEqual(['number loaded', expect.stringContaining('ENOENT'), 'number reloaded']);
});

test('a file that cannot even be looked at leaves the value, and is told of once', () => {
  writeFileSync(file(), '1');
  const { followed, events } = follow(file());
  rmSync(file());
  symlinkSync('number', file());
  look();
  expect(events).toHaveLength(2);
  look(2);
  rmSync(file());
  writeFileSync(file(), '22');
  look();
  expect(followed.current).toBe(22);
  expect(events).toEqual(['number loaded', expect.stringContaining('ELOOP'), 'number reloaded']);
});

test('whoever asks gets to know of a failure each time, and it is reported once', () => {
  writeFileSync(file(), '1');
  const { followed, events } = follow(file());
  writeFileSync(file(), 'x');
  for (let times = 0; times < 2; times += 1)
    expect(followed.reload()).toEqual({ what: 'number', error: new Error('x is not a number') });
  writeFileSync(file(), '2');
  expect(followed.reload()).toEqual({ what: 'number', error: undefined });
  expect(events).toEqual(['number loaded', 'number failed: Error: x is not a number', 'number reloaded']);
});

describe('those who follow a value', () => {
  const small: Follower<number> = {
    check: (value) => {
      if (value > 9) throw new Error('too large');
    },
  };

  test.each(['first', 'last'])('all keep the one before when the %s of them refuses the next', (place) => {
    writeFileSync(file(), '1');
    const { followed, events } = follow(file());
    const applied: number[] = [];
    const other: Follower<number> = { apply: (value) => applied.push(value, followed.current) };
    for (const follower of place === 'first' ? [small, other] : [other, small]) followed.follow(follower);
    writeFileSync(file(), '22');
    followed.reload();
    expect([followed.current, events, applied]).toEqual([1, ['number loaded', 'number failed: Error: too large'], []]);
    writeFileSync(file(), '3');
    followed.reload();
    expect([followed.current, applied]).toEqual([3, [3, 3]]);
  });

  test('are all asked before one of them acts', () => {
    writeFileSync(file(), '1');
    const { followed } = follow(file());
    const order: string[] = [];
    for (const name of ['a', 'b'])
      followed.follow({ check: () => order.push(`check ${name}`), apply: () => order.push(`apply ${name}`) });
    writeFileSync(file(), '2');
    followed.reload();
    expect(order).toEqual(['check a', 'check b', 'apply a', 'apply b']);
  });

  test('can follow a part of it', () => {
    writeFileSync(file(), '1');
    const { followed } = follow(file());
    const isOdd = partOf(followed, (value) => value % 2 === 1);
    const seen: boolean[] = [];
    isOdd.follow({
      check: (value) => seen.push(value, isOdd.current),
      apply: (value) => seen.push(value, isOdd.current),
    });
    writeFileSync(file(), '2');
    followed.reload();
    expect(seen).toEqual([false, true, false, false]);
  });
});

test('where there is no file there is nothing to reload', () => {
  const report: Omit<ReloadEvents, 'finished'> = { loaded: jest.fn(), reloaded: jest.fn(), failed: jest.fn() };
  expect(new Reloadable('nothing', () => ({ value: 1, files: [] }), report).reload()).toBeUndefined();
});
