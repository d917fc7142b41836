import fc from 'fast-check';
import { answerOf, PUBLISHED, READS_FILES, scraped, shown, storedGroup } from '../../testing/index.js';
import { compareKeys } from '../groups/key-order.js';
import type { StoredGroup } from '../groups/revision.js';
import { atOnce } from '../turns.js';
import { judgeAll } from './judged-groups.js';
import { publishedBy } from './published-groups.js';

const ASKED_AT = 1000;
const NAMES = ['a/prod', 'a/test', 'b/prod', 'c/prod', 'd/prod'];

/** Every group in some versions, each once: what is the same object was not changed. */
const VERSIONS: readonly (readonly StoredGroup[])[] = NAMES.map((name, index) =>
  [0, 100, 980].map((changedAt) =>
    storedGroup(name, {
      targets: [`${String(index)}:1`, `${String(index)}:2`].slice(0, changedAt === 100 ? 1 : 2),
      changedAt,
    }),
  ),
);

const anyGroups = fc
  .tuple(...VERSIONS.map((versions) => fc.option(fc.constantFrom(...versions), { nil: undefined })))
  .map((groups) =>
    groups.filter((stored) => stored !== undefined).sort((one, other) => compareKeys(one.key, other.key)),
  );

/** Whether this is our directory, seen elsewhere, shows once the oldest group is there for long enough to be read. */
const READS_ELSEWHERE = { ...READS_FILES, reads: '/mnt/*.json' };

const anyFacts = fc
  .tuple(
    fc.subarray(VERSIONS.flat().map((stored) => scraped(stored, ASKED_AT))),
    fc.constantFrom([READS_FILES], [READS_ELSEWHERE]),
    fc.constantFrom({}, { '/sd/a@prod.json': 0, '/sd/b@prod.json': 100, '/sd/c@prod.json': 980 }),
  )
  .map(([active, sources, files]) => [answerOf(shown(files, { active, sources, startedAt: 50 }), ASKED_AT)]);

test('what was judged before and is the same need not be judged again', () => {
  const publishedIn = publishedBy(PUBLISHED);
  fc.assert(
    fc.property(anyGroups, anyGroups, anyFacts, (groupsBefore, groups, facts) => {
      const [before, now] = [groupsBefore, groups].map((each) => ({ groups: each, unreadable: [], revision: '' }));
      if (before === undefined || now === undefined) return;
      const judgedBefore = atOnce(judgeAll(before, facts, publishedIn(before)));
      const judged = atOnce(judgeAll(now, facts, publishedIn(now), judgedBefore));
      expect(judged).toEqual(atOnce(judgeAll(now, facts, publishedIn(now))));
    }),
    { numRuns: 300 },
  );
});
