import { once } from 'node:events';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';
import { builtThread, groupIn, useApis } from '../../../test/support/api.js';
import { JSON_TYPE, yaml, YAML_TYPE } from '../../../test/support/content.js';
import { bytesOf } from '../../../test/support/raw-request.js';
import { expectFailure } from '../../../test/support/refusal.js';
import { until } from '../../../test/support/until.js';
import { RequestError } from '../answer/request-error.js';
import { type Body, parseBody } from './parse-body.js';
import { type ThreadBounds, WorkThread } from '../../turns/work-thread.js';
import { BodyThread } from './body-thread.js';

const BOUNDS: ThreadBounds = { milliseconds: 60_000, memory: 64 };
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
  const input = await builtThread(BOUNDS).parseBody(sent, 'a', signal);

  expect(input).toEqual(parseBody(sent));
  expect(Object.entries(input.labels ?? {})).toEqual(Object.entries(parseBody(sent).labels ?? {}));
  expect(Object.hasOwn(input.labels ?? {}, '__proto__')).toBe(true);
});

test('a refusal has every fault, its class and its sentence', async () => {
  const sent = body(JSON_TYPE, JSON.stringify({ targets: Array(2000).fill(1), labels: { a: 1 }, more: 2 }));
  const error = await refusal(builtThread(BOUNDS).parseBody(sent, 'a', signal));
  const expected = await refusal(Promise.resolve().then(() => parseBody(sent)));

  expect(error.faults).toEqual(expected.faults);
  expect(error.message).toBe(expected.message);
  expect(error.message).toContain('2001 more faults');
});

describe('past a bound the body is refused, and the next one is understood', () => {
  test.each([
    ['time', { ...BOUNDS, milliseconds: 200 }, '0.2 s'],
    ['memory', { ...BOUNDS, memory: 16 }, '16 MiB'],
  ])('%s', async (_, bounds, says) => {
    const error = await refusal(builtThread(bounds).parseBody(body(YAML_TYPE, HOSTILE), 'a', signal));
    expect(error.code).toBe('body_too_complex');
    expect(error.message).toContain(says);
    expect(error.message).toContain('JSON');
    const thread = builtThread({ ...BOUNDS, memory: bounds.memory });
    const abandoned = thread.parseBody(body(YAML_TYPE, HOSTILE), 'a', AbortSignal.timeout(300));
    await expect(abandoned).rejects.toThrow('timeout');
    expect(await thread.parseBody(body(YAML_TYPE, 'targets: [a:1]'), 'a', signal)).toEqual({ targets: ['a:1'] });
  });
});

test('whoever gave up makes room, at once where it waited', async () => {
  const thread = builtThread(BOUNDS);
  const gone = new AbortController();
  const rejected = [1, 2, 3].map(() => thread.parseBody(body(YAML_TYPE, HOSTILE), 'a', gone.signal));
  gone.abort(new Error('gone'));
  for (const each of rejected) await expect(each).rejects.toThrow('gone');
  expect(await thread.parseBody(body(YAML_TYPE, 'targets: [a:1]'), 'a', signal)).toEqual({ targets: ['a:1'] });
});

test('sources take turns, and their bodies are understood in their order', async () => {
  const thread = builtThread(BOUNDS);
  const order: string[] = [];
  const send = (source: string, name: string): Promise<unknown> =>
    thread.parseBody(body(YAML_TYPE, 'targets: [a:1]'), source, signal).then(() => order.push(name));
  await Promise.all([send('a', 'a1'), send('a', 'a2'), send('a', 'a3'), send('b', 'b1')]);
  // The second one of `a` had its turn when `b` came.
  expect(order).toEqual(['a1', 'a2', 'b1', 'a3']);
});

describe('one thread understands everything', () => {
  const started = jest.spyOn(WorkThread.prototype as unknown as { start(): unknown }, 'start');

  beforeEach(() => started.mockClear());

  test('that keeps the bounds, also what it refuses', async () => {
    const thread = builtThread(BOUNDS);
    for (let count = 0; count < 20; count++) {
      expect(await thread.parseBody(body(YAML_TYPE, 'targets: [a:1]'), 'a', signal)).toEqual({ targets: ['a:1'] });
      await refusal(thread.parseBody(body(YAML_TYPE, 'targets: 1'), 'a', signal));
    }
    expect(started).toHaveBeenCalledTimes(1);
  });

  test('but for what came after a bound was passed', async () => {
    const thread = builtThread({ ...BOUNDS, memory: 16 });
    expect((await refusal(thread.parseBody(body(YAML_TYPE, HOSTILE), 'a', signal))).code).toBe('body_too_complex');
    for (let count = 0; count < 3; count++)
      expect(await thread.parseBody(body(YAML_TYPE, 'targets: [a:1]'), 'a', signal)).toEqual({ targets: ['a:1'] });
    expect(started).toHaveBeenCalledTimes(2);
  });

  test('and none is started for what is small', async () => {
    const api = await open({ threadBounds: BOUNDS });
    for (let count = 1; count <= 5; count++)
      expect((await api.send('PUT', '/a/b', yaml(`targets: [h:${String(count)}]`))).status).toBe(200);
    expect(started).not.toHaveBeenCalled();
  });
});

test.each([
  ['its code is missing', 'file:///nowhere.mjs', 'nowhere.mjs'],
  ['Node refuses at once', 'http://nowhere/', 'must be of scheme file'],
])('a thread that cannot be started is an error, and does not keep others waiting: %s', async (_, file, says) => {
  const thread = new BodyThread(new URL(file), BOUNDS);
  for (let count = 0; count < 2; count++)
    await expect(thread.parseBody(body(YAML_TYPE, ''), 'a', signal)).rejects.toThrow(says);
});

test('an answer that comes while the thread is being ended does no harm to the next body', async () => {
  const terminate = jest.spyOn(Worker.prototype, 'terminate').mockImplementationOnce(async function (this: Worker) {
    await once(this, 'message');
    return this.terminate();
  });
  const bounds = { ...BOUNDS, milliseconds: 0 };
  const thread = builtThread(bounds);
  const late = thread.parseBody(body(YAML_TYPE, 'targets: [a:1]'), 'a', signal);
  bounds.milliseconds = BOUNDS.milliseconds;
  const next = thread.parseBody(body(YAML_TYPE, 'targets: [b:1]'), 'b', signal);
  expect(await late).toEqual({ targets: ['a:1'] });
  expect(await next).toEqual({ targets: ['b:1'] });
  terminate.mockRestore();
});

test('meanwhile others are served, with small YAML too', async () => {
  const started = jest.spyOn(WorkThread.prototype as unknown as { start(): unknown }, 'start').mockClear();
  const api = await open({ threadBounds: { ...BOUNDS, memory: 512 } });
  const hostile = connect(api.port, '127.0.0.1');
  hostile.write(bytesOf('PUT', '/a/b', yaml(HOSTILE)));
  await until('the thread has it', () => started.mock.calls.length === 1);
  for (let round = 0; round < 5; round++)
    expect(groupIn(await api.send('PUT', '/shop/prod', yaml(`targets: [h:${String(round + 1)}]`)))).toBeDefined();
  expect(hostile.bytesRead).toBe(0);
  hostile.destroy();
});

test('a client gets to know that its body passed a bound', async () => {
  const api = await open({ threadBounds: { ...BOUNDS, milliseconds: 100 } });
  expectFailure(await api.send('PUT', '/a/b', yaml(HOSTILE)), { status: 413, code: 'body_too_complex' });
});
