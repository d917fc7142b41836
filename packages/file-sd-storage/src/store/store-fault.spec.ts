import type { Problem, TargetGroup } from '@target-eye/domain';
import { faultsOf } from '@target-eye/domain/testing';
import { throwIfNotStorable } from './store-fault.js';

describe('a change that is only tried while nothing can be stored', () => {
  const group: TargetGroup = { targets: ['a'], labels: { job: 'j', env: 'e' } };
  const trial = (code: Problem['code'], after: TargetGroup | undefined) => () => {
    throwIfNotStorable(after, { code, fact: 'a reason' });
  };

  test('is refused, but for a removal where there is no room', () => {
    const full = { code: 'storage_full', message: expect.stringContaining('the disk is full') as string };
    expect(faultsOf(trial('full', group))).toMatchObject([full]);
    expect(trial('full', undefined)).not.toThrow();
    const unavailable = { code: 'storage_unavailable', message: expect.stringContaining('a reason') as string };
    for (const after of [group, undefined]) expect(faultsOf(trial('not_writable', after))).toMatchObject([unavailable]);
  });
});
