import { useApi } from '../../../test/support/api.js';
import { form } from '../../../test/support/content.js';
import { sendBytes } from '../../../test/support/raw-request.js';
import { expectFailure, expectRefused } from '../../../test/support/refusal.js';

const api = useApi();
const BODY = form('targets=h:1');
const HOST = 'target-eye.test:8000';

const from = (headers: Readonly<Record<string, string>>) => ({
  ...BODY,
  headers: { ...BODY.headers, Host: HOST, ...headers },
});

describe.each(['PUT', 'POST', 'DELETE'])('a %s', (method) => {
  test.each<Record<string, string>>([
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { 'Sec-Fetch-Site': 'anything' },
    { 'Sec-Fetch-Site': '' },
    { 'Sec-Fetch-Site': 'cross-site', Origin: 'http://target-eye.test:8000' },
    { Origin: 'http://evil.test' },
    { Origin: 'http://evil.test:8000' },
    { Origin: 'http://target-eye.test' },
    { Origin: 'http://target-eye.test:8001' },
    { Origin: 'http://target-eye.test.evil.test:8000' },
    { Origin: 'http://target-eye.test:8000@evil.test' },
    { Origin: 'null' },
    { Origin: '' },
    { Origin: 'target-eye.test:8000' },
    { Origin: 'file://' },
    { Origin: 'http://evil.test', 'Sec-Fetch-Site': 'same-origin' },
  ])('that another site sends is refused: %j', async (headers) => {
    await api.send('PUT', '/shop/prod', form('targets=a:1'));
    await expectRefused(api, method, '/shop/prod', from(headers), {
      status: 403,
      code: 'cross_site',
      says: 'a change that a page of another site sends is refused',
    });
  });

  test.each<Record<string, string>>([
    {},
    { 'Sec-Fetch-Site': 'none' },
    { 'Sec-Fetch-Site': 'same-origin', Origin: 'http://target-eye.test:8000' },
    { Origin: 'http://target-eye.test:8000' },
    { Origin: 'https://Target-Eye.test:8000' },
    { Host: 'target-eye.test', Origin: 'https://target-eye.test' },
    { Host: 'target-eye.test:443', Origin: 'https://target-eye.test' },
    { Host: '[::1]:8000', Origin: 'http://[::1]:8000' },
  ])('that the own site or no site sends is done: %j', async (headers) => {
    await api.send('PUT', '/shop/prod', form('targets=a:1'));
    const nothing = { headers: { Host: HOST, ...headers } };
    const { status } = await api.send(method, '/shop/prod', method === 'DELETE' ? nothing : from(headers));
    expect(status).toBe(200);
  });
});

test('with several Origin headers nothing is the own one', async () => {
  const lines = ['POST /a/b HTTP/1.1', 'Host: x', 'Origin: http://x', 'Origin: http://x', 'Connection: close', '', ''];
  expectFailure(await sendBytes(api.port, lines.join('\r\n')), { status: 403, code: 'cross_site' });
});

test('without a Host there is no own site', async () => {
  const request = 'POST /a/b HTTP/1.0\r\nOrigin: http://\r\n\r\n';
  expectFailure(await sendBytes(api.port, request), { status: 403, code: 'cross_site' });
});

test('everybody may read, and no answer lets a page of another site see it', async () => {
  const headers = { Origin: 'http://evil.test', 'Sec-Fetch-Site': 'cross-site' };
  const read = await api.send('GET', '/shop/prod', { headers });
  const preflight = await api.send('OPTIONS', '/shop/prod', {
    headers: { ...headers, 'Access-Control-Request-Method': 'PUT' },
  });
  expect([read.status, preflight.status]).toEqual([200, 405]);
  for (const answer of [read, preflight])
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
});
