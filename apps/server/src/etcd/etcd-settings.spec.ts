import { ConfigurationError } from '../operator-files/configuration-error.js';
import { etcdEndpoints } from './etcd-endpoints.js';
import { etcdPrefix } from './etcd-prefix.js';

function refusalOf(parse: (value: string) => unknown, value: string): string {
  try {
    parse(value);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
  }
  throw new Error('it is accepted');
}

describe('the endpoints of a cluster', () => {
  test('are URLs without a path, in the order in which they are given', () => {
    expect(etcdEndpoints('')).toEqual([]);
    expect(etcdEndpoints('http://127.0.0.1:2379, http://[::1]:2379/ ,HTTP://etcd:80')).toEqual([
      'http://127.0.0.1:2379',
      'http://[::1]:2379',
      'http://etcd',
    ]);
    expect(etcdEndpoints('https://a:2379,https://b:2379')).toEqual(['https://a:2379', 'https://b:2379']);
  });

  test.each([
    ['127.0.0.1:2379', '"127.0.0.1:2379" has no scheme; write "http://127.0.0.1:2379"'],
    ['unix:///run/etcd', '"unix:///run/etcd" has the scheme unix; etcd is asked over http or https'],
    ['http://a:99999', '"http://a:99999" is not a URL, such as http://127.0.0.1:2379'],
    ['http://a:1/v3', '"http://a:1/v3" has a path; write scheme, host and port only, as in http://127.0.0.1:2379'],
    ['http://a?x', '"http://a?x" has a query or a fragment; write scheme, host and port only'],
    ['http://a:1,http://A:1/', '"http://a:1" is named twice; name each node once'],
    [
      'https://a,http://b',
      '"http://b" is without TLS and "https://a" with it; write https for all nodes, or http for all',
    ],
    [
      'http://root:hunter2@a:2379',
      'a URL of etcd must not hold a user or a password; name a file with basic_auth in ETCD_HTTP_CONFIG_FILE',
    ],
  ])('%s is refused in one sentence', (value, expected) => {
    expect(refusalOf(etcdEndpoints, value)).toBe(expected);
  });
});

describe('the prefix of the keys', () => {
  test.each(['/target-eye/', '/monitoring/target-eye.v2/', '/a/'])('may be %s', (value) => {
    expect(etcdPrefix(value)).toBe(value);
  });

  const NO_PREFIX = 'is not a prefix of keys; it must have a name between slashes, such as /target-eye/';
  test.each([
    ['/target-eye', `"/target-eye" ${NO_PREFIX}`],
    ['target-eye/', `"target-eye/" ${NO_PREFIX}`],
    ['/', `"/" ${NO_PREFIX}`],
    ['/a//', '"/a//" has two slashes in a row; write one'],
    [`/${'a'.repeat(200)}/`, /" is longer than 200 characters$/],
    ['/a\nb/', /^"\/a\\nb\/" contains "\\n"; a prefix of keys consists of ASCII letters, digits and \. _ /],
    ['/a b/', / contains " "; /],
    ["/a'/", / contains "'"; /],
    ['/$A/', / contains "\$"; /],
    ['/ä/', / contains "ä"; /],
    ['/😀/', / contains "😀"; /],
  ])('may not be %j', (value, expected) => {
    const refusal = refusalOf(etcdPrefix, value);
    if (typeof expected === 'string') expect(refusal).toBe(expected);
    else expect(refusal).toMatch(expected);
  });
});
