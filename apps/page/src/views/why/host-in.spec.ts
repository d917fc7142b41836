import { asTarget, hostIn } from './host-in.js';

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
  ['dial tcp 10.3.3.4:9100: connect: connection refused', '10.3.3.4:9100'],
  ['dial tcp [::1]:9100: connect: connection refused', '[::1]:9100'],
  ['dial tcp: lookup node.example.org on 10.0.0.1:53: no such host', 'node.example.org'],
  ['dial tcp: lookup node: no such host', 'node'],
  ['[FIRING:1] TargetDown instance=127.0.0.1:19416 job=search', '127.0.0.1:19416'],
  ['instance = node:9100', 'node:9100'],
  ['{"labels":{"instance": "node:9100","job":"node"}}', 'node:9100'],
  ['at 12:30 the target node-1:9100 was down', 'node-1:9100'],
  ['node_1.example.org is down.', 'node_1.example.org'],
  ['See node.example.org.', 'node.example.org'],
  ['ssh root@node', 'node'],
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

test.each([
  ['::1', '[::1]'],
  ['2001:db8::1', '[2001:db8::1]'],
  ['[::1]:9100', '[::1]:9100'],
  ['node:9100', 'node:9100'],
  ['10.3.3.1', '10.3.3.1'],
])('%s is the target %s', (host, target) => {
  expect(asTarget(host)).toBe(target);
});
