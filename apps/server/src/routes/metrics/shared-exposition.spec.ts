import { SharedExposition } from './shared-exposition.js';

const metrics = jest.fn<Promise<string>, []>();
const shared = new SharedExposition({ contentType: 'text/plain', metrics });

beforeEach(() => metrics.mockReset());

test('all who ask at the same time get the same text, which is made once', async () => {
  metrics.mockResolvedValue('é 1\n');
  const texts = await Promise.all(Array.from({ length: 64 }, () => shared.metrics()));
  expect(metrics).toHaveBeenCalledTimes(1);
  expect(new Set(texts).size).toBe(1);
  expect(texts[0]?.toString()).toBe('é 1\n');
});

test('who asks while it is being made waits for it, and who asks later gets another one', async () => {
  let finish: (text: string) => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    metrics.mockImplementationOnce(() => {
      resolve();
      return new Promise((done) => (finish = done));
    });
  });
  const first = shared.metrics();
  await begun;
  const second = shared.metrics();
  finish('first');
  expect((await Promise.all([first, second])).map(String)).toEqual(['first', 'first']);
  metrics.mockResolvedValueOnce('next');
  expect(String(await shared.metrics())).toBe('next');
});

test('a failure is told to all, and not remembered', async () => {
  metrics.mockRejectedValueOnce(new Error('no'));
  const asked = [shared.metrics(), shared.metrics()];
  for (const each of asked) await expect(each).rejects.toThrow('no');
  metrics.mockResolvedValueOnce('yes');
  expect(String(await shared.metrics())).toBe('yes');
});
