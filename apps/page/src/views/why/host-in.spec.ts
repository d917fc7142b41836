import { hostIn } from './host-in.js';

test.each([
  ['http://10.3.3.1:9100/metrics', '10.3.3.1:9100'],
  ['https://user:secret@node.example.org/metrics?x=1#y', 'node.example.org'],
  ['HTTP://[2001:db8::1]:9100/metrics', '[2001:db8::1]:9100'],
  ['10.3.3.1:9100/metrics', '10.3.3.1:9100'],
  ['"10.3.3.1:9100",', '10.3.3.1:9100'],
  ['["10.3.3.1:9100"', '10.3.3.1:9100'],
  ['root@node.example.org', 'node.example.org'],
  ['node 10.3.3.1:9100, down since 3 min', '10.3.3.1:9100'],
  ['up{instance="10.3.3.1:9100",job="node"} == 0', '10.3.3.1:9100'],
  ['Get "http://10.3.3.4:9100/metrics": dial tcp 10.3.3.4:9100: connect: connection refused', '10.3.3.4:9100'],
])('what is pasted as %s is about %s', (text, target) => {
  expect(hostIn(text)).toEqual({ target, isTakenOut: true });
});

test.each([
  '10.3.3.1',
  '10.3.3.1:9100',
  '[2001:db8::1]:9100',
  '2001:db8::1',
  'node_1.example.org.',
  '10.3.*:91*',
  'no host',
  '',
])('%s is left as it is', (text) => {
  expect(hostIn(` ${text}\n`)).toEqual({ target: text, isTakenOut: false });
});
