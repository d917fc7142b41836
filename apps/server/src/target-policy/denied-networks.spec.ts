import fc from 'fast-check';
import { type Fault, groupKey, ONE_TURN, TargetGroupError, TargetGroupService } from '@target-eye/domain';
import { anyTargets, InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { Networks } from '../net/networks.js';
import { DeniedNetworks } from './denied-networks.js';
import { type Lookup, NameResolver } from './name-resolver.js';

const NOWHERE: Lookup = () => Promise.resolve([]);

function failing(code: string): Lookup {
  return () => Promise.reject(Object.assign(new Error(code), { code }));
}

/** What is wrong with the targets when these networks are denied. */
async function faultsOf(
  targets: readonly string[],
  networks: readonly string[],
  lookup: Lookup = NOWHERE,
  timeout?: number,
): Promise<readonly Fault[]> {
  const policy = new DeniedNetworks(new Networks(networks), new NameResolver(lookup), ONE_TURN, timeout);
  const service = new TargetGroupService(new InMemoryTargetGroupStore(), [policy]);
  try {
    await service.replace(groupKey('shop', 'prod'), { targets });
  } catch (error) {
    if (error instanceof TargetGroupError) return error.faults;
    throw error;
  }
  return [];
}

describe('an address is refused by its network', () => {
  test.each([
    ['169.254.169.254:80', '169.254.0.0/16'],
    ['[fe80::1]:80', 'linklocal'],
    ['127.0.0.1:9100', 'loopback'],
    ['127.1.2.3', 'loopback'],
    ['0.0.0.0:9100', 'loopback'],
    ['[::]:9100', 'loopback'],
    ['[::1]:9100', 'loopback'],
    ['[0:0:0:0:0:0:0:1]', 'loopback'],
    ['[::ffff:127.0.0.1]:80', 'loopback'],
    ['[::FFFF:7F00:1]:80', 'loopback'],
    ['[::ffff:0.0.0.0]:80', 'loopback'],
    ['[::127.0.0.1]:80', 'loopback'],
    ['[::ffff:0:127.0.0.1]:80', 'loopback'],
    ['[64:ff9b::127.0.0.1]:80', 'loopback'],
    ['[64:ff9b::a9fe:a9fe]:80', '169.254.0.0/16'],
    ['[2002:7f00:1::]:80', 'loopback'],
    ['localhost', 'loopback'],
    ['LocalHost:9100', 'loopback'],
    ['localhost.:9100', 'loopback'],
    ['db.localhost:9100', 'loopback'],
    ['db.localhost.', '::1'],
  ])('%s in %s', async (target, network) => {
    expect(await faultsOf(['10.0.0.1:1', target], [network])).toEqual([
      {
        path: 'targets[1]',
        code: 'target_not_allowed',
        message: `the target ${JSON.stringify(target)} may not be registered: it is in ${network}, one of denied_networks`,
      },
    ]);
  });

  test.each(['128.0.0.1', '[::2]', '[2002:8000:1::]', '[2001:db8::7f00:1]', '8.8.8.8:53'])(
    '%s is not in loopback',
    async (target) => {
      expect(await faultsOf([target], ['loopback'])).toEqual([]);
    },
  );

  test('and no name is asked for', async () => {
    const lookup = jest.fn(NOWHERE);
    await faultsOf(['10.0.0.1', 'localhost', '[::1]:80'], ['loopback'], lookup);
    expect(lookup).not.toHaveBeenCalled();
  });
});

describe('a name', () => {
  test('is refused when one of its addresses is denied; which one is not told', async () => {
    const lookup: Lookup = (name) =>
      Promise.resolve(name === 'evil.test' ? ['8.8.8.8', '::ffff:10.0.0.7'] : ['8.8.8.8']);
    expect(await faultsOf(['good.test:1', 'Evil.Test:2,evil.test:3'], ['10.0.0.0/8'], lookup)).toEqual(
      ['Evil.Test:2', 'evil.test:3'].map((target) => ({
        path: 'targets[1]',
        code: 'target_not_allowed',
        message: `the target "${target}" may not be registered: its name has an address in 10.0.0.0/8, one of denied_networks`,
      })),
    );
  });

  test('that does not exist is accepted', async () => {
    expect(await faultsOf(['new.test:1'], ['loopback'], failing('ENOTFOUND'))).toEqual([]);
  });

  test.each(['EAI_AGAIN', 'EAI_FAIL', 'EMFILE'])(
    'that cannot be resolved now (%s) is to be tried again',
    async (code) => {
      expect(await faultsOf(['a.test:1'], ['loopback'], failing(code))).toEqual([
        {
          path: 'targets[0]',
          code: 'target_not_checked',
          message: `the target "a.test:1" may not be registered: its name could not be resolved (${code}), so denied_networks cannot be checked; try again`,
        },
      ]);
    },
  );

  test('is asked for once in a request, whatever its port and spelling', async () => {
    const lookup = jest.fn(NOWHERE);
    await faultsOf(['a.test:1', 'A.test:2', 'b.test', 'a.TEST'], ['loopback'], lookup);
    expect(lookup.mock.calls.flat()).toEqual(['a.test', 'b.test']);
  });

  test('with a trailing dot is also asked for without', async () => {
    const lookup: Lookup = (name) => Promise.resolve(name === 'alias' ? ['127.0.0.1'] : []);
    expect(await faultsOf(['alias.:1'], ['loopback'], lookup)).toHaveLength(1);
  });

  test('that takes too long is not waited for, nor are the others', async () => {
    const lookup = jest.fn((name: string) =>
      name === 'fast.test' ? Promise.resolve(['127.0.0.1']) : new Promise<never>(() => undefined),
    );
    const names = Array.from({ length: 1000 }, (_, index) => `slow-${String(index)}.test`);
    const faults = await faultsOf(['fast.test', ...names], ['loopback'], lookup, 50);
    expect(faults[0]?.code).toBe('target_not_allowed');
    expect(faults[1]?.message).toContain('(ETIMEDOUT)');
    expect(faults).toHaveLength(1000);
    expect(lookup).toHaveBeenCalledTimes(2);
  });

  test('is one of at most 10,000 in a request, and addresses do not count', async () => {
    const lookup = jest.fn(NOWHERE);
    const names = Array.from({ length: 10_000 }, (_, index) => `host-${String(index)}.test`);
    const addresses = Array.from({ length: 1000 }, (_, index) => `10.0.${String(index >> 8)}.${String(index & 255)}`);
    expect(await faultsOf([...names, ...addresses, 'host-1.test:1'], ['loopback'], lookup)).toEqual([]);
    lookup.mockClear();
    expect(await faultsOf([...names, 'one-more.test'], ['loopback'], lookup)).toEqual([
      {
        path: 'targets',
        code: 'too_many_names',
        message:
          'the request has 10,001 host names, and denied_networks needs the addresses of each; one request may have at most 10,000; send several requests',
      },
    ]);
    expect(lookup).not.toHaveBeenCalled();
  });
});

test('spellings that only the resolver takes for an address are resolved', async () => {
  const policy = new DeniedNetworks(new Networks(['loopback']), new NameResolver(), ONE_TURN);
  const service = new TargetGroupService(new InMemoryTargetGroupStore(), [policy]);
  for (const target of ['0x7f000001:80', '0x7f.0.0.0x1:9100', '127.0x1'])
    await expect(service.replace(groupKey('a', 'b'), { targets: [target] })).rejects.toMatchObject({
      code: 'target_not_allowed',
    });
});

test('every target is refused when all networks are denied and all names are in them', async () => {
  await fc.assert(
    fc.asyncProperty(anyTargets, async (targets) => {
      const faults = await faultsOf(targets, ['0.0.0.0/0', '::/0'], () => Promise.resolve(['192.0.2.1']));
      expect(faults.map(({ path }) => path)).toEqual(targets.map((_, index) => `targets[${String(index)}]`));
    }),
  );
});
