import { FairQueue } from './fair-queue.js';

function takeAll(queue: FairQueue<string>): readonly (string | undefined)[] {
  const taken = [];
  for (let item = queue.take(); item !== undefined; item = queue.take()) taken.push(item);
  return taken;
}

test('sources take turns, and each keeps its order', () => {
  const queue = new FairQueue<string>();
  for (const item of ['a1', 'a2', 'a3', 'a4']) queue.add('a', item);
  queue.add('b', 'b1');
  for (const item of ['c1', 'c2']) queue.add('c', item);
  expect(takeAll(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3', 'a4']);
});

test('who had a turn is behind those who come later', () => {
  const queue = new FairQueue<string>();
  for (const item of ['a1', 'a2']) queue.add('a', item);
  expect(queue.take()).toBe('a1');
  queue.add('b', 'b1');
  queue.add('b', 'b2');
  expect(takeAll(queue)).toEqual(['a2', 'b1', 'b2']);
});

test('a source that may not have a turn keeps its place', () => {
  const queue = new FairQueue<string>();
  for (const source of ['a', 'b']) queue.add(source, source);
  expect(queue.take((source) => source !== 'a')).toBe('b');
  expect(queue.take((source) => source !== 'a')).toBeUndefined();
  expect(queue.take()).toBe('a');
});

test('an item can be taken out, and nothing of its source is left', () => {
  const queue = new FairQueue<string>();
  const [removeFirst, , removeLast] = ['a1', 'a2', 'a3'].map((item) => queue.add('a', item));
  removeFirst?.();
  removeLast?.();
  removeLast?.();
  const removeOnly = queue.add('b', 'b1');
  removeOnly();
  expect(takeAll(queue)).toEqual(['a2']);
  removeOnly();
  queue.add('b', 'b2');
  removeOnly();
  expect(takeAll(queue)).toEqual(['b2']);
});
