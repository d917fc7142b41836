import { useApis } from '../../../test/support/api.js';
import { form, json } from '../../../test/support/content.js';
import { loggedBy } from '../../../test/support/logged.js';

const open = useApis();
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

test.each(['deploy-4711', 'a', 'x'.repeat(128), 'A.Z_0:1+2/3=4@5-6', '7f3a/1'])(
  'the id %s of a request is returned',
  async (id) => {
    const api = await open();
    const answer = await api.send('GET', '/a/b', { headers: { 'X-Request-Id': id } });
    expect(answer.headers['x-request-id']).toBe(id);
  },
);

test.each(['', 'x'.repeat(129), 'a b', 'a"b', 'a\tb', 'é', 'a,b', '<script>', '${jndi}'])(
  'in the place of %j one is made',
  async (id) => {
    const api = await open();
    const answer = await api.send('GET', '/a/b', { headers: { 'X-Request-Id': id } });
    expect(answer.headers['x-request-id']).toMatch(UUID);
  },
);

test('a request without one gets one of its own', async () => {
  const api = await open();
  const answers = await Promise.all(['/a/b', '/a/b'].map((path) => api.send('GET', path)));
  const [one, other] = answers.map(({ headers }) => headers['x-request-id']);
  expect(one).toMatch(UUID);
  expect(other).not.toBe(one);
});

test('every answer has it, and every log line about the request', async () => {
  const api = await open();
  const headers = { 'X-Request-Id': 'it' };
  const answers = [
    await api.send('PUT', '/a/b', { ...form('targets=h:1'), headers: { ...form('').headers, ...headers } }),
    await api.send('PUT', '/a/b', { ...json({ targets: [] }), headers: { ...json('').headers, ...headers } }),
    await api.send('GET', '/nowhere', { headers }),
    await api.send('PATCH', '/a/b', { headers }),
    await api.send('GET', '/-/healthy', { headers }),
    await api.send('GET', '/%zz/b', { headers }),
    await api.send('GET', '/a/b#c', { headers }),
  ];
  expect(answers.map((answer) => [answer.status, answer.headers['x-request-id']])).toEqual([
    [200, 'it'],
    [400, 'it'],
    [404, 'it'],
    [405, 'it'],
    [200, 'it'],
    [400, 'it'],
    [400, 'it'],
  ]);
  expect(loggedBy(api).map(({ message, request_id }) => [message, request_id])).toEqual([
    ['change', 'it'],
    ['change', 'it'],
    ['refused', 'it'],
    ['refused', 'it'],
    ['refused', 'it'],
    ['refused', 'it'],
  ]);
});
