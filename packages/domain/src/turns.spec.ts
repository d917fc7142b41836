import { atOnce, forEach, inTurns, type Turns } from './turns.js';

/** Turns that are over at every question, and how often it was waited for another one. */
function countedTurns(): Turns & { waited: number } {
  return {
    waited: 0,
    isOver: () => true,
    next() {
      this.waited += 1;
      return Promise.resolve();
    },
  };
}

const visited: number[] = [];
const visitAll = (length: number) => forEach(Array(length).keys(), (element) => visited.push(element));

beforeEach(() => {
  visited.length = 0;
});

test('every element is visited in order, at once or in turns', async () => {
  const expected = [...Array(1050).keys()];
  atOnce(visitAll(1050));
  expect(visited.splice(0)).toEqual(expected);
  await inTurns(visitAll(1050), countedTurns());
  expect(visited).toEqual(expected);
});

test('others may go first after every hundred elements, and never with few', async () => {
  const turns = countedTurns();
  await inTurns(visitAll(99), turns);
  expect(turns.waited).toBe(0);
  await inTurns(visitAll(1050), turns);
  expect(turns.waited).toBe(10);
});

test('nobody is waited for while the turn is not over', async () => {
  const next = jest.fn();
  await inTurns(visitAll(1050), { isOver: () => false, next });
  expect(next).not.toHaveBeenCalled();
});

test('a throw ends the work', async () => {
  const work = forEach([1], () => {
    throw new Error('no');
  });
  await expect(inTurns(work, countedTurns())).rejects.toThrow('no');
});
