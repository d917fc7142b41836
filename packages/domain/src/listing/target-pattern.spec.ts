import fc from 'fast-check';
import { anyGroup } from '../../testing/index.js';
import { splitTarget, targetPattern, whyNotTargetPattern } from './target-pattern.js';

test.each([
  'h',
  'h.',
  'h:1',
  '10.0.0.1',
  '::1',
  '[::1]',
  '[::1]:9100',
  '*',
  '*:*',
  '*:91*',
  'web-*.EXAMPLE.org.',
  '*.example.org:9100',
  '10.3.*',
  '2001:db8::*',
  '[2001:db8::*]:443',
  '[*]:9100',
  '[::ffff:10.0.0.*]',
])('%s can be a target', (pattern) => {
  expect(whyNotTargetPattern(pattern)).toBeUndefined();
});

const AROUND = 'around a * only parts of a host or an address and a port may stand, such as 10.3.*:91*';

test.each([
  ['http://x', 'it is host or host:port, without scheme or path'],
  ['a:b', '"b" is not a port (1 to 65535)'],
  ['a:99999', '"99999" is not a port (1 to 65535)'],
  ['10.0.0.1:', '"" is not a port (1 to 65535)'],
  ['10.0.0.256', '"10.0.0.256" is neither an IPv4 address nor a host name'],
  ['a:1:2', 'it has more than one colon (an IPv6 address goes in brackets: [::1]:9100)'],
  ['[::1', 'the closing ] of the IPv6 address is missing'],
  ['[::*', AROUND],
  ['http://*', '"//*" can be no port (1 to 65535)'],
  ['h*,10.0.0.1', AROUND],
  ['* ', AROUND],
  ['-*', AROUND],
  ['*:', '"" can be no port (1 to 65535)'],
  ['*:b', '"b" can be no port (1 to 65535)'],
  ['*:99999', '"99999" can be no port (1 to 65535)'],
  ['h:9x*', '"9x*" can be no port (1 to 65535)'],
  ['h:123456*', '"123456*" can be no port (1 to 65535)'],
])('%j cannot be a target, because %s', (pattern, reason) => {
  expect(whyNotTargetPattern(pattern)).toBe(reason);
});

test('every target and its host are patterns, and so is a target with a star for a part of its host or of its port', () => {
  const anyTarget = anyGroup.chain(({ targets }) => fc.constantFrom(...targets));
  fc.assert(
    fc.property(anyTarget, fc.nat(), fc.nat(), (target, one, other) => {
      const { host } = splitTarget(target);
      for (const pattern of [target, host]) {
        expect([pattern, whyNotTargetPattern(pattern)]).toEqual([pattern, undefined]);
        expect(targetPattern(pattern)(splitTarget(target))).toBe(true);
      }
      const [begin = 0, end = 0] = [one % (host.length + 1), other % (host.length + 1)].sort((a, b) => a - b);
      const starred = `${host.slice(0, begin)}*${host.slice(end)}`;
      if (targetPattern(starred)(splitTarget(target)) && splitTarget(starred).port === undefined)
        expect([starred, whyNotTargetPattern(starred)]).toEqual([starred, undefined]);
    }),
  );
});
