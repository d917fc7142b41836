import { setImmediate as pause } from 'node:timers/promises';
import { AllowedTargets, type TargetAddress } from '@target-eye/domain';
import { Networks } from '../configuration/networks.js';
import { DeniedNetworks } from './denied-networks.js';
import { InPortions } from './in-portions.js';
import { NameResolver } from './name-resolver.js';

const addresses = (hosts: number, name: (index: number) => string): readonly TargetAddress[] =>
  Array.from({ length: hosts }, (_, index) => ({ target: name(index), host: name(index), port: 80 }));

/** How often others had their turn while this was done. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  const state = { isDone: false };
  void work.finally(() => {
    state.isDone = true;
  });
  let turns = 0;
  for (; !state.isDone; turns++) await pause();
  return turns;
}

test('the answers are those of the policy, in their order', async () => {
  const policy = new AllowedTargets(['a*'], []);
  const asked = addresses(5001, (index) => `${index % 2 === 0 ? 'a' : 'b'}${String(index)}`);

  expect(await new InPortions(policy).review(asked)).toEqual(await policy.review(asked));
  expect(await new InPortions(policy).review([])).toEqual([]);
});

test('others have their turn between the portions', async () => {
  const policy = new InPortions(new AllowedTargets(['a'], []));
  expect(await turnsDuring(policy.review(addresses(20_000, String)))).toBeGreaterThan(5);
});

test('and so they have while addresses are compared with denied networks', async () => {
  const networks = new Networks(['10.0.0.0/8']);
  const policy = new DeniedNetworks(networks, new NameResolver());
  const asked = addresses(20_000, (index) => `10.0.${String(index >> 8)}.${String(index & 255)}`);
  expect(await turnsDuring(policy.review(asked))).toBeGreaterThan(5);
  expect(await policy.review(asked)).toHaveLength(20_000);
});

test('names that are too many for the time are not asked for any more', async () => {
  const lookup = jest.fn(() => new Promise<readonly string[]>(() => undefined));
  const policy = new DeniedNetworks(new Networks(['10.0.0.0/8']), new NameResolver(lookup), 50);
  const refusals = await policy.review(addresses(200_000, (index) => `h${String(index)}`));
  expect(refusals).toHaveLength(200_000);
  expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(['target_not_checked']));
  expect(lookup).toHaveBeenCalledTimes(2);
});
