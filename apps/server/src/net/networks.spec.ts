import fc from 'fast-check';
import { Networks, parseAddress } from './networks.js';

// cspell:ignore febf
test.each([
  ['169.254.0.0/16', '169.254.169.254', true],
  ['169.254.0.0/16', '169.255.0.1', false],
  ['10.1.2.3', '10.1.2.3', true],
  ['10.1.2.3', '10.1.2.4', false],
  ['10.1.2.3/8', '10.200.0.1', true],
  ['0.0.0.0/0', '8.8.8.8', true],
  ['0.0.0.0/0', '2001:db8::1', false],
  ['::/0', '2001:db8::1', true],
  ['::/0', '8.8.8.8', false],
  ['::/0', '::ffff:8.8.8.8', false],
  ['10.0.0.0/8', '::ffff:10.1.2.3', true],
  ['10.0.0.0/8', '::FFFF:A01:203', true],
  ['fc00::/7', 'fd12::1', true],
  ['fc00::/7', 'fe80::1', false],
  ['fe80::/10', 'fe80::1%eth0', true],
  ['loopback', '127.8.9.1', true],
  ['loopback', '::1', true],
  ['loopback', '0.0.0.0', true],
  ['loopback', '::', true],
  ['loopback', '128.0.0.1', false],
  ['linklocal', '169.254.169.254', true],
  ['linklocal', 'febf::1', true],
  ['linklocal', 'fec0::1', false],
  ['uniquelocal', '10.0.0.1', true],
  ['uniquelocal', '172.31.255.255', true],
  ['uniquelocal', '172.32.0.0', false],
  ['uniquelocal', '192.168.1.1', true],
  ['uniquelocal', 'fd00::1', true],
  ['loopback', 'localhost', false],
  ['loopback', '127.1', false],
  ['loopback', '', false],
])('of %s, %s: %s', (text, address, isIn) => {
  expect(new Networks([text]).find(address)).toBe(isIn ? text : undefined);
});

test('the first element that holds an address is named', () => {
  const networks = new Networks(['linklocal', '10.0.0.0/8', '10.1.0.0/16']);
  expect(networks.find('10.1.2.3')).toBe('10.0.0.0/8');
  expect(networks.isEmpty).toBe(false);
  expect(new Networks([]).isEmpty).toBe(true);
});

test.each([
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0.0/-1',
  '10.0.0.0/255.0.0.0',
  '10.0.0/8',
  '010.0.0.0/8',
  'fc00::/129',
  '[::1]',
  'fe80::1%eth0',
  'example.org',
  'Loopback',
  'private',
  'toString',
  '10.0.0.1:80',
])('%s is not a network, and the message says what is', (text) => {
  expect(() => new Networks(['loopback', text])).toThrow(
    `${JSON.stringify(text)} is not a network; write an address such as 10.1.2.3 or fe80::1, a network such as 169.254.0.0/16 or fc00::/7, or one of loopback, linklocal, uniquelocal`,
  );
});

test.each(['::ffff:10.0.0.0/104', '::ffff:a00:1'])('%s is to be written as IPv4', (text) => {
  expect(() => new Networks([text])).toThrow('write it in IPv4 notation');
});

test('an address is in the network that its first bits name, and in no other', () => {
  const bits = (address: string): string =>
    address
      .split('.')
      .map((octet) => Number(octet).toString(2).padStart(8, '0'))
      .join('');
  fc.assert(
    fc.property(fc.ipV4(), fc.ipV4(), fc.nat(32), (one, other, length) => {
      const isIn = new Networks([`${one}/${String(length)}`]).find(other) !== undefined;
      expect(isIn).toBe(bits(one).slice(0, length) === bits(other).slice(0, length));
    }),
  );
});

test('an address is parsed without its zone, and as IPv4 where it is IPv4', () => {
  expect(['fe80::1%eth0', '::ffff:1.2.3.4', '1.2.3.4', 'x', ''].map((text) => parseAddress(text)?.address)).toEqual([
    'fe80::1',
    '1.2.3.4',
    '1.2.3.4',
    undefined,
    undefined,
  ]);
});
