import {
  type ChangeOptions,
  fault,
  groupKey,
  PreconditionFailed,
  type Problem,
  type TargetGroup,
  type Transition,
} from '@target-eye/domain';
import type { GroupFile } from '../memory/group-file.js';
import { storedIn } from '../memory/shown-groups.js';
import { applyInTurn, type ChangeJob, type Found } from './change-batch.js';

const key = groupKey('j', 'e');
const group = (...targets: string[]): TargetGroup => ({ targets, labels: { job: 'j', env: 'e' } });

const found = (file?: GroupFile): Found => ({ file, stored: file && storedIn(file, key) });
const stored = (...targets: string[]) => storedIn({ version: '1:2:3000000000:', group: group(...targets) }, key);

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

const append = (target: string) => job((file) => group(...(file?.group?.targets ?? []), target));
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
    expect(applyInTurn([job((file) => file?.group)], found({ version: '1', group: group('a') })).isChange).toBe(false);
  });

  test('that replaces an unreadable file is a change, even if it removes the group in the end', () => {
    const unreadable = { version: '1', unreadable: 'torn', detail: 'torn' };
    expect(applyInTurn([job(() => group('a'))], found(unreadable)).isChange).toBe(true);
    expect(applyInTurn([job(() => group('a')), job(() => undefined)], found(unreadable)).isChange).toBe(true);
    expect(applyInTurn([failing(new Error('torn'))], found(unreadable)).isChange).toBe(false);
  });

  test('that leaves the group as it is writes it all the same where that mends the mode of its file', () => {
    const file = { version: '1', group: group('a'), hasOtherMode: true };
    const jobs = [job((found) => found?.group)] as const;
    const batch = applyInTurn(jobs, found(file));
    expect(batch).toMatchObject({ isChange: true, changeCount: 0, group: group('a') });
    batch.fail(new Error('disk full'));
    expect(jobs[0].outcome()).toMatchObject({
      before: group('a'),
      after: group('a'),
      found: { group: group('a') },
      stored: { group: group('a') },
    });
    expect(applyInTurn([failing(new Error('no'))], found(file)).isChange).toBe(false);
    expect(
      applyInTurn([job(() => undefined)], found({ version: '1', group: undefined, hasOtherMode: true })).isChange,
    ).toBe(false);
  });

  test('tells which changes did not fail', () => {
    const jobs = [append('a'), failing(new Error('no')), append('b')] as const;
    expect(applyInTurn(jobs, found()).applied).toEqual([jobs[0], jobs[2]]);
  });

  test('that cannot be written tells those whose answer does not rest on it what is stored all the same', () => {
    const jobs = [job((file) => file?.group), append('b')] as const;
    const failure = new Error('disk full');
    applyInTurn(jobs, found({ version: '1', group: group('a') })).fail(failure);
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
    const there = found({ version: '1', group: group('a') });
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
    const unreadable = found({ version: '1', unreadable: 'torn', detail: 'torn' });
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
    const { revision } = stored('a', 'b') ?? {};
    expect(trial.outcome()).toMatchObject({ before: group('a'), stored: { group: group('a', 'b'), revision } });
    const failed = job(append('b').change, { dryRun: true });
    applyInTurn([failed, append('a')], found()).fail(new Error('disk full'));
    expect(failed.outcome()).toMatchObject({ after: group('b') });
  });

  test('of which all is only tried writes nothing, also where the mode of the file is another', () => {
    const file = { version: '1', group: group('a'), hasOtherMode: true };
    expect(applyInTurn([job(append('b').change, { dryRun: true })], found(file)).isChange).toBe(false);
  });

  test('refuses to try what could not be stored', () => {
    const trials = (code: Problem['code']) => {
      const jobs = [append('b').change, () => undefined, (file: GroupFile | undefined) => file?.group].map((change) =>
        job(change, { dryRun: true }),
      );
      const there = found({ version: '1', group: group('a') });
      applyInTurn(jobs, { ...there, problem: { code, fact: 'a reason' } }).succeed(there.stored);
      return jobs.map(({ outcome }) => outcome());
    };
    const full = { code: 'storage_full', message: expect.stringContaining('the disk is full') as string };
    expect(trials('full')).toMatchObject([full, { after: undefined }, { after: group('a') }]);
    const unavailable = { code: 'storage_unavailable', message: expect.stringContaining('a reason') as string };
    expect(trials('not_writable')).toMatchObject([unavailable, unavailable, { after: group('a') }]);
  });
});
