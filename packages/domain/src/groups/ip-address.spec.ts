import { isIPv4 as nodeIsIpv4, isIPv6 as nodeIsIpv6 } from 'node:net';
import fc from 'fast-check';
import { canonicalIpv6, ipv4Within, isIpv4, isIpv6 } from './ip-address.js';

describe('an IPv4 address', () => {
  test.each(['0.0.0.0', '10.3.3.1', '255.255.255.255', '1.20.100.199'])('is four octets up to 255: %s', (text) => {
    expect(isIpv4(text)).toBe(true);
  });

  test.each([
    ['an octet above 255', '256.1.1.1'],
    ['a last octet above 255', '1.1.1.256'],
    ['an octet of four digits', '1.1.1.1000'],
    ['a leading zero', '01.2.3.4'],
    ['a zero written twice', '1.2.3.00'],
    ['three octets', '1.2.3'],
    ['five octets', '1.2.3.4.5'],
    ['an empty octet', '1..3.4'],
    ['a trailing dot', '1.2.3.4.'],
    ['a hexadecimal octet', '0x1.2.3.4'],
    ['a sign', '+1.2.3.4'],
    ['non-ASCII digits', '１.2.3.4'],
    ['white space', ' 1.2.3.4'],
    ['a newline at the end', '1.2.3.4\n'],
    ['nothing', ''],
  ])('has not %s: %j', (_, text) => {
    expect(isIpv4(text)).toBe(false);
  });
});

describe('an IPv6 address', () => {
  test.each([
    ['eight pieces', '2001:db8:0:1:2:3:4:5'],
    ['upper and lower case', '2001:DB8:a:B:c:D:e:F'],
    [':: alone', '::'],
    [':: in front', '::1'],
    [':: at the end', 'fe80::'],
    [':: in the middle', '2001:db8::1'],
    [':: for a single piece in front', '::2:3:4:5:6:7:8'],
    [':: for a single piece at the end', '1:2:3:4:5:6:7::'],
    ['leading zeros in a piece', '::0001'],
    ['an IPv4 address at the end', '1:2:3:4:5:6:10.0.0.1'],
    ['an IPv4 address after ::', '::ffff:10.0.0.1'],
    ['an IPv4 address right after ::', '::10.0.0.1'],
  ])('may have %s: %s', (_, text) => {
    expect(isIpv6(text)).toBe(true);
  });

  test.each([
    ['seven pieces', '1:2:3:4:5:6:7'],
    ['nine pieces', '1:2:3:4:5:6:7:8:9'],
    ['eight pieces and ::', '1:2:3:4::5:6:7:8'],
    ['eight pieces before ::', '1:2:3:4:5:6:7:8::'],
    [':: twice', '1::2::3'],
    [':::', '1:::2'],
    ['a single colon in front', ':1::2'],
    ['a single colon at the end', '1::2:'],
    ['five digits in a piece', '::12345'],
    ['other letters than a to f', '::g'],
    ['an IPv4 address in front of ::', '10.0.0.1::'],
    ['an IPv4 address before the end', '::10.0.0.1:1'],
    ['an IPv4 address and too many pieces', '1:2:3:4:5:6:7:10.0.0.1'],
    ['an IPv4 address with an octet above 255', '::256.0.0.1'],
    ['only an IPv4 address', '10.0.0.1'],
    ['a zone', 'fe80::1%eth0'],
    ['brackets', '[::1]'],
    ['white space', '::1 '],
    ['nothing', ''],
  ])('has not %s: %j', (_, text) => {
    expect(isIpv6(text)).toBe(false);
  });
});

describe('Node, which knows addresses too, agrees about', () => {
  const piece = fc.constantFrom('', '0', '1', 'ffff', '00a0', '12345', 'g', '10.0.0.1', '10.0.0.256');
  const joined = (separator: string) => fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(separator));

  test('IPv4 addresses', () => {
    const octet = fc.oneof(
      fc.integer({ min: 0, max: 300 }).map(String),
      fc.constantFrom('', '0', '00', '01', '1', '255', '256', 'a'),
    );
    const dotted = fc.array(octet, { minLength: 3, maxLength: 5 }).map((octets) => octets.join('.'));
    fc.assert(fc.property(fc.oneof(dotted, fc.ipV4(), fc.ipV4Extended()), (text) => isIpv4(text) === nodeIsIpv4(text)));
  });

  test('IPv6 addresses', () => {
    const halves = fc.tuple(joined(':'), joined(':')).map(([before, after]) => `${before}::${after}`);
    fc.assert(
      fc.property(fc.oneof(fc.ipV6(), joined(':'), halves), (text) => isIpv6(text) === nodeIsIpv6(text)),
      { numRuns: 1000 },
    );
  });
});

describe('the canonical form of an IPv6 address', () => {
  test.each([
    ['2001:DB8::1', '2001:db8::1'],
    ['2001:0db8:0:0:0:0:0:0001', '2001:db8::1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['::ffff:127.0.0.1', '::ffff:7f00:1'],
    ['1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:102:304'],
  ])('of %s is %s', (address, expected) => {
    expect(canonicalIpv6(address)).toBe(expected);
  });

  test('is the one that URLs have', () => {
    const piece = fc.oneof({ weight: 2, arbitrary: fc.constant('0') }, fc.stringMatching(/^[0-9a-f]{1,4}$/));
    const anyWithZeros = fc.array(piece, { minLength: 8, maxLength: 8 }).map((pieces) => pieces.join(':'));
    fc.assert(
      fc.property(fc.oneof(fc.ipV6(), anyWithZeros), (address) => {
        expect(`[${canonicalIpv6(address)}]`).toBe(new URL(`http://[${address}]`).hostname);
      }),
    );
  });
});

describe('the IPv4 address within an IPv6 address', () => {
  test.each([
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['::ffff:7f00:1', '127.0.0.1'],
    ['0:0:0:0:0:FFFF:A9FE:A9FE', '169.254.169.254'],
    ['::127.0.0.1', '127.0.0.1'],
    ['::ffff:0:10.1.2.3', '10.1.2.3'],
    ['64:ff9b::169.254.169.254', '169.254.169.254'],
    ['64:ff9b::a00:1', '10.0.0.1'],
    ['2002:7f00:1::', '127.0.0.1'],
    ['2002:7f00:1:1234:5:6:7:8', '127.0.0.1'],
    ['::', undefined],
    ['::1', undefined],
    ['::5', '0.0.0.5'],
    ['::1:1', '0.1.0.1'],
    ['2001:db8::7f00:1', undefined],
    ['64:ff9b:1::7f00:1', undefined],
    ['fe80::ffff:7f00:1', undefined],
  ])('%s: %s', (address, expected) => {
    expect(ipv4Within(address)).toBe(expected);
  });
});
