import { globMatcher } from './glob.js';

test.each([
  ['*.json', ['a.json', '.json', 'a@b.json', '\n.json'], ['a/b.json', 'a.json.old', 'a_json']],
  ['a*c*.json', ['abcd.json', 'ac.json'], ['ab.json']],
  ['a?.json', ['ab.json', 'a😀.json'], ['a.json', 'a/.json', 'abc.json']],
  ['[a-c]x', ['ax', 'cx'], ['dx', '-x', 'x']],
  ['[^a-c]x', ['dx', '^x'], ['ax']],
  ['[\\]\\-^]x', [']x', '-x', '^x'], ['\\x', 'ax']],
  ['\\*\\a.json', ['*a.json'], ['xa.json', '\\*a.json']],
  ['a+(b)$.{1}|', ['a+(b)$.{1}|'], ['aab']],
  ['[z-a]', [], ['z', 'a', 'm', '[z-a]']],
  ['', [''], ['a']],
])('%j fits as in Go', (pattern, fitting, others) => {
  const fits = globMatcher(pattern);
  expect(fitting.filter((text) => !fits(text))).toEqual([]);
  expect(others.filter((text) => fits(text))).toEqual([]);
});
