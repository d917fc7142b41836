import fc from 'fast-check';
import { CountedFiles } from './counted-files.js';
import type { GroupFile } from './group-file.js';

/** A version as `contentVersionOf` makes it, for a file that was modified in this second. */
const version = (second: number): string => `7:100:${String(second)}000000000:5`;

const group = (size: number) => ({
  targets: Array.from({ length: size }, (_, index) => `h:${String(index + 1)}`),
  labels: { job: 'a', env: 'b' },
});

/** So few that many files share one. */
const anySecond = fc.integer({ min: 1, max: 6 });

const anyFile: fc.Arbitrary<GroupFile> = fc.oneof(
  fc.record({ version: anySecond.map(version), group: fc.nat(5).map(group) }),
  fc.record({ version: anySecond.map(version), group: fc.constant(undefined) }),
  fc.record({
    version: anySecond.map(version),
    group: fc.nat(5).map(group),
    refused: fc.constant({ summary: '1 label', example: 'no' }),
  }),
  fc.constant({ version: 'unknown', unreadable: 'it is not JSON', detail: 'it is not JSON' }),
);

const anyStep = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), fc.option(anyFile, { nil: undefined }));

/** The same, told by looking at every file. */
function recount(files: ReadonlyMap<string, GroupFile>, limit: number) {
  const groups = [...files].filter(([, { group }]) => group !== undefined);
  return {
    size: files.size,
    groupCount: groups.length,
    targetCount: groups.reduce((sum, [, { group }]) => sum + (group?.targets.length ?? 0), 0),
    unreadable: [...files].flatMap(([name, { unreadable }]) => (unreadable === undefined ? [] : [name])).sort(),
    questionable: [...files].flatMap(([name, { refused }]) => (refused === undefined ? [] : [name])).sort(),
    lastModified: groups
      .map(([, file]) => Number(file.version.split(':')[2]?.slice(0, -9)))
      .sort((one, other) => other - one)
      .slice(0, limit),
  };
}

test('the totals are those of the files, after any sequence of changes', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 40 }), fc.nat(8), (steps, limit) => {
      const counted = new CountedFiles();
      const files = new Map<string, GroupFile>();
      for (const [name, file] of steps) {
        if (file === undefined) {
          counted.delete(name);
          files.delete(name);
        } else {
          counted.set(name, file);
          files.set(name, file);
        }
        const last = counted.lastModified(limit);
        for (const { name, seconds } of last) expect(files.get(name)?.version).toBe(version(seconds));
        expect(new Set(last.map(({ name }) => name)).size).toBe(last.length);
        expect({
          size: counted.size,
          groupCount: counted.groupCount,
          targetCount: counted.targetCount,
          unreadable: [...counted.unreadableNames()].sort(),
          questionable: [...counted.questionableNames()].sort(),
          lastModified: last.map(({ seconds }) => seconds).sort((one, other) => other - one),
        }).toEqual(recount(files, limit));
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
        const counted = new CountedFiles();
        for (const [index, second] of times.entries())
          counted.set(String(index), { version: version(second), group: group(1) });
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
  const counted = new CountedFiles();
  for (let index = 0; index < 5000; index += 1)
    counted.set(String(index), { version: version(10_000 + secondOf(index)), group: group(1) });
  const seconds = counted.lastModified(1000).map((modification) => modification.seconds);
  const all = Array.from({ length: 5000 }, (_, index) => 10_000 + secondOf(index)).sort((one, other) => other - one);
  expect(seconds.sort((one, other) => other - one)).toEqual(all.slice(0, 1000));
});

test('a group that was modified nobody knows when is counted, but not among the last', () => {
  const counted = new CountedFiles();
  counted.set('a', { version: 'unknown', group: group(2) });
  counted.set('b', { version: version(3), group: group(1) });
  expect([counted.groupCount, counted.targetCount]).toEqual([2, 3]);
  expect(counted.lastModified(2)).toEqual([{ name: 'b', seconds: 3 }]);
});
