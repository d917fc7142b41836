import fc from 'fast-check';
import { anyTarget, anyTargets, InMemoryTargetGroupStore } from '../../testing/index.js';
import { AllowedTargets } from './allowed-targets.js';
import { TargetGroupError } from '../faults/target-group-error.js';
import { TargetGroupService } from '../use-cases/target-group-service.js';
import { groupKey, type TargetGroupInput } from '../groups/target-group.js';
import { checkPolicies, type TargetAddress, type TargetPolicy } from './target-policy.js';
import { parseTargets } from '../groups/target.js';
import { atOnce, ONE_TURN } from '../turns.js';
import { Faults } from '../faults/faults.js';

const key = groupKey('shop', 'prod');

/** Refuses the targets given, and remembers what it was asked. */
class Refusing implements TargetPolicy {
  readonly asked: TargetAddress[] = [];
  reviews = 0;

  constructor(
    private readonly targets: readonly string[],
    private readonly code: 'target_not_allowed' | 'target_not_checked' = 'target_not_allowed',
  ) {}

  review(addresses: readonly TargetAddress[]) {
    this.reviews += 1;
    this.asked.push(...addresses);
    return Promise.resolve(
      addresses
        .filter(({ target }) => this.targets.includes(target))
        .map(({ target }) => ({ target, code: this.code, reason: 'no' })),
    );
  }
}

function reach(targets: readonly string[], scheme = 'http') {
  return { targets: atOnce(parseTargets(targets, new Faults())), scheme };
}

async function faultsOf(promise: Promise<unknown>): Promise<readonly string[]> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof TargetGroupError) return error.faults.map(({ code, path }) => `${code} ${path}`);
    throw error;
  }
  return [];
}

test.each([
  ['http', 'web', 'web', 80],
  ['https', 'web', 'web', 443],
  ['https', 'web:80', 'web', 80],
  ['http', 'Web.Example.ORG.:9100', 'web.example.org.', 9100],
  ['http', '10.0.0.1:1', '10.0.0.1', 1],
  ['http', '[2001:DB8:0::1]:443', '2001:db8::1', 443],
  ['http', '[::FFFF:1.2.3.4]', '::ffff:102:304', 80],
  ['https', '[::1]', '::1', 443],
])('by %s the address of %s has the host %s and the port %i', async (scheme, target, host, port) => {
  const policy = new Refusing([]);
  await checkPolicies([reach([target], scheme)], [policy], 'me', ONE_TURN);
  expect(policy.asked).toEqual([{ target, host, port }]);
});

test('every target has an address', async () => {
  await fc.assert(
    fc.asyncProperty(anyTarget, async (target) => {
      const policy = new Refusing([]);
      await checkPolicies([reach([target])], [policy], 'me', ONE_TURN);
      expect(policy.asked).toHaveLength(1);
      expect(policy.asked[0]?.host).toMatch(/^[0-9a-z._:-]+$/);
      expect(policy.asked[0]?.port).toBeGreaterThan(0);
    }),
  );
});

test('every place of a refused target is a fault, in the order of the request', async () => {
  const policy = new Refusing(['b:1', 'c:1']);
  expect(await faultsOf(checkPolicies([reach(['a:1,b:1', 'c:1', ' b:1 '])], [policy], 'me', ONE_TURN))).toEqual([
    'target_not_allowed targets[0]',
    'target_not_allowed targets[1]',
    'target_not_allowed targets[2]',
  ]);
  expect(policy.asked.map(({ target }) => target)).toEqual(['a:1', 'b:1', 'c:1']);
});

test('what may never be registered comes before what could not be checked', async () => {
  const policies = [new Refusing(['a:1'], 'target_not_checked'), new Refusing(['b:1'])];
  const check = checkPolicies([reach(['a:1', 'b:1'])], policies, 'me', ONE_TURN);
  expect(await faultsOf(check)).toEqual(['target_not_allowed targets[1]', 'target_not_checked targets[0]']);
  await expect(check).rejects.toThrow('the target "b:1" may not be registered: no (and 1 more fault)');
});

test('what one policy refuses is not shown to the next', async () => {
  const policies = [new Refusing(['a:1']), new Refusing([])] as const;
  await faultsOf(checkPolicies([reach(['a:1', 'b:1'])], policies, 'me', ONE_TURN));
  expect(policies[1].asked.map(({ target }) => target)).toEqual(['b:1']);
});

describe('the service', () => {
  const policy = new Refusing(['bad:1']);
  let store: InMemoryTargetGroupStore;
  let service: TargetGroupService;

  beforeEach(async () => {
    store = new InMemoryTargetGroupStore();
    service = new TargetGroupService(store, [policy]);
    await new TargetGroupService(store).replace(key, { targets: ['bad:1', 'a:1'], labels: { team: 'x' } });
    policy.asked.length = 0;
  });

  test.each(['replace', 'add'] as const)('%s of a refused target changes nothing', async (verb) => {
    const before = (await service.show(key))?.group;
    expect(await faultsOf(service[verb](key, { targets: ['c:1', 'bad:1'] }))).toEqual([
      'target_not_allowed targets[1]',
    ]);
    expect((await service.show(key))?.group).toEqual(before);
  });

  test.each(['replace', 'add'] as const)('%s reports what is wrong with the request first', async (verb) => {
    expect(await faultsOf(service[verb](key, { targets: ['bad:1', 'x:0'] }))).toEqual(['invalid_target targets[1]']);
    expect(policy.asked).toEqual([]);
  });

  test('a refusal comes before what does not fit the stored group', async () => {
    expect(await faultsOf(service.add(key, { targets: ['a:1', 'bad:1'] }))).toEqual(['target_not_allowed targets[1]']);
  });

  test('asks about requests with targets only', async () => {
    const before = policy.reviews;
    await service.replace(key, { labels: { team: 'y' } });
    await service.add(key, { labels: { team: 'z' } });
    expect(policy.reviews).toBe(before);
    await service.add(key, { targets: ['c:1'] });
    expect(policy.reviews).toBe(before + 1);
  });

  test('what is there already stays, and can be labelled, shown and removed', async () => {
    await service.replace(key, { labels: { team: 'y' } });
    await service.add(key, { labels: { team: 'z' } });
    await service.add(key, { targets: ['c:1'] });
    expect((await service.show(key))?.group.targets).toEqual(['bad:1', 'a:1', 'c:1']);
    await service.remove(key, { targets: ['bad:1'] });
    expect((await service.show(key))?.group.targets).toEqual(['a:1', 'c:1']);
  });

  test('asks again about targets without a port when a change of __scheme__ moves them', async () => {
    await service.replace(key, { targets: ['a', 'b:1', '[::1]'], labels: { __scheme__: 'https' } });
    const moves: [() => Promise<unknown>, number][] = [
      [() => service.add(key, { targets: ['d'] }), 443],
      [() => service.replace(key, { targets: ['a', 'c:1', '[::1]', 'd'] }), 443],
      [() => service.replace(key, { labels: { team: 'y' } }), 80],
      [() => service.add(key, { labels: { __scheme__: 'https' } }), 443],
      [() => service.remove(key, { targets: ['d'], labels: { __scheme__: 'https' } }), 80],
    ];
    const asked = [];
    for (const [change, port] of moves) {
      policy.asked.length = 0;
      await change();
      asked.push(policy.asked.map(({ target }) => target));
      expect(policy.asked.every((address) => address.port === port || address.target === 'c:1')).toBe(true);
    }
    expect(asked).toEqual([
      ['d'],
      ['a', 'c:1', '[::1]', 'd'],
      ['a', '[::1]', 'd'],
      ['a', '[::1]', 'd'],
      ['a', '[::1]'],
    ]);
  });

  test('a target that a change would move to where it may not be registered is refused, and nothing changes', async () => {
    const allowed = new TargetGroupService(store, [new AllowedTargets([], [{ first: 80, last: 80 }])]);
    await allowed.replace(key, { targets: ['a', 'b:80'], labels: { team: 'x' } });
    const before = (await allowed.show(key))?.group;
    const refused: [() => Promise<unknown>, string][] = [
      [() => allowed.replace(key, { targets: ['c'], labels: { __scheme__: 'https' } }), 'targets[0]'],
      [() => allowed.replace(key, { labels: { __scheme__: 'https' } }), 'labels.__scheme__'],
      [() => allowed.add(key, { labels: { __scheme__: 'https' } }), 'labels.__scheme__'],
      [() => allowed.add(key, { targets: ['d:80'], labels: { __scheme__: 'https' } }), 'labels.__scheme__'],
    ];
    for (const [change, path] of refused) expect(await faultsOf(change())).toEqual([`target_not_allowed ${path}`]);
    expect((await allowed.show(key))?.group).toEqual(before);
  });

  test.each<[string, TargetGroupInput, TargetGroupInput, string]>([
    ['moves what is given', { labels: {} }, { targets: ['c'] }, 'targets[0]'],
    ['adds to what moves', { targets: ['a', 'b'] }, { labels: { __scheme__: 'http' } }, 'labels.__scheme__'],
  ])('a change that comes in between and %s is reviewed too', async (_, meanwhile, input, path) => {
    const open = new TargetGroupService(store);
    await open.replace(key, { targets: ['a'], labels: { __scheme__: 'https' } });
    let reviews = 0;
    const interrupted: TargetPolicy = {
      review: async (addresses) => {
        reviews += 1;
        if (reviews === 1) await open.replace(key, meanwhile);
        return addresses
          .filter(({ host, port }) => host !== 'a' && port === 80)
          .map(({ target }) => ({ target, code: 'target_not_allowed', reason: 'no' }));
      },
    };
    expect(await faultsOf(new TargetGroupService(store, [interrupted]).add(key, input))).toEqual([
      `target_not_allowed ${path}`,
    ]);
    expect((await open.show(key))?.group.targets).toEqual(meanwhile.targets ?? ['a']);
  });

  test('a group that somebody moves at every look is given up, unchanged', async () => {
    const open = new TargetGroupService(store);
    await open.replace(key, { targets: ['a'], labels: {} });
    const review = jest.fn(async () => {
      await open.replace(key, { labels: review.mock.calls.length % 2 === 1 ? { __scheme__: 'https' } : {} });
      return [];
    });
    const faults = await faultsOf(new TargetGroupService(store, [{ review }]).add(key, { targets: ['c'] }));
    expect(faults).toEqual(['storage_unavailable ']);
    expect(review).toHaveBeenCalledTimes(20);
    expect((await open.show(key))?.group.targets).toEqual(['a']);
  });

  test('what it does not refuse is done as without it', async () => {
    await fc.assert(
      fc.asyncProperty(anyTargets, async (targets) => {
        fc.pre(!targets.includes('bad:1'));
        expect((await service.replace(key, { targets })).after?.targets).toEqual(targets);
      }),
      { numRuns: 20 },
    );
  });
});
