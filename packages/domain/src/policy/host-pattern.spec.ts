import fc from 'fast-check';
import { comparableHost, hostPattern, whyNotHostPattern } from './host-pattern.js';

// cspell:ignore xweb xxbxaxb bücher
test.each([
  ['web.example.org', 'web.example.org', true],
  ['web.example.org', 'WEB.Example.ORG.', true],
  ['Web.Example.ORG.', 'web.example.org', true],
  ['web.example.org', 'xweb.example.org', false],
  ['*.example.org', 'web.example.org', true],
  ['*.example.org', 'a.b.example.org', true],
  ['*.example.org', 'example.org', false],
  ['*.example.org', 'example.org.evil.test', false],
  ['*.example.org', 'web-example.org', false],
  ['web-*', 'web-', true],
  ['web-*-db', 'web-db', false],
  ['web-*-db', 'web-1-db-2-db', true],
  ['*a*b*', 'xxbxaxb', true],
  ['*a*b*', 'ba', false],
  ['a*a', 'a', false],
  ['*ab*b', 'ab', false],
  ['a*ba*a', 'aba', false],
  ['*', 'anything', true],
  ['*', '2001:db8::1', true],
  ['10.*', '10.1.2.3', true],
  ['10.*', '110.1.2.3', false],
  ['10.*', '10.example.org', false],
  ['*.10.*', 'x.10.example.org', false],
  ['10.*.org', '10.example.org', true],
  ['10.1.2.3', '10.1.2.30', false],
  ['2001:db8:*', '2001:db8::1', true],
  ['2001:DB8:0:0::1', '2001:db8::1', true],
  ['a.b', 'axb', false],
])('the pattern %s and the host %s: %s', (pattern, host, expected) => {
  expect(hostPattern(pattern)(comparableHost(host))).toBe(expected);
});

test('a pattern that would make a regular expression backtrack is decided at once', () => {
  // Processor time, since a busy machine makes everything take longer.
  const started = process.cpuUsage();
  expect(hostPattern('*a'.repeat(60))(`${'a'.repeat(250)}b`)).toBe(false);
  expect(process.cpuUsage(started).user).toBeLessThan(1_000_000);
});

/** The definition, without any cleverness: what `*` may stand for is tried at every length. */
function matches(pattern: string, host: string): boolean {
  if (pattern === '') return host === '';
  if (pattern.startsWith('*'))
    return matches(pattern.slice(1), host) || (host !== '' && matches(pattern, host.slice(1)));
  return host.startsWith(pattern.charAt(0)) && matches(pattern.slice(1), host.slice(1));
}

test('patterns match as they are defined', () => {
  const short = fc.string({ unit: fc.constantFrom('a', 'b', '-', 'a'), maxLength: 10 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '-', '*', '*'), minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(pattern, short, (text, host) => {
      expect(hostPattern(text)(comparableHost(host))).toBe(matches(text, host));
    }),
    { numRuns: 1000 },
  );
});

test.each(['*', 'web1', '*.example.org', 'web-*', '10.*', '10.0.0.1', 'a_b.c', 'x.', '2001:db8:*', '::1', '*:*:1'])(
  '%s is a pattern',
  (pattern) => {
    expect(whyNotHostPattern(pattern)).toBeUndefined();
  },
);

test.each([
  ['', 'it is a host name'],
  ['-x', 'it is a host name'],
  ['web 1', 'it is a host name'],
  ['http://web', 'only IPv6 addresses have colons'],
  ['web/', 'it is a host name'],
  ['web?', 'it is a host name'],
  ['bücher.example', 'it is a host name'],
  ['[::1]', 'without brackets'],
  ['web:9100', 'a pattern has no port'],
  ['*:9100', 'a pattern has no port'],
  ['g::1', 'only IPv6 addresses have colons'],
  ['::g', 'only IPv6 addresses have colons'],
  ['10.0.0.1:9100', 'a pattern has no port'],
])('%j is no pattern', (pattern, reason) => {
  expect(whyNotHostPattern(pattern)).toContain(reason);
});
