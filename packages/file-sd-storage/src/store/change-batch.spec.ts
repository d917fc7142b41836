import { fault, type TargetGroup, type Transition } from '@target-eye/domain';
import { applyInTurn, type ChangeJob } from './change-batch.js';

const group = (...targets: string[]): TargetGroup => ({ targets, labels: { job: 'j', env: 'e' } });

/** A job and what becomes of its caller. */
function job(change: ChangeJob['change']): ChangeJob & { readonly outcome: () => unknown } {
  let outcome: unknown;
  return {
    change,
    mayTakeOver: () => true,
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
    const batch = applyInTurn(jobs, undefined);
    batch.succeed();
    expect(batch).toMatchObject({ group: group('a', 'b'), isChange: true });
    expect(jobs[0].outcome()).toEqual({ before: undefined, after: group('a'), stored: group('a', 'b') });
    expect(jobs[1].outcome()).toEqual({ before: group('a'), after: group('a', 'b'), stored: group('a', 'b') });
  });

  test('gives one its own error and goes on with the next', () => {
    const error = fault('', 'group_unknown', 'no');
    const jobs = [append('a'), failing(error), append('b')] as const;
    const batch = applyInTurn(jobs, undefined);
    batch.succeed();
    expect(batch.group).toEqual(group('a', 'b'));
    expect(jobs[1].outcome()).toBe(error);
  });

  test('that comes to nothing is no change', () => {
    const removal = job(() => undefined);
    expect(applyInTurn([append('a'), removal], undefined).isChange).toBe(false);
    expect(applyInTurn([job((file) => file?.group)], { version: '1', group: group('a') }).isChange).toBe(false);
  });

  test('that replaces an unreadable file is a change, even if it removes the group in the end', () => {
    const unreadable = { version: '1', unreadable: 'torn', detail: 'torn' };
    expect(applyInTurn([job(() => group('a'))], unreadable).isChange).toBe(true);
    expect(applyInTurn([job(() => group('a')), job(() => undefined)], unreadable).isChange).toBe(true);
    expect(applyInTurn([failing(new Error('torn'))], unreadable).isChange).toBe(false);
  });

  test('that leaves the group as it is writes it all the same where that mends the mode of its file', () => {
    const file = { version: '1', group: group('a'), hasOtherMode: true };
    const jobs = [job((found) => found?.group)] as const;
    const batch = applyInTurn(jobs, file);
    expect(batch).toMatchObject({ isChange: true, changeCount: 0, group: group('a') });
    batch.fail(new Error('disk full'));
    expect(jobs[0].outcome()).toEqual({ before: group('a'), after: group('a'), stored: group('a') });
    expect(applyInTurn([failing(new Error('no'))], file).isChange).toBe(false);
    expect(applyInTurn([job(() => undefined)], { version: '1', group: undefined, hasOtherMode: true }).isChange).toBe(
      false,
    );
  });

  test('tells which changes did not fail', () => {
    const jobs = [append('a'), failing(new Error('no')), append('b')] as const;
    expect(applyInTurn(jobs, undefined).applied).toEqual([jobs[0], jobs[2]]);
  });

  test('that cannot be written tells those whose answer does not rest on it what is stored all the same', () => {
    const jobs = [job((file) => file?.group), append('b')] as const;
    const failure = new Error('disk full');
    applyInTurn(jobs, { version: '1', group: group('a') }).fail(failure);
    expect(jobs[0].outcome()).toEqual({ before: group('a'), after: group('a'), stored: group('a') });
    expect(jobs[1].outcome()).toBe(failure);
  });

  test('that cannot be written fails for everybody whose answer rests on it, and for nobody else', () => {
    const own = fault('', 'group_unknown', 'no');
    const failure = new Error('disk full');
    const jobs = [failing(own), append('a'), failing(new Error('rests on a')), append('b')] as const;
    applyInTurn(jobs, undefined).fail(failure);
    expect(jobs.map(({ outcome }) => outcome())).toEqual([own, failure, failure, failure]);
  });
});
