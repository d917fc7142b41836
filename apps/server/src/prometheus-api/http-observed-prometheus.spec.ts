import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ONE_TURN } from '@target-eye/domain';
import { byPath, type Respond, success, text, useServers } from '../../test/support/api-server.js';
import { MAIN } from '../../test/support/running-server.js';
import { useTemporaryDirectory } from '../../test/support/temporary-directory.js';
import { until } from '../../test/support/until.js';
import type { Follower } from '../operator-files/changing.js';
import { WorkThread } from '../turns/work-thread.js';
import { type HttpConfig, NO_HTTP_CONFIG } from '../http-config/http-config.js';
import { HttpObservedPrometheus, type ObservedOptions } from './http-observed-prometheus.js';

/** A thread runs what Node understands, and so not the sources. */
const BUILT = pathToFileURL(join(dirname(MAIN), 'prometheus-worker.mjs'));

const { serve, accept } = useServers();
const home = useTemporaryDirectory();
const opened: HttpObservedPrometheus[] = [];
afterEach(() => Promise.all(opened.splice(0).map((each) => each.close())));

/** A clock that a test turns. */
let now = 1000;
beforeEach(() => {
  now = 1000;
});

function observe(url: string, options: Partial<ObservedOptions> = {}): HttpObservedPrometheus {
  const httpConfig = { current: NO_HTTP_CONFIG, follow: () => undefined };
  const observed = new HttpObservedPrometheus(url, {
    ...{ thread: BUILT, httpConfig, turns: ONE_TURN, userAgent: 'target-eye/test', now: () => now },
    ...options,
  });
  opened.push(observed);
  return observed;
}

const TARGETS = success({ activeTargets: [], droppedTargets: [] });
const asPrometheus = (asked: string[] = [], more: Readonly<Record<string, Respond>> = {}): Respond =>
  byPath({ ...more, '/api/v1/targets': TARGETS }, asked);

/** The thread's code in place of ours. */
function threadOf(code: string): URL {
  const path = join(home(), 'thread.mjs');
  writeFileSync(path, `import { parentPort } from 'node:worker_threads';\n${code}`);
  return pathToFileURL(path);
}

/** How often a target list was asked for. */
const polls = (asked: readonly string[]) => asked.filter((path) => path.includes('state=active')).length;

test('nobody is asked, and no thread is there, before somebody wants to know', async () => {
  const asked: string[] = [];
  const started = jest.spyOn(WorkThread.prototype as unknown as { start(): unknown }, 'start');
  const observed = observe(await serve(asPrometheus(asked)));
  expect([observed.known(), asked, started.mock.calls]).toEqual([undefined, [], []]);
  const facts = await observed.facts(15);
  expect(facts).toMatchObject({ url: observed.url, askedAt: 1000, state: 'ok', reason: undefined });
  expect(observed.known()).toBe(facts);
  started.mockRestore();
});

test('all who ask meanwhile share a question, and what is young enough is not asked for again', async () => {
  const asked: string[] = [];
  const observed = observe(await serve(asPrometheus(asked)));
  const answers = await Promise.all(Array.from({ length: 1000 }, () => observed.facts(2)));
  expect([new Set(answers).size, polls(asked)]).toEqual([1, 1]);
  now += 2;
  expect(await observed.facts(2)).toBe(answers[0]);
  now += 1;
  expect(await observed.facts(15)).toBe(answers[0]);
  expect((await observed.facts(2)).askedAt).toBe(1003);
  expect(polls(asked)).toBe(2);
});

test('a clock that was set back makes nothing young', async () => {
  const asked: string[] = [];
  const observed = observe(await serve(asPrometheus(asked)));
  await observed.facts(15);
  now = 500;
  expect((await observed.facts(15)).askedAt).toBe(500);
});

test('the configuration is not asked for every time, the files are', async () => {
  const asked: string[] = [];
  const observed = observe(await serve(asPrometheus(asked)));
  for (let times = 0; times < 3; times += 1) await observed.facts(-1);
  const count = (path: string) => asked.filter((each) => each === path).length;
  expect([count('/metrics'), polls(asked)]).toEqual([3, 3]);
});

test('a failure is known as long as an answer is, and does not delay another Prometheus', async () => {
  const silent = observe(await accept(() => undefined));
  const refused = observe('http://127.0.0.1:1');
  const good = observe(await serve(asPrometheus()));
  void silent.facts(2);
  const facts = await refused.facts(2);
  expect(facts).toEqual({
    ...{ url: 'http://127.0.0.1:1', askedAt: 1000, state: 'unreachable' },
    ...{ reason: 'the connection was refused', view: undefined },
  });
  expect(await refused.facts(2)).toBe(facts);
  expect((await good.facts(2)).state).toBe('ok');
  expect(silent.known()).toBeUndefined();
});

test('Prometheus that is started later, or again, is found again', async () => {
  let isUp = false;
  const url = await serve((request, response) => {
    (isUp ? asPrometheus() : text('Service Unavailable', 503))(request, response);
  });
  const observed = observe(url);
  expect((await observed.facts(-1)).state).toBe('failed');
  isUp = true;
  expect((await observed.facts(-1)).state).toBe('ok');
});

test('a login that was read again counts for the next question, however young the last answer is', async () => {
  const followers: Follower<HttpConfig>[] = [];
  const httpConfig = { current: NO_HTTP_CONFIG, follow: (follower: Follower<HttpConfig>) => followers.push(follower) };
  const url = await serve((request, response) => {
    const isKnown = request.headers.authorization === 'Bearer new';
    (isKnown ? asPrometheus() : text('Unauthorized', 401))(request, response);
  });
  const observed = observe(url, { httpConfig });
  expect((await observed.facts(15)).state).toBe('unauthorized');
  httpConfig.current = { ...NO_HTTP_CONFIG, authorization: 'Bearer new' };
  for (const { apply } of followers) apply?.(httpConfig.current);
  expect((await observed.facts(15)).state).toBe('ok');
});

describe('the thread', () => {
  const OK = `{ state: 'failed', reason: 'answered' }`;

  test('that crashes is one answer without facts, and is replaced', async () => {
    const ended = JSON.stringify(join(home(), 'ended'));
    const thread = threadOf(
      `import { existsSync, writeFileSync } from 'node:fs';
       parentPort.on('message', () => {
         if (existsSync(${ended})) parentPort.postMessage(${OK});
         else { writeFileSync(${ended}, ''); throw new Error('by intent'); }
       });`,
    );
    const observed = observe('http://a', { thread });
    expect(await observed.facts(-1)).toMatchObject({
      state: 'unreachable',
      reason: 'it cannot be asked (Error: by intent)',
    });
    expect(await observed.facts(-1)).toMatchObject({ state: 'failed', reason: 'answered' });
  });

  test('that takes too long or too much memory is ended', async () => {
    const bounds = { milliseconds: 1000, memory: 16 };
    const slow = observe('http://a', { thread: threadOf(`parentPort.on('message', () => { for (;;); });`), bounds });
    expect(await slow.facts(-1)).toMatchObject({
      state: 'unreachable',
      reason: 'it did not answer completely in time',
    });
    const greedy = threadOf(
      `parentPort.on('message', () => { const all = []; for (;;) all.push({ all: [...all] }); });`,
    );
    const large = observe('http://a', { thread: greedy, bounds: { milliseconds: 60_000, memory: 16 } });
    expect(await large.facts(-1)).toMatchObject({
      state: 'too_large',
      reason: 'its answer takes too much memory to be read',
    });
  });

  test('that is not there, or cannot be started, is an answer without facts', async () => {
    const observed = observe('http://a', { thread: new URL('no-such-entry.mjs', BUILT) });
    expect(await observed.facts(-1)).toMatchObject({ state: 'unreachable', view: undefined });
    expect(await observed.facts(-1)).toMatchObject({ state: 'unreachable' });
  });

  test('is let go when nobody asks for a while, and started again', async () => {
    const code = `let asked = 0;
      parentPort.on('message', () => parentPort.postMessage({ state: 'failed', reason: String((asked += 1)) }));`;
    const end = jest.spyOn(WorkThread.prototype, 'end');
    const observed = observe('http://a', { thread: threadOf(code), idleMs: 50 });
    expect(await observed.facts(-1)).toMatchObject({ reason: '1' });
    await until('the thread is let go', () => end.mock.results.length === 1);
    expect(await observed.facts(-1)).toMatchObject({ reason: '1' });
    end.mockRestore();
  });

  test('is ended when the service stops, and who waits gets to know', async () => {
    const observed = observe(await accept(() => undefined));
    const facts = observed.facts(-1);
    await observed.close();
    expect(await facts).toMatchObject({ state: 'unreachable' });
  });
});
