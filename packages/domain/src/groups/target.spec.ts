import { codesOf, faultsOf } from '../../testing/index.js';
import { Faults } from '../faults/faults.js';
import { checkDistinct, parseTarget, parseTargets, splitTargets } from './target.js';
import { atOnce } from '../turns.js';

/** Why a text is not a target, `undefined` when it is one. */
function whyNotTarget(text: string): string | undefined {
  const parsed = parseTarget(text);
  return 'reason' in parsed ? parsed.reason : undefined;
}

const LABEL_63 = 'a'.repeat(63);
const NAME_253 = [LABEL_63, LABEL_63, LABEL_63, 'b'.repeat(61)].join('.');

describe('a target is', () => {
  test.each([
    ['a host name', 'localhost'],
    ['a host name of one letter', 'a'],
    ['a domain name', 'web-1.example.com'],
    ['host:port', 'web-1.example.com:9100'],
    ['upper case', 'WEB.Example.COM:9100'],
    ['a name that begins with a digit', '1and1.com:80'],
    ['a numeric label that is not the last', '10.20.example:80'],
    ['a last label of a digit and a letter', 'host.1a'],
    ['a last label of a letter and a digit', 'host.a1'],
    ['a name with the digits 0 and 9 everywhere', '9x9.0x0.x90x:90'],
    ['a label of 63 characters', `${LABEL_63}:80`],
    ['a name of 253 characters', `${NAME_253}:80`],
    ['a name of 253 characters and a trailing dot', `${NAME_253}.:80`],
    ['a name with underscores inside', 'stack_web_1.net_a:80'],
    ['a name with hyphens inside', 'a--b:80'],
    ['a name with one trailing dot', 'example.com.'],
    ['a name with one trailing dot and a port', 'example.com.:80'],
    ['an IPv4 address', '10.3.3.1'],
    ['an IPv4 address with a port', '10.3.3.1:15000'],
    ['an IPv6 address in brackets', '[2001:db8::1]'],
    ['an IPv6 address in brackets with a port', '[::1]:9100'],
    ['an IPv6 address that ends in an IPv4 address', '[::ffff:10.0.0.1]:9100'],
    ['the lowest port', 'host:1'],
    ['the highest port', 'host:65535'],
  ])('%s: %s', (_, text) => {
    expect(whyNotTarget(text)).toBeUndefined();
  });
});

test.each([
  ['web', { host: 'web' }],
  ['Web.Example.:65535', { host: 'Web.Example.', port: 65535 }],
  ['10.3.3.1:00080', { host: '10.3.3.1', port: 80 }],
  ['[2001:DB8::1]', { host: '2001:DB8::1' }],
  ['[::1]:9100', { host: '::1', port: 9100 }],
])('%s has the parts %j', (text, parts) => {
  expect(parseTarget(text)).toEqual(parts);
});

describe('a target is not', () => {
  const HOST_PART = /is not a part of a host name/;
  const PORT = /is not a port \(1 to 65535\)/;
  const NUMERIC = /is neither an IPv4 address nor a host name/;
  const IPV6 = /is not an IPv6 address/;
  const SPACE = /white space/;
  const SCHEME = /without scheme or path/;

  test.each([
    ['empty', '', /^it is empty$/],
    ['a port alone', ':9100', /host is empty/],
    ['a dot alone', '.', /host is empty/],
    ['a label of 64 characters', `a${LABEL_63}:80`, HOST_PART],
    ['a name of 254 characters', `${NAME_253}b:80`, /254 characters, 253 are allowed/],
    ['a label that begins with a hyphen', 'web.-a', HOST_PART],
    ['a label that begins with a hyphen, with a trailing dot', '-web.', HOST_PART],
    ['a label that ends with a hyphen', 'web-.a', HOST_PART],
    ['a hyphen alone', '-', HOST_PART],
    ['a label that begins with an underscore', '_web', HOST_PART],
    ['a label that ends with an underscore', 'web_', HOST_PART],
    ['a name with an empty label', 'web..a', HOST_PART],
    ['a name that begins with a dot', '.web', HOST_PART],
    ['a name with two trailing dots', 'web..', HOST_PART],
    ['a name with letters beyond ASCII', 'wéb', HOST_PART],
    ['a name with a control character', 'w\u0000b', HOST_PART],
    ['an IPv4 octet of 256', '256.1.1.1', NUMERIC],
    ['an IPv4 octet with a leading zero', '10.03.3.1:80', NUMERIC],
    ['three octets', '10.3.3', NUMERIC],
    ['an IPv4 address with a trailing dot', '10.3.3.1.', NUMERIC],
    ['a number', '12345', NUMERIC],
    ['a name whose last label is all-numeric', 'web.1234567890:80', NUMERIC],
    ['a name whose last label is all-numeric, with a trailing dot', 'web.123.', NUMERIC],
    ['port 0', 'host:0', PORT],
    ['port 65536', 'host:65536', PORT],
    ['port 151234', 'host:151234', PORT],
    ['an empty port', 'host:', PORT],
    ['a negative port', 'host:-1', PORT],
    ['a port with a sign', 'host:+80', PORT],
    ['a hexadecimal port', 'host:0x50', PORT],
    ['a broken port', 'host:80.5', PORT],
    ['a service name as port', 'host:http', PORT],
    ['a port of non-ASCII digits', 'host:８０', PORT],
    ['a port of Arabic digits', 'host:٨٠', PORT],
    ['two ports', 'host:80:81', /more than one colon/],
    ['an IPv6 address without brackets', '2001:db8::1', /more than one colon.*brackets/],
    ['an IPv6 address with a zone', '[fe80::1%eth0]:80', IPV6],
    ['an IPv4 address in brackets', '[10.3.3.1]:80', IPV6],
    ['a name in brackets', '[web]', IPV6],
    ['empty brackets', '[]:80', IPV6],
    ['an IPv6 address of nine pieces', '[1:2:3:4:5:6:7:8:9]', IPV6],
    ['an IPv6 address without its closing bracket', '[::1', /closing \]/],
    ['an IPv6 address with something after it', '[::1]80', /only :port/],
    ['an IPv6 address with an empty port', '[::1]:', PORT],
    ['an IPv6 address with port 65536', '[::1]:65536', PORT],
    ['an IPv6 address with something in front', 'a[::1]', /more than one colon/],
    ['a URL', 'http://host:80', SCHEME],
    ['a path', 'host:80/metrics', SCHEME],
    ['a network', '10.0.0.0/24', SCHEME],
    ['a user', 'user@host:80', HOST_PART],
    ['a user and a password', 'user:secret@host', PORT],
    ['a wildcard', '*.example.com:80', HOST_PART],
    ['a wildcard alone', '*', HOST_PART],
    ['a query', 'host?a=b', HOST_PART],
    ['two names with a space between', 'web 1:80', SPACE],
    ['a name with a newline inside', 'web\n1', SPACE],
    ['a name with a newline at its end', 'web\n', SPACE],
    ['a name with a tab inside', 'web\t1', SPACE],
    ['a name with a no-break space inside', 'web\u00a01', SPACE],
  ])('%s: %j', (_, text, reason) => {
    expect(whyNotTarget(text)).toMatch(reason);
  });

  test.each([
    ['the port', 'host:151234', '"151234"'],
    ['the part of the host name', 'a.b_.c', '"b_"'],
    ['the IPv6 address', '[::g]', '"::g"'],
    ['the host', 'web.1:80', '"web.1"'],
  ])('and the reason names %s', (_, text, offending) => {
    expect(whyNotTarget(text)).toContain(offending);
  });
});

describe('a list of targets', () => {
  const read = (list: readonly string[] | undefined): readonly string[] => {
    const faults = new Faults();
    const targets = atOnce(parseTargets(list, faults));
    faults.throwIfAny();
    return targets.map(({ target }) => target);
  };

  test('keeps its order', () => {
    expect(read(['b:1', 'a:1', 'c:1'])).toEqual(['b:1', 'a:1', 'c:1']);
  });

  test('may hold comma-separated lists', () => {
    expect(read(['10.3.3.1:15000,10.3.3.2:15000', 'a', 'b,c'])).toEqual([
      '10.3.3.1:15000',
      '10.3.3.2:15000',
      'a',
      'b',
      'c',
    ]);
  });

  test('is read without the white space around its targets', () => {
    expect(read(['  a:1\t', '\r\nb:1 , c:1\n', '\u00a0d:1'])).toEqual(['a:1', 'b:1', 'c:1', 'd:1']);
  });

  test('keeps targets without a port as they are written', () => {
    expect(read(['Web.', '[::1]'])).toEqual(['Web.', '[::1]']);
  });

  test('that is not given has no target', () => {
    expect(read(undefined)).toEqual([]);
  });

  test('that is empty is a fault', () => {
    expect(codesOf(() => read([]))).toEqual(['targets_empty targets']);
  });

  test.each([
    ['an empty element', ''],
    ['a blank element', ' '],
    ['a comma alone', 'a:1,'],
    ['two commas', 'a:1,,b:1'],
  ])('has no empty target: %s', (_, element) => {
    expect(new Set(codesOf(() => read([element])))).toEqual(new Set(['invalid_target targets[0]']));
  });

  test('names every bad target and the element it stands in', () => {
    const faults = faultsOf(() => read(['ok:1', 'bad:0, fine:1', 'http://x', 'a:1,b b']));
    expect(faults.map(({ path, code }) => [path, code])).toEqual([
      ['targets[1]', 'invalid_target'],
      ['targets[2]', 'invalid_target'],
      ['targets[3]', 'invalid_target'],
    ]);
    expect(faults.map(({ message }) => message.split(' is not a target')[0])).toEqual([
      '"bad:0"',
      '"http://x"',
      '"b b"',
    ]);
  });

  test('does not hand on what is none', () => {
    expect(atOnce(parseTargets(['ok:1', 'a b', 'a b'], new Faults()))).toEqual([
      { target: 'ok:1', path: 'targets[0]', address: { host: 'ok', port: 1 } },
    ]);
  });

  test('can be split without judging the targets', () => {
    const faults = new Faults();
    expect(atOnce(splitTargets(['a b, http://x', ''], faults))).toEqual([
      { target: 'a b', path: 'targets[0]' },
      { target: 'http://x', path: 'targets[0]' },
      { target: '', path: 'targets[1]' },
    ]);
    expect(() => {
      faults.throwIfAny();
    }).not.toThrow();
  });
});

test('a target that stands twice in a request is named where it comes again', () => {
  const faults = new Faults();
  atOnce(checkDistinct(atOnce(splitTargets(['a:1', 'b:1, a:1', 'c:1', 'b:1'], faults)), faults));

  const found = faultsOf(() => {
    faults.throwIfAny();
  });
  expect(found.map(({ path, code }) => `${code} ${path}`)).toEqual([
    'target_repeated targets[1]',
    'target_repeated targets[3]',
  ]);
  expect(found.map(({ message }) => message)).toEqual([
    expect.stringContaining('"a:1"'),
    expect.stringContaining('"b:1"'),
  ]);
});
