import { builtThread, groupIn, useApis } from '../../../test/support/api.js';
import { content, JSON_TYPE, yaml, YAML_TYPE } from '../../../test/support/content.js';
import { expectFailure } from '../../../test/support/refusal.js';
import { RequestError } from '../request-error.js';
import { type Body, understand } from './understand.js';
import type { ThreadBounds } from './understanding-thread.js';

const BOUNDS: ThreadBounds = { milliseconds: 60_000, memory: 64, waiting: 8 };
const HOSTILE = '['.padEnd(2_000_000, ',');
const open = useApis();
const { signal } = new AbortController();

function body(contentType: string, text: string): Body {
  return { contentType, bytes: Buffer.from(text) };
}

async function refusal(work: Promise<unknown>): Promise<RequestError> {
  const error = await work.catch((caught: unknown) => caught);
  if (error instanceof RequestError) return error;
  throw new Error(`not refused: ${String(error)}`);
}

test.each([
  ['JSON', body(JSON_TYPE, '{"targets":["a:1"],"labels":{"__proto__":"x","constructor":"y","team":"é"}}')],
  ['YAML', body(YAML_TYPE, 'targets: [a:1]\nlabels: {__proto__: x, constructor: y, team: 1.10}')],
])('what is understood in it is what is understood outside: %s', async (_, sent) => {
  const input = await builtThread(BOUNDS).understand(sent, signal);

  expect(input).toEqual(understand(sent));
  expect(Object.entries(input.labels ?? {})).toEqual(Object.entries(understand(sent).labels ?? {}));
  expect(Object.hasOwn(input.labels ?? {}, '__proto__')).toBe(true);
});

test('a refusal has every fault, its class and its sentence', async () => {
  const sent = body(JSON_TYPE, JSON.stringify({ targets: Array(2000).fill(1), labels: { a: 1 }, more: 2 }));
  const error = await refusal(builtThread(BOUNDS).understand(sent, signal));
  const expected = await refusal(Promise.resolve().then(() => understand(sent)));

  expect(error.faults).toEqual(expected.faults);
  expect(error.message).toBe(expected.message);
  expect(error.message).toContain('2001 more faults');
});

describe('past a bound the body is refused, and the next one is understood', () => {
  test.each([
    ['time', { ...BOUNDS, milliseconds: 200 }, '0.2 s'],
    ['memory', { ...BOUNDS, memory: 16 }, '16 MiB'],
  ])('%s', async (_, bounds, says) => {
    const error = await refusal(builtThread(bounds).understand(body(YAML_TYPE, HOSTILE), signal));
    expect(error.code).toBe('body_too_complex');
    expect(error.message).toContain(says);
    expect(error.message).toContain('JSON');
    const thread = builtThread({ ...BOUNDS, memory: bounds.memory });
    await refusal(thread.understand(body(YAML_TYPE, HOSTILE), AbortSignal.timeout(300)));
    expect(await thread.understand(body(YAML_TYPE, 'targets: [a:1]'), signal)).toEqual({ targets: ['a:1'] });
  });
});

test('more may not wait than that, and whoever gave up makes room', async () => {
  const thread = builtThread({ ...BOUNDS, waiting: 1 });
  const gone = new AbortController();
  const [running, waiting, third] = [1, 2, 3].map(() =>
    refusal(thread.understand(body(YAML_TYPE, HOSTILE), gone.signal)),
  );
  expect((await third)?.code).toBe('too_many_bodies');
  gone.abort();
  expect((await running)?.message).toContain('went away');
  expect((await waiting)?.message).toContain('went away');
  expect(await thread.understand(body(YAML_TYPE, 'targets: [a:1]'), signal)).toEqual({ targets: ['a:1'] });
});

test('meanwhile others are served, with small YAML too', async () => {
  const api = await open({ threadBounds: { ...BOUNDS, milliseconds: 5000, memory: 512 } });
  let isRefused = false;
  const hostile = api.send('PUT', '/a/b', yaml(HOSTILE)).finally(() => {
    isRefused = true;
  });
  for (let round = 0; round < 5; round++)
    expect(groupIn(await api.send('PUT', '/shop/prod', yaml(`targets: [h:${String(round + 1)}]`)))).toBeDefined();
  expect(isRefused).toBe(false);
  expectFailure(await hostile, { status: 413, code: 'body_too_complex' });
});

test('who has to try again is told when', async () => {
  const api = await open({ threadBounds: { ...BOUNDS, waiting: -1 } });
  const answer = await api.send('PUT', '/a/b', content(YAML_TYPE, '# '.padEnd(5000, 'x')));
  expectFailure(answer, { status: 429, code: 'too_many_bodies' });
  expect(answer.headers['retry-after']).toBe('1');
});
