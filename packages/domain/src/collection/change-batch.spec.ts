import {
  type ChangeOptions,
  encodeFileSd,
  fault,
  groupKey,
  PreconditionFailed,
  type StoredGroup,
  type TargetGroup,
  type Transition,
} from '../index.js';
import { sha256 } from '../../testing/hash.js';
import {
  applyInTurn as applyBy,
  type BatchRules,
  type ChangeBatch,
  type ChangeJob,
  type Current,
  type Found,
} from './change-batch.js';

const key = groupKey('j', 'e');
const group = (...targets: string[]): TargetGroup => ({ targets, labels: { job: 'j', env: 'e' } });

const unreadable: Found = { stored: undefined, unreadable: 'torn' };
const found = (...targets: string[]): Found => ({ stored: targets.length === 0 ? undefined : stored(...targets) });
const stored = (...targets: string[]): StoredGroup => ({
  key,
  group: group(...targets),
  revision: sha256(encodeFileSd(group(...targets))),
  changedAt: 3,
});
const applyInTurn = (jobs: readonly ChangeJob[], there: Found, rules?: Partial<BatchRules>): ChangeBatch =>
  applyBy(jobs, there, { hash: sha256, now: () => 7, ...rules });

/** A job and what becomes of its caller. */
function job(
  change: ChangeJob['change'],
  options: ChangeOptions = {},
): ChangeJob & { readonly outcome: () => unknown } {
  let outcome: unknown;
  return {
    key,
    change,
    ...options,
    resolve: (transition: Transition) => (outcome = transition),
    reject: (error: unknown) => (outcome = error),
    outcome: () => outcome,
  };
}

const append = (target: string) => job((current) => group(...(current.group?.targets ?? []), target));
const failing = (error: Error) =>
  job(() => {
    throw error;
  });

describe('a batch of changes', () => {
  test('applies each to what the one before it left, and gives each its own result', () => {
    const jobs = [append('a'), append('b')] as const;
    const batch = applyInTurn(jobs, found());
    batch.succeed(stored('a', 'b'));
    expect(batch).toMatchObject({ group: group('a', 'b'), isChange: true });
    expect(jobs[0].outcome()).toEqual({
      before: undefined,
      after: group('a'),
      found: undefined,
      stored: stored('a', 'b'),
    });
    expect(jobs[1].outcome()).toEqual({
      before: group('a'),
      after: group('a', 'b'),
      found: undefined,
      stored: stored('a', 'b'),
    });
  });

  test('gives one its own error and goes on with the next', () => {
    const error = fault('', 'group_unknown', 'no');
    const jobs = [append('a'), failing(error), append('b')] as const;
    const batch = applyInTurn(jobs, found());
    batch.succeed(undefined);
    expect(batch.group).toEqual(group('a', 'b'));
    expect(jobs[1].outcome()).toBe(error);
  });

  test('that comes to nothing is no change', () => {
    const removal = job(() => undefined);
    expect(applyInTurn([append('a'), removal], found()).isChange).toBe(false);
    expect(applyInTurn([job((current) => current.group)], found('a')).isChange).toBe(false);
  });

  test('that replaces an unreadable file is a change, even if it removes the group in the end', () => {
    expect(applyInTurn([job(() => group('a'))], unreadable).isChange).toBe(true);
    expect(applyInTurn([job(() => group('a')), job(() => undefined)], unreadable).isChange).toBe(true);
    expect(applyInTurn([failing(new Error('torn'))], unreadable).isChange).toBe(false);
  });

  test('that leaves the group as it is writes it all the same where the store needs that', () => {
    const there = { ...found('a'), needsWriting: true };
    const jobs = [job((current) => current.group)] as const;
    const batch = applyInTurn(jobs, there);
    expect(batch).toMatchObject({ isChange: true, changeCount: 0, group: group('a') });
    batch.fail(new Error('disk full'));
    expect(jobs[0].outcome()).toMatchObject({
      before: group('a'),
      after: group('a'),
      found: { group: group('a') },
      stored: { group: group('a') },
    });
    expect(applyInTurn([failing(new Error('no'))], there).isChange).toBe(false);
  });

  test('tells which changes did not fail', () => {
    const jobs = [append('a'), failing(new Error('no')), append('b')] as const;
    expect(applyInTurn(jobs, found()).applied).toEqual([jobs[0], jobs[2]]);
  });

  test('that cannot be written tells those whose answer does not rest on it what is stored all the same', () => {
    const jobs = [job((current) => current.group), append('b')] as const;
    const failure = new Error('disk full');
    applyInTurn(jobs, found('a')).fail(failure);
    expect(jobs[0].outcome()).toMatchObject({
      before: group('a'),
      after: group('a'),
      found: { group: group('a') },
      stored: { group: group('a') },
    });
    expect(jobs[1].outcome()).toBe(failure);
  });

  test('that cannot be written fails for everybody whose answer rests on it, and for nobody else', () => {
    const own = fault('', 'group_unknown', 'no');
    const failure = new Error('disk full');
    const jobs = [failing(own), append('a'), failing(new Error('rests on a')), append('b')] as const;
    applyInTurn(jobs, found()).fail(failure);
    expect(jobs.map(({ outcome }) => outcome())).toEqual([own, failure, failure, failure]);
  });

  test('checks a precondition against what the one before left, and says what is there in the end', () => {
    const there = found('a');
    const onlyIf = { anyOf: [there.stored?.revision ?? ''] };
    const back = job(() => group('a'));
    const jobs = [append('b'), job(() => group('c'), { onlyIf }), back, job(() => group('d'), { onlyIf })] as const;
    const batch = applyInTurn(jobs, there);
    expect(batch).toMatchObject({ group: group('d'), changeCount: 3, applied: [jobs[0], back, jobs[3]] });
    batch.succeed(stored('d'));
    expect(jobs[1].outcome()).toBeInstanceOf(PreconditionFailed);
    expect(jobs[1].outcome()).toMatchObject({ current: stored('d') });
  });

  test('that cannot be written fails also for a precondition that another change of it kept from holding', () => {
    const failure = new Error('disk full');
    const jobs = [append('a'), job(() => group('b'), { onlyIf: 'absent' })] as const;
    applyInTurn(jobs, found()).fail(failure);
    expect(jobs[1].outcome()).toBe(failure);
  });

  test('of an unreadable file finds something without a revision', () => {
    const jobs = (['absent', { anyOf: ['x'] }] as const).map((onlyIf) => job(() => group('a'), { onlyIf }));
    const batch = applyInTurn(jobs, unreadable);
    batch.succeed(undefined);
    expect(batch.isChange).toBe(false);
    for (const { outcome } of jobs)
      expect(outcome()).toMatchObject({
        code: 'precondition_failed',
        message: expect.stringContaining('cannot be understood') as string,
      });
    expect(applyInTurn([job(() => group('a'), { onlyIf: 'present' })], unreadable).isChange).toBe(true);
  });

  test('tells who made the changes that change something', () => {
    const jobs = [
      job(() => group('a'), { by: 'alice' }),
      job(() => group('a'), { by: 'bob' }),
      append('b'),
      job(() => undefined, { by: 'carol' }),
    ];
    expect(applyInTurn(jobs, found()).by).toEqual(['alice', 'carol']);
  });

  test('leaves out what is only tried, and tells it what it alone would leave', () => {
    const trial = job(append('b').change, { dryRun: true });
    const jobs = [append('a'), trial, append('c')] as const;
    const batch = applyInTurn(jobs, found());
    expect(batch).toMatchObject({ group: group('a', 'c'), changeCount: 2, applied: [jobs[0], jobs[2]] });
    batch.succeed(stored('a', 'c'));
    const { revision } = stored('a', 'b');
    expect(trial.outcome()).toMatchObject({
      before: group('a'),
      stored: { group: group('a', 'b'), revision, changedAt: 7 },
    });
    const failed = job(append('b').change, { dryRun: true });
    applyInTurn([failed, append('a')], found()).fail(new Error('disk full'));
    expect(failed.outcome()).toMatchObject({ after: group('b') });
  });

  test('of which all is only tried writes nothing, also where the store needs to write the group', () => {
    const there = { ...found('a'), needsWriting: true };
    expect(applyInTurn([job(append('b').change, { dryRun: true })], there).isChange).toBe(false);
  });

  test('refuses to try what could not be stored, and asks only about what would change something', () => {
    const full = fault('', 'storage_full', 'no');
    const jobs = [append('b').change, () => undefined, ({ group }: Current) => group].map((change) =>
      job(change, { dryRun: true }),
    );
    const asked: unknown[] = [];
    const checkTrial = (after: TargetGroup | undefined): void => {
      asked.push(after);
      if (after !== undefined) throw full;
    };
    applyInTurn(jobs, found('a'), { checkTrial }).succeed(stored('a'));
    expect(jobs.map(({ outcome }) => outcome())).toMatchObject([full, { after: undefined }, { after: group('a') }]);
    expect(asked).toEqual([group('a', 'b'), undefined]);
  });

  test('lets the store refuse jobs, and says which one comes first to what was found', () => {
    const refused = fault('', 'take_over_not_permitted', 'no');
    const first = job(() => group('a'), { by: 'mallory' });
    const jobs = [first, append('b'), append('c')] as const;
    const told: unknown[] = [];
    const check = (each: ChangeJob, isAsFound: boolean): void => {
      told.push(isAsFound);
      if (each.by === 'mallory') throw refused;
    };
    const batch = applyInTurn(jobs, found('a'), { check });
    batch.succeed(undefined);
    expect(told).toEqual([true, true, false]);
    expect(batch.group).toEqual(group('a', 'b', 'c'));
    expect(first.outcome()).toBe(refused);
  });
});
