import { prometheusPage, reachableUrl } from './prometheus-url.js';

test.each([
  ['http://localhost:9090', 'eye.example.org', 'http://eye.example.org:9090'],
  ['http://127.0.0.1:9090/prometheus/', 'eye.example.org', 'http://eye.example.org:9090/prometheus'],
  ['http://[::1]:9090', '10.0.0.1', 'http://10.0.0.1:9090'],
  ['http://localhost:9090', '[2001:db8::1]', 'http://[2001:db8::1]:9090'],
  ['http://localhost:9090', '127.0.0.1', 'http://localhost:9090'],
  ['https://prometheus.example.org', 'eye.example.org', 'https://prometheus.example.org'],
  ['http://127.0.0.1.example.org:9090', 'eye.example.org', 'http://127.0.0.1.example.org:9090'],
  ['no URL', 'eye.example.org', 'no URL'],
])('%s is for a page at %s at %s', (url, pageHost, reachable) => {
  expect(reachableUrl(url, pageHost)).toBe(reachable);
});

test.each([
  [{}, 'targets'],
  [{ target: '[::1]:9100' }, 'targets?search=%5B%3A%3A1%5D%3A9100'],
  [{ target: 'h:1', pool: 'a b' }, 'targets?pool=a+b&scrapePool=a+b&search=h%3A1'],
  [{ target: 'h:1', status: 'dropped' }, 'service-discovery?search=h%3A1'],
])('%j is shown at %s', (sought, page) => {
  expect(prometheusPage('http://prometheus:9090/p/', sought, 'eye')).toBe(`http://prometheus:9090/p/${page}`);
});
