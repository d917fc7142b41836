import { RecentEdits } from './recent-edits.js';

test('an edit is remembered for ten seconds, from the last one on', () => {
  let now = 0;
  const edits = new RecentEdits(() => now);
  edits.add('a');
  now = 9999;
  expect(edits.has('a')).toBe(true);
  edits.add('a');
  now = 19_998;
  expect([edits.has('a'), edits.has('b')]).toEqual([true, false]);
  now = 19_999;
  expect(edits.has('a')).toBe(false);
  expect(edits.size).toBe(0);
});

test('what nobody asks for any more is forgotten, and of too many edits the oldest', () => {
  let now = 0;
  const edits = new RecentEdits(() => now);
  for (let file = 0; file < 30_000; file += 1) edits.add(String(file));
  expect(edits.size).toBe(10_000);
  expect([edits.has('19999'), edits.has('20000'), edits.has('29999')]).toEqual([false, true, true]);
  now = 10_000;
  edits.add('new');
  expect(edits.size).toBe(1);
});
