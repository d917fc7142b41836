import { createHash } from 'node:crypto';
import { clientWithToken, describeToken, makeToken } from './token.js';

const client = (name: string, token: string | undefined) => ({
  name,
  tokenSha256: token === undefined ? undefined : createHash('sha256').update(token).digest(),
  basicAuthUser: undefined,
  certificateCn: undefined,
  write: [],
});

test('a token has a prefix, 256 random bits that need no quoting, and the SHA-256 that sha256sum would give', () => {
  const { token, sha256 } = makeToken();
  expect(token).toMatch(/^te_[\w-]{43}$/);
  expect(sha256).toBe(createHash('sha256').update(token).digest('hex'));
  expect(makeToken().token).not.toBe(token);
});

test('what is printed has the token once and its hash', () => {
  const token = makeToken();
  const text = describeToken(token);
  expect(text.split(token.token)).toHaveLength(2);
  expect(text).toContain(`token_sha256: ${token.sha256}\n`);
});

test('the client whose token it is, if any', () => {
  const clients = [client('a', 'one'), client('b', undefined), client('c', 'two')];
  expect(clientWithToken(clients, Buffer.from('one'))?.name).toBe('a');
  expect(clientWithToken(clients, Buffer.from('two'))?.name).toBe('c');
  expect(clientWithToken(clients, Buffer.from('three'))).toBeUndefined();
  expect(clientWithToken([], Buffer.from('one'))).toBeUndefined();
});
