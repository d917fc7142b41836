import type { Request, Response } from 'express';
import { difference, fault, type TargetGroup, type TargetGroupStore } from '@target-eye/domain';
import { useApis } from '../../../test/support/api.js';
import { form, json } from '../../../test/support/content.js';
import { eventOf, loggedBy } from '../../../test/support/logged.js';
import { describeDifference, describeRequest } from './audit.js';
import { identifyRequest } from './request-id.js';

const open = useApis();

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
  await api.send('DELETE', '/shop/prod');
  expect(loggedBy(api).map(({ message, ...details }) => [message, details])).toEqual(
    [
      {
        ...about('PUT'),
        outcome: 'created',
        added_targets: ['a:1', 'b:1'],
        added_labels: ['job=shop', 'env=prod', 'team=x'],
      },
      {
        ...about('PUT'),
        outcome: 'changed',
        added_targets: ['c:1'],
        added_labels: ['team=y'],
        removed_targets: ['a:1'],
        removed_labels: ['team=x'],
      },
      { ...about('POST'), outcome: 'changed', added_targets: ['d:1'] },
      { ...about('PUT'), outcome: 'unchanged' },
      {
        ...about('DELETE'),
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
  const store: TargetGroupStore = { find: fail, list: fail, update: fail, replace: fail };
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

const group = (targets: readonly string[], labels: Readonly<Record<string, string>> = {}): TargetGroup => ({
  targets,
  labels,
});

test('of long lists the first twenty are shown, and how many there are', () => {
  const targets = Array.from({ length: 21 }, (_, index) => `host-${String(index)}:9100`);
  const labels = Object.fromEntries(targets.map((_, index) => [`label_${String(index)}`, 'x']));
  expect(describeDifference(difference(undefined, group(targets, labels)))).toEqual({
    added_targets: targets.slice(0, 20),
    added_targets_total: 21,
    added_labels: Object.keys(labels)
      .slice(0, 20)
      .map((name) => `${name}=x`),
    added_labels_total: 21,
  });
  expect(describeDifference(difference(group(targets.slice(1)), undefined))).toEqual({
    removed_targets: targets.slice(1),
  });
});

test.each([
  ['long', 'x'.repeat(5000)],
  ['wide', '\u{1F600}'.repeat(5000)],
  ['of control characters', '\u0001'.repeat(5000)],
  ['of quotes and backslashes', '"\\'.repeat(5000)],
])('the line stays short when every value is %s', (_, value) => {
  const names = Array.from({ length: 100 }, (__, index) => `label_${String(index)}`);
  const filled = (suffix: string): TargetGroup =>
    group(
      names.map((name) => `${name}${suffix}${value}`),
      Object.fromEntries(names.map((name) => [name, value + suffix])),
    );
  const line = describeDifference(difference(filled('a'), filled('b')));
  const text = Object.values(line).map((list) => JSON.stringify(JSON.stringify(list)));
  expect(Buffer.byteLength(text.join(' '))).toBeLessThan(24 * 1024);
});

test('who logged in is named', () => {
  const request = { method: 'PUT', originalUrl: '/a/b?c', socket: {} } as Request;
  const response = { locals: { caller: { name: 'deploy-payments' } } } as unknown as Response;
  identifyRequest({ headers: { 'x-request-id': 'it' } } as unknown as Request, response);
  expect(describeRequest(request, response)).toEqual({
    client: 'deploy-payments',
    source: 'unix',
    request_id: 'it',
    verb: 'PUT',
    url: '/a/b',
  });
});
