import { limited } from './limited.js';

test('no more than so many run at a time, in order, and one that fails makes room, too', async () => {
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  const work = limited(3, async (input: number) => {
    begun.push(input);
    most = Math.max(most, (running += 1));
    await new Promise(setImmediate);
    running -= 1;
    if (input % 2 === 1) throw new Error(String(input));
    return 10 * input;
  });
  const inputs = Array.from({ length: 20 }, (_, index) => index);
  const results = await Promise.allSettled(inputs.map(work));
  expect(begun).toEqual(inputs);
  expect(most).toBe(3);
  expect(results.map(({ status }) => status === 'fulfilled')).toEqual(inputs.map((input) => input % 2 === 0));
  expect(await work(20)).toBe(200);
});
