import { nearest, piecesOf } from './similar.js';

test.each([
  ['10.3.3.44:9100', ['10.3.3.44', '10.3.3.']],
  ['web-12.example.org', ['web-12.example.org', 'web-12', 'web']],
  ['db', []],
  ['10.3.*', []],
])('for %s it is searched for %j', (target, pieces) => {
  expect(piecesOf(target)).toEqual(pieces);
});

const group = (application: string, ...targets: readonly string[]) => ({
  application,
  environment: 'prod',
  targets,
  labels: {},
  revision: 'r',
  changed_at: '2026-11-26T10:31:07.120Z',
});

test('what begins most alike comes first, and no more than a few', () => {
  const groups = [
    group('a', '10.3.3.1:9100', 'other:1'),
    group('b', ...Array.from('7843', (end) => `10.3.3.${end}:9100`)),
  ];
  expect(nearest('10.3.3.44:9100', '10.3.3.', groups)).toEqual([
    { application: 'b', environment: 'prod', target: '10.3.3.4:9100' },
    { application: 'a', environment: 'prod', target: '10.3.3.1:9100' },
    ...['7', '8', '3'].map((end) => ({ application: 'b', environment: 'prod', target: `10.3.3.${end}:9100` })),
  ]);
});
