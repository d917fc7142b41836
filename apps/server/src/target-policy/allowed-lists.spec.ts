import { ConfigurationError } from '../operator-files/configuration-error.js';
import { networks } from '../net/networks.js';
import { trustedProxies } from '../net/trusted-proxies.js';
import { hostPatterns, portRanges } from './allowed-lists.js';

test('ports and ranges', () => {
  expect(portRanges('80, 9100-9999,65535')).toEqual([
    { first: 80, last: 80 },
    { first: 9100, last: 9999 },
    { first: 65535, last: 65535 },
  ]);
  expect(portRanges('')).toEqual([]);
});

test.each(['0', '65536', '9999-9100', '80-', '-80', '80-90-100', 'http', '80 - 90', '0x50', '٣', '123456'])(
  'the port %s',
  (element) => {
    expect(() => portRanges(`80,${element}`)).toThrow(
      new ConfigurationError(
        `${JSON.stringify(element)} is not a port or a port range from 1 to 65535, such as 80 or 9100-9999`,
      ),
    );
  },
);

test('a list of nothing but commas is not taken for no list', () => {
  for (const parse of [portRanges, hostPatterns, networks, trustedProxies])
    expect(() => parse(' , ')).toThrow('" , " has no elements');
});

test('patterns for hosts', () => {
  expect(hostPatterns('*.example.org, 10.1.*,2001:db8:*')).toEqual(['*.example.org', '10.1.*', '2001:db8:*']);
  expect(() => hostPatterns('web,db:9100')).toThrow(
    new ConfigurationError(
      '"db:9100" is not a host pattern: only IPv6 addresses have colons, and a pattern has no port; ports are restricted by allowed_ports',
    ),
  );
});

test('networks', () => {
  expect(networks('').isEmpty).toBe(true);
  expect(networks('10.0.0.0/8, linklocal').find('169.254.1.1')).toBe('linklocal');
  expect(() => networks('unix')).toThrow(ConfigurationError);
});

test('trusted proxies are networks, and Unix sockets by a word', () => {
  expect(trustedProxies('').networks.isEmpty).toBe(true);
  expect(trustedProxies('loopback').unix).toBe(false);
  const { networks: trusted, unix } = trustedProxies('unix,10.1.1.1');
  expect([unix, trusted.find('10.1.1.1'), trusted.find('10.1.1.2')]).toEqual([true, '10.1.1.1', undefined]);
  expect(() => trustedProxies('proxy.example.org')).toThrow('"proxy.example.org" is not a network');
});
