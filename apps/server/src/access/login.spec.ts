import { TLSSocket } from 'node:tls';
import { certificateNames, parseAuthorization } from './login.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

// cspell:ignore älice grüße
test.each([
  ['alice:secret', 'alice', 'secret'],
  ['alice:', 'alice', ''],
  [':secret', '', 'secret'],
  ['alice:se:cr:et', 'alice', 'se:cr:et'],
  ['älice:grüße', 'älice', 'grüße'],
  ['\uFEFFalice:secret', '\uFEFFalice', 'secret'],
])('Basic %p', (text, user, password) => {
  for (const scheme of ['Basic', 'basic', 'BASIC'])
    expect(parseAuthorization(`${scheme} ${base64(text)}`)).toEqual({ scheme: 'Basic', user, password });
});

test.each([
  ['Bearer te_abc', 'te_abc'],
  ['bearer   te_abc  ', 'te_abc'],
  ['Bearer a.b-c~d+e/f==', 'a.b-c~d+e/f=='],
])('%p', (header, token) => {
  expect(parseAuthorization(header)).toEqual({ scheme: 'Bearer', token: Buffer.from(token) });
});

test('the bytes of a token are those that were sent', () => {
  const header = Buffer.from('Bearer grüße').toString('latin1');
  expect(parseAuthorization(header)).toEqual({ scheme: 'Bearer', token: Buffer.from('grüße') });
});

test.each([
  '',
  'te_abc',
  'Basic',
  'Bearer',
  'Bearer ',
  'Bearer two tokens',
  'Digest username="a"',
  'Negotiate abc',
  'Basic ***',
  `Basic ${base64('no colon')}`,
  `Basic ${Buffer.from([0xff, 0x3a, 0x61]).toString('base64')}`,
  `Basic ${base64('a:b')} ${base64('c:d')}`,
])('%p is not understood, and nothing of it is kept', (header) => {
  expect(parseAuthorization(header)).toEqual({ scheme: 'unknown' });
});

describe('the names of a client certificate', () => {
  const END = Date.parse('2026-03-01T12:00:00Z');
  const socketWith = (authorized: boolean): TLSSocket =>
    Object.assign(Object.create(TLSSocket.prototype) as TLSSocket, {
      authorized,
      getPeerCertificate: () => ({ subject: { CN: ['ci', 'deploy'] }, valid_to: 'Mar  1 12:00:00 2026 GMT' }),
    });
  const namesAt = (now: number, authorized = true): readonly string[] => {
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
    const names = certificateNames(socketWith(authorized));
    clock.mockRestore();
    return names;
  };

  test('count up to its end, and not for a connection that outlives it', () => {
    expect(namesAt(END)).toEqual(['ci', 'deploy']);
    expect(namesAt(END + 1)).toEqual([]);
  });

  test('do not count where it is not verified', () => {
    expect(namesAt(END, false)).toEqual([]);
  });
});
