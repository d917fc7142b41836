import { groupIn, useApi } from '../support/api.js';
import { json } from '../support/content.js';
import type { Content } from '../support/raw-request.js';
import { expectRefused } from '../support/refusal.js';

const api = useApi();
const GROUP = '/shop/prod';
const send = (method: string, content?: Content) => api.send(method, `${GROUP}?idempotent=true`, content);
const THERE = json({ targets: ['a:1', 'b:1'], labels: { team: 'x', zone: 'z' } });

test.each<[string, Content | undefined]>([
  ['PUT', json({ targets: ['c:1'] })],
  ['POST', json({ targets: ['c:1'], labels: { team: 'y' } })],
  ['POST', json({ targets: ['c:1', 'c:1', 'a:1'] })],
  ['POST', json({ labels: { team: 'x' } })],
  ['POST', json({ targets: ['a:1'], labels: { team: 'y', zone: 'z' } })],
  ['DELETE', json({ targets: ['a:1', 'c:1'] })],
  ['DELETE', json({ targets: ['c:1', 'c:1'] })],
  ['DELETE', json({ labels: { team: 'x', rack: '1' } })],
  ['DELETE', json({ targets: ['a:1', 'b:1'], labels: { team: 'x', zone: 'z' } })],
  ['DELETE', undefined],
])('%s may be repeated (%#)', async (method, content) => {
  await api.send('PUT', GROUP, THERE);
  await send(method, content);
  const { text, headers } = await api.send('GET', GROUP);
  const again = await send(method, content);
  expect(again.status).toBe(200);
  const now = await api.send('GET', GROUP);
  expect([now.text, now.headers['etag']]).toEqual([text, headers['etag']]);
  expect([again.text, again.headers['etag']]).toEqual([text, headers['etag']]);
});

test('a POST creates the group, with each target once', async () => {
  expect(groupIn(await send('POST', json({ targets: ['a:1', 'a:1'] })))?.targets).toEqual(['a:1']);
});

test('a DELETE of a group that is not there answers with an empty list', async () => {
  for (const content of [undefined, json({ targets: ['a:1'] }), json({ labels: { team: 'x' } })])
    expect(await send('DELETE', content)).toMatchObject({ status: 200, text: '[]\n' });
});

test.each<[string, Content, string]>([
  ['PUT', json({ targets: [] }), 'targets_empty'],
  ['POST', json({ targets: ['a:0'] }), 'invalid_target'],
  ['POST', json({}), 'nothing_given'],
  ['POST', json({ labels: {} }), 'labels_empty'],
  ['POST', json({ labels: { team: '' } }), 'label_value_blank'],
  ['DELETE', json({}), 'nothing_given'],
  ['DELETE', json({ targets: [] }), 'targets_empty'],
  ['DELETE', json({ labels: { team: 'y' } }), 'label_value_differs'],
  ['DELETE', json({ labels: { job: 'shop' } }), 'label_required'],
  ['DELETE', json({ targets: ['a:1', 'b:1', 'c:1'] }), 'labels_remain'],
])('the other rules stand: %s (%#) is refused with %s', async (method, content, code) => {
  await api.send('PUT', GROUP, THERE);
  await expectRefused(api, method, `${GROUP}?idempotent=true`, content, { code });
});

test('a POST of labels alone creates no group', async () => {
  await expectRefused(api, 'POST', `${GROUP}?idempotent=true`, json({ labels: { team: 'x' } }), {
    code: 'group_unknown',
  });
});
