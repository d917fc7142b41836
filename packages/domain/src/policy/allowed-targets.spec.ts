import { AllowedTargets, type PortRange } from './allowed-targets.js';
import type { TargetAddress } from './target-policy.js';
import { ONE_TURN } from '../turns.js';

const web: TargetAddress = { target: 'Web:9100', host: 'web', port: 9100 };
const ports: readonly PortRange[] = [
  { first: 80, last: 80 },
  { first: 9100, last: 9999 },
];

test('without lists everything is allowed', async () => {
  expect(await new AllowedTargets([], []).review([web])).toEqual([]);
});

test.each([80, 9100, 9500, 9999])('port %i is allowed', async (port) => {
  expect(await new AllowedTargets([], ports).review([{ ...web, port }])).toEqual([]);
});

test.each([1, 79, 81, 9099, 10_000])('port %i is refused, and the message names the ports', async (port) => {
  expect(await new AllowedTargets([], ports).review([{ ...web, port }])).toEqual([
    {
      target: 'Web:9100',
      code: 'target_not_allowed',
      reason: `its port ${String(port)} is none of the allowed ports, "80, 9100-9999"`,
    },
  ]);
});

test('a host must match one of the patterns, which the message names', async () => {
  const policy = new AllowedTargets(['db-*', 'w*b'], []);
  expect(await policy.review([web, { ...web, target: 'db', host: 'db' }])).toEqual([
    { target: 'db', code: 'target_not_allowed', reason: 'its host matches none of the allowed hosts, "db-*, w*b"' },
  ]);
});

test('messages call the lists what whoever set them up calls them', async () => {
  const policy = new AllowedTargets(['db'], [], ONE_TURN, { hosts: 'DB_HOSTS', ports: 'DB_PORTS' });
  expect((await policy.review([web])).map(({ reason }) => reason)).toEqual(['its host matches none of DB_HOSTS, "db"']);
});

test('both must be allowed', async () => {
  const policy = new AllowedTargets(['web'], ports);
  const addresses = [web, { ...web, target: 'web:22', port: 22 }, { ...web, target: 'db:80', host: 'db', port: 80 }];
  expect((await policy.review(addresses)).map(({ target }) => target)).toEqual(['web:22', 'db:80']);
});

test('a host is compared with any number of patterns and normalized once', async () => {
  const hosts = Array.from({ length: 50 }, (_, index) => `2001:db8::${String(index + 1)}`);
  const addresses = hosts.map((host) => ({ target: `[${host}]`, host, port: 80 }));
  // To normalize an address is to take it apart, and nothing else here takes a text apart.
  const partsTakenWith = async (patterns: number): Promise<number> => {
    const others = Array.from({ length: patterns }, (_, index) => `web-${String(index)}.*`);
    const allowed = new AllowedTargets([...others, '2001:*'], []);
    const split = jest.spyOn(String.prototype, 'split');
    const refusals = await allowed.review(addresses);
    const { length } = split.mock.calls;
    split.mockRestore();
    expect(refusals).toEqual([]);
    return length;
  };
  expect(await partsTakenWith(100)).toBe(await partsTakenWith(1));
});
