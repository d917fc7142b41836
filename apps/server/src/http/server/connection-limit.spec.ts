import { connectionLimit } from './connection-limit.js';

const limits = (files: string): string =>
  `Limit                     Soft Limit           Hard Limit           Units\nMax open files            ${files}                 files\n`;

test.each([
  ['half of what is left', limits('1024                 4096'), 480],
  ['at most 10,000', limits('1048576              1048576'), 10_000],
  ['at least one', limits('64                   64'), 1],
  ['10,000 where there is no limit', limits('unlimited            unlimited'), 10_000],
  ['10,000 where nothing is known', '', 10_000],
])('%s', (_, text, expected) => {
  expect(connectionLimit(text)).toBe(expected);
});

test('this process has a limit', () => {
  expect(connectionLimit()).toBeGreaterThan(0);
});
