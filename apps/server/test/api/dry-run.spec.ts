import { fault, type TargetPolicy } from '@target-eye/domain';
import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { AccessControl } from '../../src/access/access-control.js';
import { groupIn, useApis } from '../support/api.js';
import { json } from '../support/content.js';
import { loggedBy } from '../support/logged.js';
import type { Content } from '../support/raw-request.js';
import { expectFailure } from '../support/refusal.js';

const open = useApis();
const GROUP = '/shop/prod';
const TRIED = `${GROUP}?dry_run=true`;

/** Changes of a group with the targets `a:1` and `b:1`, and whether they fit. */
const CHANGES: readonly (readonly [string, Content | undefined, number])[] = [
  ['PUT', json({ targets: ['z:1'], labels: { team: 'x' } }), 200],
  ['PUT', json({ targets: ['a:1', 'b:1'] }), 200],
  ['PUT', json({ targets: ['z:0'] }), 400],
  ['POST', json({ targets: ['z:1'] }), 200],
  ['POST', json({ targets: ['a:1'] }), 400],
  ['DELETE', json({ targets: ['a:1'] }), 200],
  ['DELETE', json({ targets: ['z:1'] }), 400],
  ['DELETE', undefined, 200],
  ['DELETE', { headers: { 'If-Match': '"x"' } }, 412],
  ['PUT', { ...json({}), headers: { 'If-None-Match': '*', 'Content-Type': 'application/json' } }, 412],
];

describe.each(CHANGES)('a dry run of %s (%#)', (method, content, status) => {
  test('stores nothing, logs no change and counts none, and is answered as the change is', async () => {
    const changed = jest.fn();
    const api = await open({ events: { changed } });
    await api.send('PUT', GROUP, json({ targets: ['a:1', 'b:1'] }));
    const before = await api.send('GET', GROUP);
    const tried = await api.send(method, TRIED, content);
    expect(tried).toMatchObject({ status, headers: { 'dry-run': 'true' } });
    const after = await api.send('GET', GROUP);
    expect([after.text, after.headers['etag']]).toEqual([before.text, before.headers['etag']]);
    expect(changed).toHaveBeenCalledTimes(1);
    expect(loggedBy(api).filter(({ message }) => message === 'change')).toHaveLength(1);

    const made = await api.send(method, GROUP, content);
    expect([made.status, made.text, made.headers['etag']]).toEqual([tried.status, tried.text, tried.headers['etag']]);
    expect(Object.keys(made.headers)).toEqual(Object.keys(tried.headers).filter((name) => name !== 'dry-run'));
  });
});

test('of a group that there is not, it shows what would be created', async () => {
  const api = await open();
  const tried = await api.send('PUT', TRIED, json({ targets: ['a:1'] }));
  expect(groupIn(tried)?.targets).toEqual(['a:1']);
  expect((await api.send('GET', GROUP)).text).toBe('[]\n');
  expect((await api.send('PUT', GROUP, json({ targets: ['a:1'] }))).headers['etag']).toBe(tried.headers['etag']);
});

test('dry_run=false is the change', async () => {
  const api = await open();
  const { headers } = await api.send('PUT', `${GROUP}?dry_run=false`, json({ targets: ['a:1'] }));
  expect(headers).not.toHaveProperty('dry-run');
  expect(groupIn(await api.send('GET', GROUP))?.targets).toEqual(['a:1']);
});

test('the policies are asked', async () => {
  const policy: TargetPolicy = {
    review: (addresses) =>
      Promise.resolve(addresses.map(({ target }) => ({ target, code: 'target_not_allowed', reason: 'no' }) as const)),
  };
  const api = await open({ policies: [policy] });
  const answer = await api.send('PUT', TRIED, json({ targets: ['a:1'] }));
  expectFailure(answer, { status: 403, code: 'target_not_allowed' });
  expect(answer.headers).toHaveProperty('dry-run');
});

test('it needs the right to the change, and is refused without a word of a change in the log', async () => {
  const access = new AccessControl({
    users: () => new Map(),
    rules: () => ({ clients: [], anonymous: 'read' }),
    readsWithoutLogin: true,
  });
  const api = await open({ access });
  expectFailure(await api.send('PUT', TRIED, json({ targets: ['a:1'] })), { status: 401, code: 'login_required' });
  expect(loggedBy(api).filter(({ message }) => message === 'change')).toEqual([]);
});

test('a store that fails fails it', async () => {
  const full = fault('', 'storage_full', 'the disk is full');
  const store = Object.assign(new InMemoryTargetGroupStore(), { update: () => Promise.reject(full) });
  const api = await open({ store });
  expectFailure(await api.send('PUT', TRIED, json({ targets: ['a:1'] })), { status: 507, code: 'storage_full' });
});
