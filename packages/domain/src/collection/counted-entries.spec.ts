import fc from 'fast-check';
import { CountedEntries, type Entry } from './counted-entries.js';

interface Dated extends Entry {
  readonly second: number;
}

const countedEntries = () => new CountedEntries<Dated>(({ second }) => second);

const group = (size: number) => ({
  targets: Array.from({ length: size }, (_, index) => `h:${String(index + 1)}`),
  labels: { job: 'a', env: 'b' },
});

/** So few that many entries share one. */
const anySecond = fc.integer({ min: 1, max: 6 });

const anyEntry: fc.Arbitrary<Dated> = fc.oneof(
  fc.record({ second: anySecond, group: fc.nat(5).map(group) }),
  fc.record({ second: anySecond, group: fc.constant(undefined) }),
  fc.record({
    second: anySecond,
    group: fc.nat(5).map(group),
    refused: fc.constant({ summary: '1 label', example: 'no' }),
  }),
  fc.constant({ second: NaN, unreadable: 'it is not JSON' }),
);

const anyStep = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), fc.option(anyEntry, { nil: undefined }));

/** The same, told by looking at every entry. */
function recount(entries: ReadonlyMap<string, Dated>, limit: number) {
  const groups = [...entries].filter(([, { group }]) => group !== undefined);
  return {
    size: entries.size,
    groupCount: groups.length,
    targetCount: groups.reduce((sum, [, { group }]) => sum + (group?.targets.length ?? 0), 0),
    unreadable: [...entries].flatMap(([name, { unreadable }]) => (unreadable === undefined ? [] : [name])).sort(),
    questionable: [...entries].flatMap(([name, { refused }]) => (refused === undefined ? [] : [name])).sort(),
    lastModified: groups
      .map(([, entry]) => entry.second)
      .sort((one, other) => other - one)
      .slice(0, limit),
  };
}

test('the totals are those of the entries, after any sequence of changes', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 40 }), fc.nat(8), (steps, limit) => {
      const counted = countedEntries();
      const entries = new Map<string, Dated>();
      for (const [name, entry] of steps) {
        if (entry === undefined) {
          counted.delete(name);
          entries.delete(name);
        } else {
          counted.set(name, entry);
          entries.set(name, entry);
        }
        const last = counted.lastModified(limit);
        for (const { name, seconds } of last) expect(entries.get(name)?.second).toBe(seconds);
        expect(new Set(last.map(({ name }) => name)).size).toBe(last.length);
        expect({
          size: counted.size,
          groupCount: counted.groupCount,
          targetCount: counted.targetCount,
          unreadable: [...counted.unreadableNames()].sort(),
          questionable: [...counted.questionableNames()].sort(),
          lastModified: last.map(({ seconds }) => seconds).sort((one, other) => other - one),
        }).toEqual(recount(entries, limit));
        expect(counted.unreadableCount).toBe([...counted.unreadableNames()].length);
      }
    }),
  );
});

test('the last modified are as many as asked for, whatever order they come in, also when many share a second', () => {
  fc.assert(
    fc.property(
      fc.array(anySecond, { minLength: 5, maxLength: 30 }),
      fc.integer({ min: 0, max: 8 }),
      (times, limit) => {
        const counted = countedEntries();
        for (const [index, second] of times.entries()) counted.set(String(index), { second, group: group(1) });
        const last = counted.lastModified(limit).map(({ seconds }) => seconds);
        const all = [...times].sort((one, other) => other - one);
        expect(last.sort((one, other) => other - one)).toEqual(all.slice(0, limit));
      },
    ),
  );
});

test.each([
  ['in the order of their times', (index: number) => index],
  ['against it', (index: number) => -index],
  ['shuffled', (index: number) => (index * 7919) % 5000],
])('the last of many modified, %s', (_, secondOf) => {
  const counted = countedEntries();
  for (let index = 0; index < 5000; index += 1)
    counted.set(String(index), { second: 10_000 + secondOf(index), group: group(1) });
  const seconds = counted.lastModified(1000).map((modification) => modification.seconds);
  const all = Array.from({ length: 5000 }, (_, index) => 10_000 + secondOf(index)).sort((one, other) => other - one);
  expect(seconds.sort((one, other) => other - one)).toEqual(all.slice(0, 1000));
});

test('a group that was modified nobody knows when is counted, but not among the last', () => {
  const counted = countedEntries();
  counted.set('a', { second: NaN, group: group(2) });
  counted.set('b', { second: 3, group: group(1) });
  expect([counted.groupCount, counted.targetCount]).toEqual([2, 3]);
  expect(counted.lastModified(2)).toEqual([{ name: 'b', seconds: 3 }]);
});
