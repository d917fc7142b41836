import { findRefusedParts } from './refused-parts.js';

test('nothing of a group that the rules take is refused', () => {
  expect(
    findRefusedParts({ targets: ['h:1', '[::1]:9100'], labels: { job: 'a', env: 'b', team: '' } }),
  ).toBeUndefined();
});

test.each<readonly [string, object, string, RegExp]>([
  ['a port that is none', { targets: ['h:1', 'h:151234'] }, '1 target that the rules refuse', /^"h:151234" is not/],
  ['a list in one target', { targets: ['a:1,b:1'] }, '1 target that the rules refuse', /^"a:1,b:1" is not/],
  [
    'two labels',
    { labels: { __address__: 'x', job: '' } },
    '2 labels that the rules refuse',
    /^the label "__address__"/,
  ],
  [
    'both',
    { targets: ['http://h', ''], labels: { __scheme__: 'ftp' } },
    '2 targets and 1 label that the rules refuse',
    /^"http:\/\/h" is not/,
  ],
  [
    'very many targets',
    { targets: Array.from({ length: 1001 }, () => '') },
    'at least 1000 targets that the rules refuse',
    /^"" is not/,
  ],
])('%s is refused, with a summary that quotes nothing', (_, group, summary, example) => {
  expect(findRefusedParts({ targets: ['h:1'], labels: { job: 'a', env: 'b' }, ...group })).toEqual({
    summary,
    example: expect.stringMatching(example) as string,
  });
});
