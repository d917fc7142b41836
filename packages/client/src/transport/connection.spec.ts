import { type ConnectionOptions, connectionTo } from './connection.js';

const connection = (options: Partial<ConnectionOptions>) => connectionTo({ url: 'http://h:1', ...options });

test.each([
  ['http://h:1', 'http://h:1'],
  ['http://h:1/', 'http://h:1'],
  ['https://h/target-eye/', 'https://h/target-eye'],
  ['HTTPS://H:443/a', 'https://h/a'],
])('the URL %s is %s', (given, url) => {
  expect(connection({ url: given }).url).toBe(url);
});

test.each([
  ['h', 'is not a URL'],
  ['/target-eye', 'is not a URL'],
  ['h:1', 'begins with h:'],
  ['ftp://h', 'begins with ftp:'],
  ['http://h/?x=1', 'holds a query'],
  ['http://h/#x', 'holds a query or a fragment'],
  ['http://user:secret@h', 'holds a user or a password'],
])('the URL %s is refused', (url, reason) => {
  expect(() => connection({ url })).toThrow(reason);
});

test('in a page a URL may be relative to it', () => {
  const scope = globalThis as { location?: { readonly href: string } };
  scope.location = { href: 'https://h/prefix/page' };
  try {
    expect(connection({ url: '.' }).url).toBe('https://h/prefix');
    expect(connection({ url: '/other' }).url).toBe('https://h/other');
  } finally {
    delete scope.location;
  }
});

test.each([
  ['a token', { token: 'te_abc' }, 'Bearer te_abc'],
  ['a token from a file', { token: 'te_abc\n' }, 'Bearer te_abc'],
  ['a user', { user: 'deploy', password: 'pass:word' }, `Basic ${Buffer.from('deploy:pass:word').toString('base64')}`],
  ['a user beyond ASCII', { user: 'Café', password: '🔑' }, `Basic ${Buffer.from('Café:🔑').toString('base64')}`],
  ['nobody', {}, undefined],
])('%s asks', (_, options, authorization) => {
  expect(connection(options).headers['Authorization']).toBe(authorization);
});

test.each([
  { token: 'sec\nret' },
  { token: ' ' },
  { token: 'secret\u00e9' },
  { token: 'secret', user: 'a', password: 'b' },
  { user: 'secret' },
  { password: 'secret' },
  { user: 'sec:ret', password: 'secret' },
  { headers: { Authorization: 'secret\nsecret' } },
  { url: 'http://user:secret@[broken' },
  { url: 'http://user:secret@h' },
])('credentials that do not fit are refused without being shown: %j', (options) => {
  let message = '';
  try {
    connection(options);
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    message = (error as Error).message;
  }
  expect(message).not.toBe('');
  expect(message).not.toMatch(/sec\n?:?ret/);
});

test('a header is named that cannot be sent', () => {
  expect(() => connection({ headers: { 'X-Y': 'a\nb' } })).toThrow('the header "X-Y" cannot be sent');
});
