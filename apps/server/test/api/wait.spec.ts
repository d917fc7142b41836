import { groupKey } from '@target-eye/domain';
import { InMemoryTargetGroupStore, ManualClock, until } from '@target-eye/domain/testing';
import { connect } from 'node:net';
import type { Answer } from '../support/answer.js';
import { groupIn, useApis } from '../support/api.js';
import { json } from '../support/content.js';
import { eventOf, loggedBy } from '../support/logged.js';
import { bytesOf } from '../support/raw-request.js';
import { expectFailure, failureIn } from '../support/refusal.js';
import { down, ScrapingPrometheus } from '../support/scraping-prometheus.js';

const open = useApis();
const GROUP = '/payments/prod';
const KEY = groupKey('payments', 'prod');
const WAIT = `${GROUP}?wait=up`;
const STATUS = '/api/v1/groups/payments/prod/status';
const [A, B] = ['10.3.3.1:9100', '10.3.3.2:9100'];
const BOTH = json({ targets: [A, B], labels: { team: 'checkout' } });
const REFUSED = `Get "http://${B}/metrics": dial tcp ${B}: connect: connection refused`;

type Options = NonNullable<Parameters<typeof open>[0]>;

async function waitingApi(options: Options = {}, ...urls: readonly string[]) {
  const clock = new ManualClock();
  const store = new InMemoryTargetGroupStore(() => clock.now());
  const named = urls.length === 0 ? ['http://localhost:9090'] : urls;
  const prometheus = named.map((url) => new ScrapingPrometheus(store, clock, url));
  const [first = new ScrapingPrometheus(store, clock)] = prometheus;
  const api = await open({ store, prometheus, clock, ...options });
  /** Sends a request, and resolves when it waits; its answer comes later. */
  const begin = async (method: string, path: string, content = BOTH) => {
    let isAnswered = false;
    const answer = api.send(method, path, content).finally(() => (isAnswered = true));
    await until('the request waits', () => isAnswered || (clock.planned > 1 && api.waits?.count === 1));
    return { answer };
  };
  /** What a request is answered when the time passes that it needs. */
  const after = async (seconds: number, method: string, path: string, content = BOTH): Promise<Answer> => {
    const { answer } = await begin(method, path, content);
    await clock.pass(seconds);
    return answer;
  };
  return { api, clock, store, first, prometheus, begin, after };
}

describe('a change that waits', () => {
  test.each(['PUT', 'POST'])('%s is answered as usual when all targets are up', async (method) => {
    const { api, after, first } = await waitingApi();
    const answer = await after(2.1, method, WAIT);
    expect(groupIn(answer)).toEqual({ targets: [A, B], labels: { job: 'payments', env: 'prod', team: 'checkout' } });
    expect(answer.headers).toMatchObject({ etag: (await api.send('GET', GROUP)).headers['etag'] });
    expect(first.questions).toBe(2);
  });

  test('is stored, and seen by others, while it waits, and nothing is answered before the end', async () => {
    const { api, begin, clock, first } = await waitingApi();
    first.targets.set(B, down(REFUSED));
    const { answer } = await begin('PUT', WAIT);
    let isAnswered = false;
    void answer.then(() => (isAnswered = true));
    await clock.pass(50);
    expect(groupIn(await api.send('GET', GROUP))?.targets).toEqual([A, B]);
    expect(groupIn(await api.send('POST', GROUP, json({ labels: { color: 'red' } })))?.labels).toMatchObject({
      color: 'red',
    });
    expect(isAnswered).toBe(false);
    first.targets.clear();
    await clock.pass(2.1);
    expect((await answer).status).toBe(200);
  });

  test('that is not up in time is a 504 that says first that it is stored, and names each target', async () => {
    const { api, after, first } = await waitingApi();
    first.targets.set(B, down(REFUSED));
    const answer = await after(90, 'PUT', `${WAIT}&timeout=1m30s`);
    const { message, code, errors } = JSON.parse(answer.text) as ReturnType<typeof failureIn>;
    expect([answer.status, code]).toEqual([504, 'not_up']);
    expect(message).toMatch(/^the change is stored, but not every target is up after 90 s: /);
    expect(errors).toEqual([
      {
        path: 'targets[1]',
        code: 'down',
        target: B,
        error: 'connection refused',
        advice: 'nothing listens on port 9100 of 10.3.3.2',
        message: expect.stringContaining(`the target "${B}" is down: connection refused`) as string,
      },
    ]);
    expect(message).toContain(errors[0]?.message ?? '?');
    expect(answer.headers).not.toHaveProperty('retry-after');
    expect((await api.send('GET', GROUP)).text).toContain(B);
  });

  test('waits for 60 seconds where it does not say how long', async () => {
    const { after, first } = await waitingApi();
    first.targets.set(A, down('x'));
    expect((await after(60, 'PUT', WAIT)).text).toContain('after 60 s');
  });

  test('ends at once when it is certain', async () => {
    const { after, first } = await waitingApi();
    first.shows = { sources: [], active: [] };
    const answer = await after(2.1, 'PUT', WAIT);
    expect(answer.status).toBe(504);
    expect(JSON.parse(answer.text)).toMatchObject({
      message: expect.stringMatching(/^the change is stored, but a target will not be up as things are: /) as string,
      errors: [
        { path: 'targets[0]', code: 'not_configured' },
        { path: 'targets[1]', code: 'not_configured' },
      ],
    });
  });

  test('says on which of two Prometheus a target is not up', async () => {
    const { after, prometheus } = await waitingApi({}, 'http://a:9090', 'http://b:9090');
    prometheus[1]?.targets.set(B, down(REFUSED));
    expect((await after(60, 'PUT', WAIT)).text).toContain(`is down on http://b:9090: connection refused`);
  });

  test('that is changed again by somebody else says so', async () => {
    const { api, begin } = await waitingApi();
    const { answer } = await begin('PUT', WAIT);
    await api.send('PUT', GROUP, json({ targets: [A] }));
    const { status, text } = await answer;
    expect(status).toBe(504);
    expect(JSON.parse(text)).toEqual({
      message: `the change is stored, but the group was changed again by somebody else: it does not have the target "${B}" any more`,
      code: 'not_up',
      errors: [{ path: '', code: 'not_up', message: `it does not have the target "${B}" any more` }],
    });
  });

  test.each<[string, string, string]>([
    ['another value of a label', '{"labels":{"team":"billing"}}', 'its label "team" is "billing" now'],
    ['a label less', '{"labels":{}}', 'it does not have the label "team" any more'],
  ])('%s says so', async (_, body, says) => {
    const { api, begin } = await waitingApi();
    const { answer } = await begin('PUT', WAIT);
    await api.send('PUT', GROUP, { headers: { 'Content-Type': 'application/json' }, body });
    expect((await answer).text).toContain(JSON.stringify(says).slice(1, -1));
  });

  test('a group that is removed says so', async () => {
    const { api, begin } = await waitingApi();
    const { answer } = await begin('PUT', WAIT);
    await api.send('DELETE', GROUP);
    expect((await answer).text).toContain('somebody else: the target group \\"payments/prod\\" is gone');
  });

  test('POST waits for what is still there, as long as what it gave is', async () => {
    const { api, begin, clock, first } = await waitingApi();
    await api.send('PUT', GROUP, json({ targets: [A] }));
    first.targets.set(A, down('x'));
    const { answer } = await begin('POST', WAIT, json({ targets: [B] }));
    await clock.pass(10);
    await api.send('DELETE', GROUP, json({ targets: [A] }));
    await clock.pass(2.1);
    expect((await answer).status).toBe(200);
  });

  test('without a change is up by what was scraped since the last one', async () => {
    const { api, after, clock, first } = await waitingApi();
    await api.send('PUT', GROUP, BOTH);
    await clock.pass(100);
    const scrapedAt = clock.now() - 20;
    for (const target of [A, B]) first.targets.set(target, { lastScrape: scrapedAt });
    for (const [method, query] of [
      ['PUT', ''],
      ['POST', '&idempotent=true'],
    ] as const)
      expect((await after(2.1, method, `${WAIT}${query}`)).status).toBe(200);
  });

  test('is made only to the state that it is for, and does not wait otherwise', async () => {
    const { api } = await waitingApi();
    const answer = await api.send('PUT', WAIT, { ...BOTH, headers: { ...BOTH.headers, 'If-Match': '"x"' } });
    expectFailure(answer, { code: 'precondition_failed', status: 412 });
    expectFailure(await api.send('POST', WAIT, json({ targets: ['h:0'] })), { code: 'invalid_target' });
    expect(api.waits?.count).toBe(0);
  });
});

describe('what is refused, is refused before anything is stored', () => {
  const QUERY_INVALID = { code: 'query_invalid' };
  test.each<[string, string, { code: string; says?: string; path?: string }]>([
    ['PUT', 'wait=down', { ...QUERY_INVALID, path: 'wait', says: 'it can only be up' }],
    ['PUT', 'wait=', { ...QUERY_INVALID, path: 'wait' }],
    ['PUT', 'wait=up&wait=up', { ...QUERY_INVALID, path: 'wait' }],
    ['PUT', 'timeout=5s', { ...QUERY_INVALID, says: 'goes with wait=up' }],
    ['PUT', 'wait=up&dry_run=true', { ...QUERY_INVALID, says: 'exclude each other' }],
    ['POST', 'wait=up&dry_run=true', { ...QUERY_INVALID, says: 'exclude each other' }],
    ...['0', '0s', '-1s', '10m1s', '1h', '5', '1.5s', '', 'x', '600001ms'].map(
      (timeout): [string, string, { code: string; path: string }] => [
        'POST',
        `wait=up&timeout=${timeout}`,
        { ...QUERY_INVALID, path: 'timeout' },
      ],
    ),
    ['DELETE', 'wait=up', { code: 'query_not_understood', says: '"wait"' }],
    ['DELETE', 'wait=up&timeout=1s', { code: 'query_not_understood' }],
  ])('%s ?%s', async (method, query, expected) => {
    const { api, store } = await waitingApi();
    expectFailure(await api.send(method, `${GROUP}?${query}`, method === 'DELETE' ? {} : BOTH), expected);
    expect([await store.find(KEY), api.waits?.count]).toEqual([undefined, 0]);
  });

  test.each(['PUT', 'POST'])('%s without a Prometheus', async (method) => {
    const store = new InMemoryTargetGroupStore();
    const api = await open({ store });
    expectFailure(await api.send(method, WAIT, BOTH), { code: 'prometheus_not_set', says: 'PROMETHEUS_URLS' });
    expect(await store.find(KEY)).toBeUndefined();
  });

  test.each(['10m', '600s', '1ms', '9m59s999ms'])('but a timeout of %s is not', async (timeout) => {
    const { after } = await waitingApi();
    expect((await after(2.1, 'PUT', `${WAIT}&timeout=${timeout}`)).status).toBe(timeout === '1ms' ? 504 : 200);
  });

  test('more than 1,000 that wait', async () => {
    const { api, store, first } = await waitingApi();
    const places = Array.from({ length: 1000 }, () => api.waits?.enter());
    for (const [method, path] of [
      ['PUT', WAIT],
      ['POST', WAIT],
    ] as const) {
      const answer = await api.send(method, path, BOTH);
      expectFailure(answer, { code: 'too_many_waiting', status: 429 });
      expect(answer.headers['retry-after']).toBe('1');
    }
    await store.replace(KEY, { targets: [A], labels: { job: 'x', env: 'x' } });
    expectFailure(await api.send('GET', `${STATUS}?wait=up`), { code: 'too_many_waiting', status: 429 });
    expect((await store.find(KEY))?.group.targets).toEqual([A]);
    expect(first.questions).toBe(0);
    places[0]?.leave();
  });
});

describe('a status that waits', () => {
  test('is the status when all targets are up', async () => {
    const { api, after } = await waitingApi();
    await api.send('PUT', GROUP, BOTH);
    const { status, text } = await after(2.1, 'GET', `${STATUS}?wait=up&timeout=5s`, {});
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ up: true, targets: [{ target: A, status: 'up' }, { target: B }] });
  });

  test('says nothing of a change where it is a 504', async () => {
    const { api, after, first } = await waitingApi();
    await api.send('PUT', GROUP, BOTH);
    first.targets.set(B, down('x'));
    const { status, text } = await after(5, 'GET', `${STATUS}?wait=up&timeout=5s`, {});
    expect([status, (JSON.parse(text) as { message: string }).message]).toEqual([
      504,
      expect.stringMatching(/^not every target is up after 5 s: the target "10.3.3.2:9100" is down: x/),
    ]);
  });

  test('needs a group, and ends when it goes', async () => {
    const { api, begin } = await waitingApi();
    expectFailure(await api.send('GET', `${STATUS}?wait=up`), { code: 'group_unknown', status: 404 });
    await api.send('PUT', GROUP, BOTH);
    const { answer } = await begin('GET', `${STATUS}?wait=up`, {});
    await api.send('DELETE', GROUP);
    const { status, text } = await answer;
    expect([status, text]).toEqual([504, expect.stringContaining('is gone')]);
  });
});

describe('the end of a wait', () => {
  test('comes at once with a stop, and says that the change is stored', async () => {
    const { api, begin } = await waitingApi();
    const { answer } = await begin('PUT', WAIT);
    api.waits?.stop();
    expectFailure(await answer, {
      code: 'stopping',
      status: 503,
      says: 'the change is stored, but the service is stopping',
    });
  });

  test('of a status says nothing of a change', async () => {
    const { api, begin } = await waitingApi();
    await api.send('PUT', GROUP, BOTH);
    const { answer } = await begin('GET', `${STATUS}?wait=up`, {});
    api.waits?.stop();
    expect(expectFailure(await answer, { code: 'stopping', status: 503 }).message).toMatch(/^the service is stopping/);
  });

  test('comes when the client leaves; the change stays, and nobody is asked any more', async () => {
    const { api, clock, store, first } = await waitingApi();
    first.targets.set(A, down('x'));
    const socket = connect(api.port, '127.0.0.1');
    socket.write(bytesOf('PUT', WAIT, BOTH));
    await until('it waits', () => clock.planned > 0);
    socket.destroy();
    await until('it does not wait any more', () => api.waits?.count === 0);
    await clock.pass(100);
    expect([first.questions, clock.planned]).toEqual([1, 0]);
    expect((await store.find(KEY))?.group.targets).toEqual([A, B]);
  });
});

test('a connection that waits is not idle, however long nothing is sent', async () => {
  const { api, clock, first, begin } = await waitingApi({ bounds: { answerTimeout: 100 } });
  first.targets.set(A, down('x'));
  const { answer } = await begin('PUT', WAIT);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(api.waits?.count).toBe(1);
  first.targets.clear();
  await clock.pass(2.1);
  expect((await answer).status).toBe(200);
});

describe('what others see of it', () => {
  test('the log has the change when it is made, and no failure of it', async () => {
    const { api, begin, clock, first } = await waitingApi();
    first.targets.set(A, down('x'));
    const { answer } = await begin('PUT', WAIT);
    expect(eventOf(api, 'change')).toMatchObject({ group: 'payments/prod', outcome: 'created' });
    await clock.pass(60);
    await answer;
    expect(loggedBy(api).filter(({ level }) => level !== 'debug')).toHaveLength(1);
    const { text } = await api.send('GET', '/metrics');
    expect(text).toContain('target_eye_changes_total{verb="PUT",outcome="created"} 1');
    expect(text).toContain('target_eye_changes_total{verb="PUT",outcome="failed"} 0');
    expect(text).toContain('target_eye_http_errors_total{error="not_up"} 1');
  });

  test('its time is in the access log and not in the duration of requests', async () => {
    const times: number[] = [];
    const { api, begin, clock } = await waitingApi({
      events: { requested: ({ waited }, seconds) => times.push(waited, seconds) },
    });
    const { answer } = await begin('PUT', WAIT);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await clock.pass(2.1);
    await answer;
    await until('it is over', () => times.length > 0);
    const [waited = 0, whole = 0] = times;
    expect(waited).toBeGreaterThan(0.25);
    expect(whole).toBeGreaterThan(waited);
    const { text } = await api.send('GET', '/metrics');
    const [, sum] = /^target_eye_http_request_duration_seconds_sum\{.*method="PUT"\} (.*)$/m.exec(text) ?? [];
    expect(Number(sum)).toBeCloseTo(whole - waited, 6);
  });
});

test('a thousand wait at once for the price of one', async () => {
  const { api, clock, first } = await waitingApi();
  first.targets.set(A, { lastScrape: undefined, health: 'unknown' });
  const answers = Array.from({ length: 1000 }, () => api.send('PUT', WAIT, BOTH));
  await until('all wait', () => api.waits?.count === 1000 && clock.planned === 1001);
  await clock.pass(20);
  expect(first.questions).toBe(10);
  first.targets.clear();
  await clock.pass(2.1);
  const statuses = await Promise.all(answers.map(async (answer) => (await answer).status));
  expect([new Set(statuses), first.questions, api.waits?.count]).toEqual([new Set([200]), 11, 0]);
});
