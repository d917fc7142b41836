import { InMemoryTargetGroupStore } from '../../testing/index.js';
import type { WholeGroup } from '../changes/given-groups.js';
import { fault, TargetGroupError } from '../faults/target-group-error.js';
import { groupKey, type TargetGroup } from '../groups/target-group.js';
import type { TargetPolicy } from '../policy/target-policy.js';
import { ONE_TURN } from '../turns.js';
import { BulkService, type ReplaceOptions } from './bulk-service.js';
import { type BulkResult, MAX_FAILURES, MAX_IN_FLIGHT } from './carry-out.js';

const LIMITS = { maxTargets: 100, turns: ONE_TURN, fuse: { percent: 20, targets: 20 } };
const key = (environment: string) => groupKey('shop', environment);
const whole = (environment: string, ...targets: readonly string[]): WholeGroup => ({
  application: 'shop',
  environment,
  targets,
});
const many = (count: number, first = 0) => Array.from({ length: count }, (_, index) => `h${String(first + index)}:1`);
const outcomes = ({ groups }: BulkResult) =>
  groups.map(({ key: { environment }, outcome }) => `${environment} ${outcome}`);

let store: InMemoryTargetGroupStore;
let service: BulkService;

beforeEach(() => {
  store = new InMemoryTargetGroupStore();
  service = new BulkService(store, [], LIMITS);
});

const shown = async (environment: string) => (await store.find(key(environment)))?.group.targets;
const revision = async () => (await store.snapshot()).revision;

async function codesOf(result: Promise<unknown>): Promise<readonly string[]> {
  const error = await result.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof TargetGroupError) return error.faults.map(({ code, path }) => `${code} ${path}`.trimEnd());
  throw new Error(`it did not reject as it should: ${String(error)}`);
}

/** Has something happen to these groups just before the first change of each is made. */
function before(happens: Readonly<Record<string, () => Promise<unknown>>>): void {
  const left = new Map(Object.entries(happens));
  for (const name of ['update', 'replace'] as const) {
    const real = store[name].bind(store) as (...args: readonly unknown[]) => Promise<never>;
    jest.spyOn(store, name).mockImplementation(async (...args) => {
      const [{ environment }, , options] = args;
      if (options?.dryRun !== true) {
        const happening = left.get(environment);
        left.delete(environment);
        await happening?.();
      }
      return real(...args);
    });
  }
}

/** Has the changes of some groups fail. */
function failing(isMeant: (environment: string) => boolean, code: 'storage_full' | 'unreadable'): { tried: number } {
  const seen = { tried: 0 };
  const real = store.replace.bind(store);
  jest.spyOn(store, 'replace').mockImplementation(async (...args) => {
    if (!isMeant(args[0].environment)) return real(...args);
    seen.tried += 1;
    throw fault('', code, 'no room');
  });
  return seen;
}

describe('replacing', () => {
  const other = (environment: string) => () => store.replace(key(environment), { targets: ['other:1'], labels: {} });

  beforeEach(async () => {
    await service.replace([whole('a', 'a:1'), whole('b', 'b:1'), whole('c', 'c:1')]);
  });

  test('says of each group what became of it, in the order given, and then what was pruned, in order', async () => {
    const made: string[] = [];
    const result = await service.replace([whole('z', 'z:1'), whole('b', 'b:2'), whole('a', 'a:1')], {
      isPruning: true,
      made: ({ key: { environment }, before: was, after }) =>
        made.push(`${environment} ${String(was?.targets)} ${String(after?.targets)}`),
    });
    expect(outcomes(result)).toEqual(['z created', 'b changed', 'a unchanged', 'c removed']);
    expect(result).toMatchObject({ created: 1, changed: 1, unchanged: 1, removed: 1, failed: 0 });
    expect(made.sort()).toEqual(['a a:1 a:1', 'b b:1 b:2', 'c c:1 undefined', 'z undefined z:1']);
  });

  test('prunes within the filter only, and lets nothing else in', async () => {
    const selector = { environments: ['b', 'c', 'd'] };
    const result = await service.replace([whole('d', 'd:1')], { isPruning: true, selector });
    expect(outcomes(result)).toEqual(['d created', 'b removed', 'c removed']);
    expect(await shown('a')).toEqual(['a:1']);
    expect(await codesOf(service.replace([whole('a', 'a:2')], { selector }))).toEqual([
      'group_outside_filter groups[0]',
    ]);
  });

  test('of no group at all is a fault, unless others go', async () => {
    expect(await codesOf(service.replace([]))).toEqual(['groups_empty groups']);
    expect(outcomes(await service.replace([], { isPruning: true }))).toEqual(['a removed', 'b removed', 'c removed']);
  });

  test('is all checked before anything is stored', async () => {
    const at = await revision();
    const policy: TargetPolicy = {
      review: (addresses) =>
        Promise.resolve(
          addresses
            .filter(({ host }) => host.startsWith('bad'))
            .map(({ target }) => ({ target, code: 'target_not_allowed', reason: 'it is bad' })),
        ),
    };
    service = new BulkService(store, [policy], LIMITS);
    const authorize: ReplaceOptions['authorize'] = ({ environment }) => {
      if (environment === 'c') throw fault('', 'take_over_not_permitted', 'not c');
    };
    const good = whole('a', 'a:2');
    const bad: readonly (readonly [Promise<unknown>, readonly string[]])[] = [
      [service.replace([good, whole('b', 'b:0')]), ['invalid_target groups[1].targets[0]']],
      [
        service.replace([good, whole('b', 'bad:1', 'bad'), { ...whole('x', 'bad'), labels: { __scheme__: 'https' } }]),
        [
          'target_not_allowed groups[1].targets[0]',
          'target_not_allowed groups[1].targets[1]',
          'target_not_allowed groups[2].targets[0]',
        ],
      ],
      [service.replace([good, whole('b', ...many(101))]), ['too_many_targets groups[1].targets']],
      [service.replace([good, whole('c', 'c:2')], { authorize }), ['take_over_not_permitted']],
      [service.replace([good], { authorize, isPruning: true }), ['take_over_not_permitted']],
      [service.replace([good], { onlyIf: ['another'] }), ['precondition_failed']],
    ];
    for (const [result, codes] of bad) expect(await codesOf(result)).toEqual(codes);
    expect(await revision()).toBe(at);
  });

  test('that is only tried says the same and stores nothing', async () => {
    const at = await revision();
    const list = [whole('z', 'z:1'), whole('b', 'b:2'), whole('a', 'a:1')];
    const tried = await service.replace(list, { isPruning: true, dryRun: true });
    expect(await revision()).toBe(at);
    expect(tried).toEqual(await service.replace(list, { isPruning: true }));
  });

  test('that takes away too much is refused, whether by removing or by replacing', async () => {
    await service.replace([whole('big', ...many(30))]);
    const at = await revision();
    expect(await codesOf(service.replace([whole('big', 'h0:1')]))).toEqual(['too_much_at_once']);
    expect(await codesOf(service.replace([], { isPruning: true, force: 32 }))).toEqual(['too_much_at_once']);
    expect(await revision()).toBe(at);
    expect(await service.replace([], { isPruning: true, force: 33 })).toMatchObject({ removed: 4 });
  });

  test('overwrites what somebody changed meanwhile, but does not prune it', async () => {
    before({ a: other('a'), c: other('c') });
    const result = await service.replace([whole('a', 'a:2')], { isPruning: true });
    expect(outcomes(result)).toEqual(['a changed', 'b removed', 'c failed']);
    expect(result.groups[2]?.error).toMatchObject({ code: 'precondition_failed' });
    expect(await shown('a')).toEqual(['a:2']);
    expect(await shown('c')).toEqual(['other:1']);
  });

  test('of the groups of one revision leaves alone what somebody changed meanwhile', async () => {
    before({ a: other('a'), z: other('z') });
    const list = [whole('a', 'a:2'), whole('b', 'b:2'), whole('z', 'z:2')];
    const result = await service.replace(list, { onlyIf: ['another', await revision()] });
    expect(outcomes(result)).toEqual(['a failed', 'b changed', 'z failed']);
    expect(await shown('a')).toEqual(['other:1']);
  });

  test('for one revision succeeds once, however many try', async () => {
    for (let round = 0; round < 20; round += 1) {
      const onlyIf = [await revision()];
      const tries = Array.from({ length: 16 }, (_, index) => whole(`e${String(index)}`, `r${String(round)}:1`));
      const results = await Promise.allSettled(tries.map((group) => service.replace([group], { onlyIf })));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    }
  });
});

describe('when groups cannot be stored', () => {
  test('the others are, nothing is pruned, and each is told of', async () => {
    await service.replace([whole('old', 'old:1')]);
    failing((environment) => environment === 'b', 'storage_full');
    const result = await service.replace([whole('a', 'a:1'), whole('b', 'b:1'), whole('c', 'c:1')], {
      isPruning: true,
    });
    expect(outcomes(result)).toEqual(['a created', 'b failed', 'c created', 'old failed']);
    expect(result).toMatchObject({ created: 2, failed: 2 });
    expect(result.groups[3]?.error).toMatchObject({
      code: 'storage_full',
      message: 'the target group "shop/old" is as it was: it was not tried any more after "shop/b" failed',
    });
    expect(await shown('old')).toEqual(['old:1']);
  });

  const list = Array.from({ length: 200 }, (_, index) => whole(String(index), 'a:1'));

  test('a store that is ill is not asked for all of them', async () => {
    const seen = failing((environment) => Number(environment) >= 50, 'storage_full');
    const result = await service.replace(list);
    expect(result).toMatchObject({ created: 50, failed: 150 });
    expect(seen.tried).toBeLessThan(2 * MAX_FAILURES);
  });

  test('what is wrong with groups themselves is no illness', async () => {
    const seen = failing((environment) => Number(environment) >= 50, 'unreadable');
    expect(await service.replace(list)).toMatchObject({ created: 50, failed: 150 });
    expect(seen.tried).toBe(150);
  });

  test('no more than a few are being stored at any time', async () => {
    let [now, most] = [0, 0];
    const real = store.replace.bind(store);
    jest.spyOn(store, 'replace').mockImplementation(async (...args) => {
      most = Math.max(most, (now += 1));
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return real(...args);
    });
    await Promise.all([service.replace(list.slice(0, 50)), service.replace(list.slice(50, 100))]);
    expect(most).toBe(MAX_IN_FLIGHT);
  });
});

describe('removing and retiring', () => {
  const group = (...targets: readonly string[]): TargetGroup => ({ targets, labels: { job: 'shop', env: 'x' } });

  beforeEach(async () => {
    await store.replace(key('a'), group('a:1', 'both:1', 'both:2'));
    await store.replace(key('b'), group('both:1'));
    await store.replace(key('c'), group('c:1'));
  });

  test('removes what matches', async () => {
    expect(outcomes(await service.remove({ targets: ['both:1'] }))).toEqual(['a removed', 'b removed']);
    expect(await shown('c')).toEqual(['c:1']);
    expect(outcomes(await service.remove({ targets: ['both:1'] }))).toEqual([]);
  });

  test('takes a target out of every group, on one port or on all', async () => {
    expect(outcomes(await service.retire(['both:1']))).toEqual(['a changed', 'b removed']);
    expect(await shown('a')).toEqual(['a:1', 'both:2']);
    expect(outcomes(await service.retire(['both', 'c*']))).toEqual(['a changed', 'c removed']);
  });

  test('takes away no more than was counted', async () => {
    before({ a: () => store.replace(key('a'), group('both:2', 'both:3')) });
    expect(outcomes(await service.retire(['both']))).toEqual(['a changed', 'b removed']);
    expect(await shown('a')).toEqual(['both:3']);
  });

  test('has nothing to do where a group went by itself', async () => {
    before({ a: () => store.update(key('a'), () => undefined) });
    expect(outcomes(await service.remove({ applications: ['*'] }))).toEqual(['a unchanged', 'b removed', 'c removed']);
  });

  test('needs the right to every group that it concerns', async () => {
    const authorize = ({ environment }: { readonly environment: string }): void => {
      if (environment === 'b') throw fault('', 'take_over_not_permitted', 'not b');
    };
    const at = await revision();
    expect(await codesOf(service.remove({ applications: ['*'] }, { authorize }))).toEqual(['take_over_not_permitted']);
    expect(await codesOf(service.retire(['both'], { authorize }))).toEqual(['take_over_not_permitted']);
    expect(await revision()).toBe(at);
  });
});
