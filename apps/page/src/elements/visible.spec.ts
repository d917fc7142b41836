// cspell:ignore שלום bwidth
import { visible } from './visible.js';

test.each([
  ['a\u202Eb', 'a⟨U+202E⟩b'],
  ['tab\t', 'tab⟨U+0009⟩'],
  ['zero\u200Bwidth', 'zero⟨U+200B⟩width'],
  ['a\u200Db', 'a⟨U+200D⟩b'],
  ['👩\u200D🚀 ❤\uFE0F\u200D🔥', '👩\u200D🚀 ❤\uFE0F\u200D🔥'],
  ['<b>שלום</b> %2F ..', '<b>שלום</b> %2F ..'],
])('%j is shown as %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});
