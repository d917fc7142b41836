import { type BindAddress, describeAddress, parseBind } from './bind-address.js';

test.each<[string, readonly BindAddress[], readonly string[]]>([
  ['127.0.0.1:8000', [{ host: '127.0.0.1', port: 8000 }], ['http://127.0.0.1:8000']],
  ['0.0.0.0', [{ host: '0.0.0.0', port: 8000 }], ['http://0.0.0.0:8000']],
  ['[::1]:0', [{ host: '::1', port: 0 }], ['http://[::1]:0']],
  ['unix:/run/x.sock', [{ path: '/run/x.sock' }], ['unix:/run/x.sock']],
  ['localhost:80, unix:a b', [{ host: 'localhost', port: 80 }, { path: 'a b' }], ['http://localhost:80', 'unix:a b']],
])('%j is where to listen', (list, expected, described) => {
  expect(parseBind(list)).toEqual(expected);
  expect(parseBind(list).map((address) => describeAddress(address))).toEqual(described);
});

test.each([
  '',
  ':8000',
  '8000',
  'h:',
  'h:x',
  'h:65536',
  '::1',
  '::1:80',
  '[::1',
  '[h]:80',
  'unix:',
  'http://h:80',
  'h,,g',
])('%j is refused', (list) => {
  expect(() => parseBind(list)).toThrow(/^".*" is not an address/);
});

test('a port alone, which is every address for Prometheus, is told how that is written', () => {
  expect(() => parseBind(':9090')).toThrow('":9090" is not an address; write host:port (IPv6 in brackets, 0.0.0.0');
});
