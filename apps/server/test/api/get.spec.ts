import { changed, shownAt, useApi } from '../support/api.js';
import { json } from '../support/content.js';

const api = useApi();
const GROUP = '/shop/prod';

test('GET shows a list with the one group, in file_sd format', async () => {
  await api.send('PUT', GROUP, json({ labels: { team: 'x' }, targets: ['b:1', 'a:1'] }));
  const answer = await api.send('GET', GROUP);

  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
  expect(JSON.parse(answer.text)).toEqual([
    { targets: ['b:1', 'a:1'], labels: { job: 'shop', env: 'prod', team: 'x' } },
  ]);
});

test('GET shows [] if there is no group', async () => {
  const answer = await api.send('GET', GROUP);

  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.text)).toEqual([]);
});

test('GET shows [] again after the group went', async () => {
  await api.send('PUT', GROUP, json({ targets: ['h:1'] }));
  await api.send('DELETE', GROUP);

  expect((await api.send('GET', GROUP)).text).toBe('[]\n');
});

test('GET creates nothing', async () => {
  await api.send('GET', GROUP);

  expect((await api.send('DELETE', GROUP)).status).toBe(400);
});

test('GET says the same however often it is asked', async () => {
  await api.send('PUT', GROUP, json({ targets: ['h:1'] }));
  const first = await api.send('GET', GROUP);

  for (let time = 0; time < 3; time++) expect((await api.send('GET', GROUP)).text).toBe(first.text);
});

test('GET shows text as it was given: quotes, line breaks, any letters', async () => {
  const value = '"\\\n\t é 日本 😀 \u2028 \u0000';

  expect(await changed(api, 'PUT', GROUP, json({ targets: ['h:1'], labels: { value } }))).toEqual({
    targets: ['h:1'],
    labels: { job: 'shop', env: 'prod', value },
  });
});

test('a group shows nothing of another', async () => {
  await api.send('PUT', '/shop/prod', json({ targets: ['a:1'] }));
  await api.send('PUT', '/shop/test', json({ targets: ['b:1'] }));
  await api.send('DELETE', '/shop/prod');

  expect((await shownAt(api, '/shop/test'))?.targets).toEqual(['b:1']);
});
