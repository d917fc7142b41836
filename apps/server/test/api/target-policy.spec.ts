import { AllowedTargets, ONE_TURN } from '@target-eye/domain';
import { networks } from '../../src/net/networks.js';
import { ALLOWED_LISTS } from '../../src/target-policy/allowed-lists.js';
import { DeniedNetworks } from '../../src/target-policy/denied-networks.js';
import { NameResolver } from '../../src/target-policy/name-resolver.js';
import { changed, useApi } from '../support/api.js';
import { form, json } from '../support/content.js';
import { expectRefused } from '../support/refusal.js';

const lookup = jest.fn((name: string) =>
  name === 'down.example.org'
    ? Promise.reject(Object.assign(new Error('down'), { code: 'EAI_AGAIN' }))
    : Promise.resolve(['192.0.2.1']),
);
const api = useApi(() => ({
  policies: [
    new AllowedTargets(['*.example.org', '10.*'], [{ first: 9100, last: 9200 }], ONE_TURN, ALLOWED_LISTS),
    new DeniedNetworks(networks('10.9.0.0/16'), new NameResolver(lookup), ONE_TURN),
  ],
}));

beforeEach(() => lookup.mockClear());

test.each(['PUT', 'POST'])('a %s of what may be registered is done', async (method) => {
  const group = await changed(api, method, '/a/b', json({ targets: ['web.example.org:9100', '10.1.2.3:9200'] }));
  expect(group?.targets).toEqual(['web.example.org:9100', '10.1.2.3:9200']);
});

test.each(['PUT', 'POST'])('a %s of anything else is a 403 that names all of it and the setting', async (method) => {
  const targets = ['10.1.2.3:9100', 'evil.test:9100', 'web.example.org,web.example.org:22', '10.9.1.1:9100'];
  const failure = await expectRefused(api, method, '/a/b', json({ targets }), {
    status: 403,
    code: 'target_not_allowed',
    path: 'targets[1]',
    says: 'the target "evil.test:9100" may not be registered: its host matches none of allowed_hosts, "*.example.org, 10.*"',
  });
  expect(failure.errors.map(({ path, message }) => [path, /(allowed|denied)_\w+/.exec(message)?.[0]])).toEqual([
    ['targets[1]', 'allowed_hosts'],
    ['targets[2]', 'allowed_ports'],
    ['targets[2]', 'allowed_ports'],
    ['targets[3]', 'denied_networks'],
  ]);
  expect(lookup).not.toHaveBeenCalled();
});

test('a name that cannot be resolved for the moment is a 503', async () => {
  await expectRefused(api, 'PUT', '/a/b', form('targets=down.example.org:9100'), {
    status: 503,
    code: 'target_not_checked',
    path: 'targets[0]',
    says: 'try again',
  });
});

test('what is wrong with the request comes first', async () => {
  await expectRefused(api, 'PUT', '/a/b', json({ targets: ['evil.test:22', 'h:0'] }), { code: 'invalid_target' });
});
