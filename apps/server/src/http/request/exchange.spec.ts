import type { ServerResponse } from 'node:http';
import { fault } from '@target-eye/domain';
import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { useApis } from '../../../test/support/api.js';
import { form, json } from '../../../test/support/content.js';
import { eventOf, loggedBy } from '../../../test/support/logged.js';
import { answerParts } from '../../../test/support/exchanges.js';
import { describeExchange, Exchange, exchangeOf, knownKey } from './exchange.js';

const open = useApis();

/** The exchange of a request of which only this is known. */
function exchangeFor(request: object): Exchange {
  const sent = { headers: {}, socket: {}, ...request } as Exchange['request'];
  return new Exchange(sent, {} as ServerResponse, answerParts());
}

/** What every line about a change of /shop/prod with this verb has. */
const about = (verb: string) => ({
  level: 'info',
  source: '127.0.0.1',
  request_id: expect.stringMatching(/.+/) as unknown,
  verb,
  group: 'shop/prod',
});

test('a line for each change: who, what, and what came of it', async () => {
  const api = await open();
  await api.send('PUT', '/shop/prod', json({ targets: ['a:1', 'b:1'], labels: { team: 'x' } }));
  await api.send('PUT', '/shop/prod', json({ targets: ['b:1', 'c:1'], labels: { team: 'y' } }));
  await api.send('POST', '/shop/prod', form('targets=d:1'));
  await api.send('PUT', '/shop/prod', json({}));
  const { headers } = await api.send('GET', '/shop/prod');
  await api.send('DELETE', '/shop/prod');
  const lines = loggedBy(api);
  const [first, second, third] = lines.map(({ revision_after: revision }) => revision);
  expect(new Set([first, second, third]).size).toBe(3);
  expect(headers['etag']).toBe(`"${String(third)}"`);
  expect(lines.map(({ message, ...details }) => [message, details])).toEqual(
    [
      {
        ...about('PUT'),
        outcome: 'created',
        added_targets: ['a:1', 'b:1'],
        added_labels: ['job=shop', 'env=prod', 'team=x'],
        revision_after: first,
      },
      {
        ...about('PUT'),
        revision_before: first,
        revision_after: second,
        outcome: 'changed',
        added_targets: ['c:1'],
        added_labels: ['team=y'],
        removed_targets: ['a:1'],
        removed_labels: ['team=x'],
      },
      {
        ...about('POST'),
        outcome: 'changed',
        added_targets: ['d:1'],
        revision_before: second,
        revision_after: third,
      },
      { ...about('PUT'), outcome: 'unchanged', revision_before: third, revision_after: third },
      {
        ...about('DELETE'),
        revision_before: third,
        outcome: 'removed',
        removed_targets: ['b:1', 'c:1', 'd:1'],
        removed_labels: ['job=shop', 'env=prod', 'team=y'],
      },
    ].map((details) => ['change', details]),
  );
});

test('no two groups look the same', async () => {
  const api = await open();
  for (const path of ['/a%2Fb/c', '/a/b%2Fc', '/a%252Fb/c']) await api.send('PUT', path, form('targets=h:1'));
  expect(loggedBy(api).map(({ group }) => group)).toEqual(['a%2Fb/c', 'a/b%2Fc', 'a%252Fb/c']);
});

test('a change that is refused has a line too, with the code and the rule', async () => {
  const api = await open();
  await api.send('POST', '/shop/prod', json({ targets: ['h:0'] }));
  expect(eventOf(api, 'change')).toEqual({
    ...about('POST'),
    outcome: 'refused',
    code: 'invalid_target',
    reason: '"h:0" is not a target: "0" is not a port (1 to 65535)',
  });
});

test('what a body that is not understood holds is not logged, nor is a query', async () => {
  const api = await open();
  await api.send('PUT', '/shop/prod', json({ secret: 'hunter2' }));
  await api.send('DELETE', '/shop/prod?token=hunter2');
  await api.send('GET', '/nowhere?token=hunter2');
  expect(api.logged).toHaveLength(3);
  expect(api.logged.join('')).not.toMatch(/hunter2|token/);
});

test('a change that a full disk fails has one like the others, without a stack trace', async () => {
  const fail = (): Promise<never> => Promise.reject(fault('', 'storage_full', 'the disk is full', new Error('ENOSPC')));
  const store = Object.assign(new InMemoryTargetGroupStore(), { find: fail, update: fail, replace: fail });
  const api = await open({ store });
  await api.send('PUT', '/shop/prod', form('targets=h:1'));
  expect(eventOf(api, 'change')).toEqual({
    ...about('PUT'),
    outcome: 'failed',
    code: 'storage_full',
    reason: 'the disk is full',
  });
});

test('a change of what is no target group is none, and has the URL', async () => {
  const api = await open();
  await api.send('PUT', `/${'x'.repeat(1000)}`, form('targets=h:1'));
  expect(eventOf(api, 'refused')).toMatchObject({
    level: 'debug',
    verb: 'PUT',
    url: `/${'x'.repeat(119)}…`,
    code: 'not_found',
  });
});

test('reading is for whoever debugs', async () => {
  const api = await open();
  await api.send('GET', '/shop/prod');
  await api.send('GET', '/nowhere');
  await api.send('HEAD', '/nowhere');
  expect(loggedBy(api).map(({ level, message }) => [level, message])).toEqual([
    ['debug', 'refused'],
    ['debug', 'refused'],
  ]);
});

test('who logged in is named', () => {
  const exchange = exchangeFor({ method: 'PUT', originalUrl: '/a/b?c', headers: { 'x-request-id': 'it' } });
  exchange.caller = { kind: 'user', name: 'deploy-payments' };
  expect(describeExchange(exchange)).toEqual({
    client: 'deploy-payments',
    source: 'unix',
    request_id: 'it',
    verb: 'PUT',
    url: '/a/b',
  });
});

// cspell:ignore frob
test.each([
  ['GET', 'read'],
  ['HEAD', 'read'],
  ['FROB', 'read'],
  ['PUT', 'change'],
  ['POST', 'change'],
  ['DELETE', 'change'],
])('%s is a %s until its route knows better', (method, act) => {
  expect(exchangeFor({ method }).act).toBe(act);
});

test('the source is found out once, and stays what it was when the connection is gone', () => {
  const socket: { remoteAddress: string | undefined } = { remoteAddress: '192.0.2.1' };
  const exchange = exchangeFor({ socket });
  expect(exchange.source).toBe('192.0.2.1');
  socket.remoteAddress = undefined;
  expect(exchange.source).toBe('192.0.2.1');
});

test('who asks for what is not known yet gets an error', () => {
  expect(() => knownKey(exchangeFor({}))).toThrow('not known');
  expect(() => exchangeOf({} as ServerResponse)).toThrow('no exchange');
});
