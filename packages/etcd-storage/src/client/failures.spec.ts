import { failureOfAnswer, failureOfTransport } from './failures.js';

/** As etcd 3.4 to 3.6 say it. */
const answer = (error: string): string => JSON.stringify({ error, message: error, code: 2 });

test.each([
  ['etcdserver: no leader', 503, 'unreachable', false],
  ['etcdserver: request timed out', 503, 'unreachable', true],
  ['context deadline exceeded', 500, 'unreachable', true],
  ['etcdserver: server stopped', 503, 'unreachable', true],
  ['etcdserver: too many requests', 429, 'unreachable', false],
  ['etcdserver: request is too large', 400, 'too_large', false],
  ['grpc: received message larger than max (2200010 vs. 2097152)', 429, 'too_large', false],
  ['etcdserver: mvcc: database space exceeded', 429, 'full', false],
  ['etcdserver: permission denied', 403, 'refused', false],
  ['etcdserver: authentication failed, invalid user ID or password', 400, 'refused', false],
  ['etcdserver: invalid auth token', 401, 'refused', false],
  ['etcdserver: mvcc: required revision has been compacted', 400, 'compacted', false],
  ['etcdserver: mvcc: required revision is a future revision', 400, 'compacted', false],
])('%j is a failure of its own kind', (message, status, failure, isAmbiguous) => {
  expect(failureOfAnswer(status, answer(message))).toMatchObject({ failure, isAmbiguous });
});

test('what is not known is shown, and may have been done where the status says so', () => {
  expect(failureOfAnswer(500, answer('something new'))).toMatchObject({
    message: 'says "something new"',
    isAmbiguous: true,
  });
  expect(failureOfAnswer(404, '404 page not found')).toMatchObject({
    message: "answers with status 404, and not as etcd's JSON gateway does",
    isAmbiguous: false,
    remedy: 'other_node',
  });
});

test('a certificate of a node that may only serve is named, because the gateway shows it to the node itself', () => {
  const message = 'connection error: desc = "transport: failed to write client preface: connection reset by peer"';
  expect(failureOfAnswer(503, answer(message)).message).toBe(
    'cannot reach itself, for which its certificate needs the usage clientAuth',
  );
});

test('a connection that breaks is ambiguous only where the node may have read the request', () => {
  const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  expect(failureOfTransport(reset, true).isAmbiguous).toBe(true);
  expect(failureOfTransport(reset, false).isAmbiguous).toBe(false);
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  expect(failureOfTransport(refused, false)).toMatchObject({ message: 'refuses the connection', isAmbiguous: false });
});
