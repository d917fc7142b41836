import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { withExchanges } from '../../../test/support/exchanges.js';
import type { Answer } from '../../../test/support/answer.js';
import { sendRequest } from '../../../test/support/raw-request.js';
import { exchangeOf } from '../request/exchange.js';
import { answer, answerNotModified, answerFailure, answerWith, sentHeader } from './answer.js';
import { failureOf } from './failure.js';
import { requestFault } from './request-error.js';

let server: Server | undefined;
afterEach(() => server?.close());

/** The answer that a handler gives, after it had its way with the response. */
async function answered(handle: (response: ServerResponse) => void): Promise<Answer> {
  server = createServer(
    withExchanges((_request, response) => {
      handle(response);
    }),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return sendRequest((server.address() as AddressInfo).port, 'GET', '/', { headers: { 'X-Request-Id': 'it' } });
}

const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'x-request-id': 'it',
};

test('a handler sets headers of its own, which stand in the place of those that every answer has', async () => {
  const own = {
    'cache-control': 'public, immutable',
    'content-security-policy': "default-src 'self'",
    etag: '"1"',
    'last-modified': 'Thu, 26 Nov 2026 07:00:00 GMT',
  };
  const { headers, text } = await answered((response) => {
    for (const [name, value] of Object.entries(own)) response.setHeader(name, value);
    answerWith(response, 200, 'text/html', '<p>');
  });
  expect(headers).toMatchObject({ ...ALWAYS, ...own, 'content-type': 'text/html', 'content-length': '3' });
  expect(text).toBe('<p>');
});

test('an answer that the client has already has its headers and no body', async () => {
  const { status, headers, text } = await answered((response) => {
    response.setHeader('ETag', '"1"');
    answerNotModified(response);
  });
  expect({ status, text }).toEqual({ status: 304, text: '' });
  expect(headers).toMatchObject({ ...ALWAYS, etag: '"1"' });
  expect(headers).not.toHaveProperty('content-type');
  expect(headers).not.toHaveProperty('content-length');
});

test('what one handler sets is not in the next answer', async () => {
  const seen: unknown[] = [];
  const { headers } = await answered((response) => {
    response.setHeader('Cache-Control', 'public');
    answer(response, 200, '[]');
    seen.push(sentHeader(exchangeOf(response), 'cache-control'));
  });
  expect([headers['cache-control'], ...seen]).toEqual(['public', 'public']);
  server?.close();
  const next = await answered((response) => {
    answer(response, 200, '[]');
  });
  expect(next.headers).toMatchObject(ALWAYS);
});

test('a failure has nothing of what its handler had set for a success, but what belongs to the failure', async () => {
  const { status, headers } = await answered((response) => {
    response.setHeader('Cache-Control', 'public');
    response.setHeader('ETag', '"1"');
    answerFailure(response, failureOf(requestFault('method_not_allowed', 'no', { Allow: 'GET' })));
  });
  expect(status).toBe(405);
  expect(headers).toMatchObject({ ...ALWAYS, allow: 'GET', 'content-type': 'application/json' });
  expect(headers).not.toHaveProperty('etag');
});

test('a header that was sent is found whoever set it', async () => {
  const found: unknown[] = [];
  await answered((response) => {
    response.setHeader('ETag', '"1"');
    answer(response, 200, '[]');
    for (const name of ['etag', 'cache-control', 'x-request-id', 'content-length', 'nosniff'])
      found.push(sentHeader(exchangeOf(response), name));
  });
  expect(found).toEqual(['"1"', 'no-store', 'it', '2', undefined]);
});
