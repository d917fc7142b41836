import { TargetEyeError } from './error.js';
import type { Fetch, FetchAnswer, FetchOptions } from './fetch.js';
import type { RetryOptions } from './retries.js';
import { type Request, sender, type SendOptions } from './send.js';

const URL = 'http://target-eye.test';

type Step = FetchAnswer | Error;

function answerWith(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): FetchAnswer {
  const isText = typeof body === 'string';
  const all = { 'content-type': isText ? 'text/html' : 'application/json', ...headers };
  return {
    status,
    type: 'basic',
    headers: new Headers(all),
    text: () => Promise.resolve(isText ? body : JSON.stringify(body)),
  };
}

const done = (headers?: Readonly<Record<string, string>>): FetchAnswer => answerWith(200, [], headers);
const refusal = (status: number, code: string, headers?: Readonly<Record<string, string>>): FetchAnswer =>
  answerWith(status, { message: `it is ${code}`, code, errors: [] }, headers);

/** As `fetch` of Node.js fails. */
const broken = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(`the socket: ${code}`), { code }) });

/** A `fetch` that gives these in turn, and the last of them for ever; and a clock that only pauses move. */
function scripted(steps: readonly Step[], retries: RetryOptions = {}, options: Partial<SendOptions> = {}) {
  const sent: { readonly url: string; readonly options: FetchOptions }[] = [];
  const pauses: number[] = [];
  let time = 0;
  const fetch: Fetch = (url, given) => {
    const step = steps[Math.min(sent.length, steps.length - 1)];
    sent.push({ url, options: given });
    return step === undefined || step instanceof Error
      ? Promise.reject(step ?? new Error('no step'))
      : Promise.resolve(step);
  };
  const sleep = (milliseconds: number): Promise<void> => {
    pauses.push(milliseconds);
    time += milliseconds;
    return Promise.resolve();
  };
  const clock: RetryOptions = { now: () => time, sleep, random: () => 0.5, ...retries };
  return { send: sender({ url: URL, fetch, retries: clock, ...options }), sent, pauses };
}

const READ: Request = { method: 'GET', path: '/a/b', isExpected: Array.isArray };
const REPEATABLE: Request = { ...READ, method: 'PUT', change: 'repeatable' };
const ONCE: Request = { ...READ, method: 'POST', change: 'once' };

async function failureOf(promise: Promise<unknown>): Promise<TargetEyeError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof TargetEyeError) return error;
  throw new Error(`it fails with ${String(error)}`);
}

describe('sent again', () => {
  const NEVER_SENT = [
    'EAI_AGAIN',
    'ECONNREFUSED',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'UND_ERR_CONNECT_TIMEOUT',
  ];
  const MAY_BE_DONE: readonly (readonly [string, Step])[] = [
    ['the connection is reset', broken('ECONNRESET')],
    ['the connection is closed', broken('UND_ERR_SOCKET')],
    ['a browser tells nothing', new TypeError('Failed to fetch')],
    ['a proxy lost the service', answerWith(502, '<html>Bad Gateway</html>')],
    ['a proxy has no service', answerWith(503, '<html>Service Unavailable</html>')],
    ['the answer is cut', { ...done(), text: () => Promise.resolve('[{"targets') }],
    ['the answer breaks off', { ...done(), text: () => Promise.reject(broken('UND_ERR_SOCKET')) }],
  ];
  const NOT_DONE: readonly (readonly [string, Step])[] = [
    ...NEVER_SENT.map((code) => [code, broken(code)] as const),
    ['too many requests', refusal(429, 'too_many_requests')],
    ['a proxy limits', answerWith(429, '<html>Too Many Requests</html>')],
    ['it is stopping', refusal(503, 'stopping')],
  ];

  test.each(MAY_BE_DONE)(
    '%s: what changes nothing, and what is repeatable, but not what is to be done once',
    async (_, step) => {
      for (const request of [READ, REPEATABLE]) {
        const { send, sent } = scripted([step, done()]);
        await send(request);
        expect(sent).toHaveLength(2);
      }
      const { send, sent } = scripted([step, done()]);
      expect(await failureOf(send(ONCE))).toMatchObject({ outcome: 'unknown', attempts: 1 });
      expect(sent).toHaveLength(1);
    },
  );

  test.each(NOT_DONE)('%s: everything', async (_, step) => {
    for (const request of [READ, REPEATABLE, ONCE]) {
      const { send, sent } = scripted([step, done()]);
      await send(request);
      expect(sent).toHaveLength(2);
    }
  });

  test('every try is the same request, with the same id', async () => {
    const { send, sent } = scripted([broken('ECONNRESET'), done()]);
    await send({ ...REPEATABLE, body: { targets: ['h:1'] }, query: { dry_run: true, force: undefined, prune: false } });
    expect(sent[1]).toEqual({ ...sent[0], options: { ...sent[0]?.options, signal: expect.anything() as AbortSignal } });
    expect(sent[0]).toMatchObject({
      url: `${URL}/a/b?dry_run=true`,
      options: {
        method: 'PUT',
        redirect: 'manual',
        headers: {
          'Content-Type': 'application/json',
          'X-Request-Id': expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        },
        body: '{"targets":["h:1"]}',
      },
    });
  });

  test.each([
    [400, 'invalid_target'],
    [401, 'login_required'],
    [403, 'not_permitted'],
    [404, 'not_found'],
    [412, 'precondition_failed'],
    [500, 'internal'],
    [504, 'not_up'],
    [507, 'storage_full'],
  ])('%i: never', async (status, code) => {
    const { send, sent } = scripted([refusal(status, code), done()]);
    const error = await failureOf(send(REPEATABLE));
    expect(error).toMatchObject({ status, code, outcome: 'unchanged', attempts: 1 });
    expect(error.message).toBe(`it is ${code}`);
    expect(sent).toHaveLength(1);
  });

  test.each([
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'ERR_SSL_WRONG_VERSION_NUMBER',
  ])('%s: never, because it does not pass', async (code) => {
    const { send, sent } = scripted([broken(code), done()]);
    expect(await failureOf(send(REPEATABLE))).toMatchObject({ code: 'connection_failed', outcome: 'unchanged' });
    expect(sent).toHaveLength(1);
  });

  test('nothing, where there are to be no retries', async () => {
    const { send, sent } = scripted([broken('ECONNREFUSED'), done()], {}, { retries: false });
    expect(await failureOf(send(READ))).toMatchObject({ attempts: 1 });
    expect(sent).toHaveLength(1);
  });
});

describe('the outcome', () => {
  const NOT_STORED = {
    message: 'the change could not be stored; nothing was changed: it is read-only',
    code: 'storage_unavailable',
    errors: [],
  };
  const UNCONFIRMED = { ...NOT_STORED, message: 'the change is in place, but the disk did not confirm it (EIO)' };

  test.each([
    [412, 'precondition_failed'],
    [400, 'target_exists'],
    [503, 'stopping'],
  ])('is unknown when the disk did not confirm a try and the next ones are refused with %i', async (status, code) => {
    const { send } = scripted([answerWith(503, UNCONFIRMED), refusal(status, code)]);
    expect(await failureOf(send(REPEATABLE))).toMatchObject({ status, code, outcome: 'unknown' });
  });

  test('is unknown when the disk did not confirm a change, which is sent again only if it is repeatable', async () => {
    const again = scripted([answerWith(503, UNCONFIRMED)]);
    const error = await failureOf(again.send(REPEATABLE));
    expect(error).toMatchObject({ outcome: 'unknown', attempts: 5 });
    expect(error.message).toBe(`${UNCONFIRMED.message}; whether the change was made is not known`);
    const once = scripted([answerWith(503, UNCONFIRMED)]);
    expect(await failureOf(once.send(ONCE))).toMatchObject({ outcome: 'unknown', attempts: 1 });
    expect(await failureOf(once.send(READ))).toMatchObject({ outcome: 'unchanged' });
  });

  test('is unknown when the service says nothing about what became of it', async () => {
    const { send } = scripted([refusal(503, 'storage_unavailable')]);
    expect(await failureOf(send(REPEATABLE))).toMatchObject({ outcome: 'unknown' });
  });

  test.each([
    [412, 'precondition_failed'],
    [409, 'too_much_at_once'],
    [401, 'login_required'],
    [503, 'stopping'],
  ])('is unknown when a try got no answer and the next ones are refused with %i', async (status, code) => {
    const { send } = scripted([broken('ECONNRESET'), refusal(status, code)]);
    const error = await failureOf(send(REPEATABLE));
    expect(error).toMatchObject({ status, code, outcome: 'unknown' });
    expect(error.message).toBe(`it is ${code}; whether the change was made is not known`);
  });

  test('is unknown when no try gets an answer', async () => {
    const { send } = scripted([broken('ECONNRESET')]);
    const error = await failureOf(send(REPEATABLE));
    expect(error).toMatchObject({ code: 'connection_failed', outcome: 'unknown', attempts: 5, status: undefined });
    expect(error.message).toBe(
      `the connection for PUT ${URL}/a/b broke before the whole answer was there: the socket: ECONNRESET; whether the change was made is not known`,
    );
    expect(error.cause).toBeInstanceOf(TypeError);
    expect(error.fact).toBe(`the connection for PUT ${URL}/a/b broke before the whole answer was there`);
  });

  test('and the cause are left to others to tell', async () => {
    const failing = async (step: Step) => failureOf(scripted([step]).send(REPEATABLE));
    expect((await failing(broken('ECONNREFUSED'))).fact).toBe(`there is no connection for PUT ${URL}/a/b`);
    expect((await failing(refusal(412, 'precondition_failed'))).fact).toBe('it is precondition_failed');
  });

  test.each([
    ['a page with 200', answerWith(200, '<html>Please log in</html>')],
    ['JSON of something else', answerWith(200, { status: 'UP' })],
    ['a failure of a proxy', answerWith(500, '<html>Oops</html>')],
    ['a time-out of a proxy', answerWith(504, '<html>Gateway Timeout</html>')],
  ])('is unknown after %s, which is not repeated', async (_, step) => {
    const { send, sent } = scripted([step]);
    expect(await failureOf(send(REPEATABLE))).toMatchObject({ code: 'answer_not_understood', outcome: 'unknown' });
    expect(sent).toHaveLength(1);
  });

  test.each([
    ['the connection was never made', broken('ECONNREFUSED')],
    ['a proxy refuses', answerWith(403, '<html>Forbidden</html>')],
    ['the service could not store it', answerWith(503, NOT_STORED)],
  ])('is unchanged when %s', async (_, step) => {
    const { send } = scripted([step]);
    expect(await failureOf(send(ONCE))).toMatchObject({ outcome: 'unchanged' });
  });

  test('of what changes nothing is unchanged', async () => {
    const { send } = scripted([broken('ECONNRESET')]);
    expect(await failureOf(send(READ))).toMatchObject({ outcome: 'unchanged', attempts: 5 });
  });

  const counts = { created: 0, changed: 0, unchanged: 1, removed: 0, failed: 1, groups: [] };
  const failed = (...errors: readonly { readonly message: string }[]) => ({
    ...NOT_STORED,
    ...counts,
    groups: errors.map((error) => ({ outcome: 'failed', error: { ...NOT_STORED, ...error } })),
  });
  const NOT_TRIED = { message: 'the target group a/b is as it was: it was not tried any more after a/a failed' };

  test('is partial when some of many groups were changed; this is not repeated', async () => {
    const { send, sent } = scripted([answerWith(503, { ...failed(UNCONFIRMED), removed: 1 })]);
    expect(await failureOf(send(REPEATABLE))).toMatchObject({ outcome: 'partial', result: { removed: 1, failed: 1 } });
    expect(sent).toHaveLength(1);
  });

  test('is unchanged when none of many groups was changed; this is repeated', async () => {
    const { send, sent } = scripted([answerWith(503, failed(NOT_STORED, NOT_TRIED))]);
    expect(await failureOf(send(REPEATABLE))).toMatchObject({ outcome: 'unchanged', result: { failed: 1 } });
    expect(sent).toHaveLength(5);
  });

  test('is unknown when the disk did not confirm one of many groups, whichever the answer names first', async () => {
    const { send } = scripted([answerWith(503, failed(NOT_STORED, UNCONFIRMED))]);
    expect(await failureOf(send(REPEATABLE))).toMatchObject({ outcome: 'unknown', result: { failed: 1 } });
  });
});

describe('the pauses', () => {
  const BUSY = broken('ECONNREFUSED');

  test('are drawn from twice as much each time', async () => {
    const { send, pauses } = scripted([BUSY], { firstPause: 100, maxPause: 500, attempts: 7 });
    await failureOf(send(READ));
    expect(pauses).toEqual([50, 100, 200, 250, 250, 250]);
  });

  test('may be none at all', async () => {
    const { send, pauses } = scripted([BUSY], { random: () => 0, attempts: 3 });
    await failureOf(send(READ));
    expect(pauses).toEqual([0, 0]);
  });

  test('end with the time', async () => {
    const { send, pauses, sent } = scripted([BUSY], {
      firstPause: 1000,
      attempts: 100,
      maxPause: 8000,
      totalTime: 10_000,
    });
    const error = await failureOf(send(READ));
    expect(pauses).toEqual([500, 1000, 2000, 4000]);
    expect([error.attempts, sent.length]).toEqual([5, 5]);
  });

  test.each([
    ['seconds', { 'retry-after': '7' }],
    [
      'a date, by the clock of the service',
      { 'retry-after': 'Thu, 26 Nov 2026 10:00:07 GMT', date: 'Thu, 26 Nov 2026 10:00:00 GMT' },
    ],
  ])('are longer than what the service asks for in %s', async (_, headers) => {
    const { send, pauses } = scripted([refusal(429, 'too_many_requests', headers), done()]);
    await send(READ);
    expect(pauses).toEqual([7100]);
  });

  test.each(['soon', '-1', '1.5', 'Thu, 26 Nov 2020 10:00:07 GMT'])('do not mind Retry-After: %s', async (value) => {
    const { send, pauses } = scripted([refusal(503, 'stopping', { 'retry-after': value }), done()]);
    await send(READ);
    expect(pauses).toEqual([100]);
  });

  test('are not made when the service asks for more than there is time', async () => {
    const { send, pauses } = scripted([refusal(503, 'stopping', { 'retry-after': '31' })]);
    expect(await failureOf(send(READ))).toMatchObject({ status: 503, attempts: 1 });
    expect(pauses).toEqual([]);
  });

  test('go from nothing to 200 ms at first by default, and up to 5 s', async () => {
    const random = jest.spyOn(Math, 'random').mockReturnValue(1);
    const { send, pauses } = scripted([BUSY], { random: undefined, attempts: 8 });
    await failureOf(send(READ));
    random.mockRestore();
    expect(pauses).toEqual([200, 400, 800, 1600, 3200, 5000, 5000]);
  });
});

describe('a signal', () => {
  test.each(['of the client', 'of the call'])('%s ends a pause at once, with its reason', async (whose) => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const signal = controller.signal;
    const { send, sent } = scripted(
      [broken('ECONNREFUSED')],
      { sleep: undefined, firstPause: 1e9, maxPause: 1e9, totalTime: 1e9 },
      whose === 'of the client' ? { signal } : {},
    );
    const ended = send({ ...READ, ...(whose === 'of the call' ? { signal } : {}) });
    setTimeout(() => {
      controller.abort(reason);
    });
    await expect(ended).rejects.toBe(reason);
    expect(sent).toHaveLength(1);
  });

  test('that has aborted before lets nothing be sent', async () => {
    const { send, sent } = scripted([done()]);
    await expect(send({ ...READ, signal: AbortSignal.abort('enough') })).rejects.toBe('enough');
    expect(sent).toEqual([]);
  });

  test('that aborts with the last byte of an answer ends the pause before it begins', async () => {
    const controller = new AbortController();
    const busy: FetchAnswer = {
      ...refusal(503, 'stopping'),
      text: () => {
        controller.abort('enough');
        return Promise.resolve('');
      },
    };
    const { send } = scripted([busy], { sleep: undefined, firstPause: 1e9, maxPause: 1e9, totalTime: 1e9 });
    await expect(send({ ...READ, signal: controller.signal })).rejects.toBe('enough');
  });

  test('keeps nothing of a call that is over', async () => {
    const { signal } = new AbortController();
    const [added, removed] = [jest.spyOn(signal, 'addEventListener'), jest.spyOn(signal, 'removeEventListener')];
    const { send } = scripted([broken('ECONNREFUSED'), done()], { sleep: undefined, firstPause: 1 }, { signal });
    await send(READ);
    expect(added).toHaveBeenCalledTimes(3);
    expect(removed.mock.calls).toEqual(added.mock.calls);
  });
});

test('an answer that takes too long is a time-out of which the outcome is unknown', async () => {
  const { send } = scripted(
    [],
    {},
    {
      timeout: 5,
      retries: false,
      fetch: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(new Error('it aborted'));
          });
        }),
    },
  );
  const error = await failureOf(send(REPEATABLE));
  expect(error).toMatchObject({ code: 'timeout', outcome: 'unknown' });
  expect(error.message).toContain('there is no whole answer to PUT http://target-eye.test/a/b after 5 ms');
});

describe('an answer', () => {
  test.each([
    ['as it is', '"abc"', 'abc'],
    ['after a proxy compressed it', 'W/"abc"', 'abc'],
    ['after Apache httpd compressed it', '"abc-gzip"', 'abc'],
    ['after Apache httpd compressed it for a browser', '"abc-br"', 'abc'],
    ['not', undefined, undefined],
  ])('has its revision %s', async (_, etag, revision) => {
    const { send } = scripted([done(etag === undefined ? {} : { etag })]);
    expect((await send(READ)).revision).toBe(revision);
  });

  test.each([301, 302, 307, 308])('that leads elsewhere is refused: %i', async (status) => {
    const { send, sent } = scripted([answerWith(status, '', { location: 'http://elsewhere.test/a/b' })]);
    expect(await failureOf(send(REPEATABLE))).toMatchObject({ code: 'redirected', status, outcome: 'unchanged' });
    expect(sent).toHaveLength(1);
  });

  test('that leads elsewhere is refused as browsers show it', async () => {
    const { send } = scripted([{ ...answerWith(0, ''), type: 'opaqueredirect' }]);
    expect(await failureOf(send(READ))).toMatchObject({ code: 'redirected', status: undefined });
  });

  test('of a proxy is named with its status and its type', async () => {
    const { send } = scripted([answerWith(404, '<html>', { 'x-request-id': 'of-the-proxy' })]);
    const error = await failureOf(send(READ));
    expect(error.message).toBe(
      `the answer to GET ${URL}/a/b is not from Target-eye, but from a proxy or another service: status 404, text/html`,
    );
    expect(error.requestId).toBe('of-the-proxy');
  });

  test('tells how many targets would go', async () => {
    const body = { message: 'too much; force=120 lets exactly that many go', code: 'too_much_at_once', errors: [] };
    const { send } = scripted([answerWith(409, body)]);
    expect(await failureOf(send(REPEATABLE))).toMatchObject({ force: 120 });
  });
});

describe('a wait', () => {
  const WAITING: Request = { ...READ, wait: 60_000 };
  const WAITING_CHANGE: Request = { ...ONCE, wait: 60_000 };
  const NOT_UP = {
    message: 'the change is stored, but 1 of 2 targets is not up after 60 s',
    code: 'not_up',
    errors: [{ path: 'targets[1]', code: 'down', message: 'h:2 is down: connection refused' }],
  };
  const STOPPING = { message: 'the change is stored, but the service stops', code: 'stopping', errors: [] };
  /** Answers that take so long each. */
  const passing = (steps: readonly Step[], milliseconds: number) => {
    let time = 0;
    const sent: string[] = [];
    const fetch: Fetch = (url) => {
      time += milliseconds;
      const step = steps[sent.push(url) - 1];
      return step === undefined || step instanceof Error
        ? Promise.reject(step ?? new Error('no step'))
        : Promise.resolve(step);
    };
    return { send: scripted([], { now: () => time }, { fetch }).send, sent };
  };

  test('is asked for, and its answer may take as much longer', async () => {
    const timeouts = jest.spyOn(globalThis, 'setTimeout');
    const { send, sent } = scripted([done()], {}, { timeout: 1000 });
    await send({ ...WAITING, query: { dry_run: false } });
    expect(sent[0]?.url).toBe(`${URL}/a/b?wait=up&timeout=60000ms`);
    expect(timeouts.mock.calls.map(([, milliseconds]) => milliseconds)).toEqual([61_000]);
    timeouts.mockRestore();
  });

  test.each([
    ['breaks', broken('ECONNRESET')],
    ['is ended by a stop', refusal(503, 'stopping')],
  ])('that %s goes on for what is left of its time, however long it was', async (_, step) => {
    const { send, sent } = passing([step, step, done()], 29_000.5);
    await send(WAITING);
    expect(sent).toEqual([60_000, 31_000, 1999].map((left) => `${URL}/a/b?wait=up&timeout=${String(left)}ms`));
  });

  test('whose time is over when its answer is lost asks how it is by then', async () => {
    const { send, sent } = passing([broken('ECONNRESET'), done()], 70_000);
    await send(WAITING);
    expect(sent[1]).toBe(`${URL}/a/b?wait=up&timeout=1ms`);
  });

  test('that begins only when the change is made has all of its time', async () => {
    const { send, sent } = passing([refusal(429, 'too_many_waiting'), done()], 5000);
    await send(WAITING_CHANGE);
    expect(sent[1]).toBe(sent[0]);
  });

  test.each([
    [504, NOT_UP],
    [503, STOPPING],
  ])('that fails with %i after the change is not repeated, and the change is stored', async (status, body) => {
    for (const change of ['once', 'repeatable'] as const) {
      const { send, sent } = scripted([answerWith(status, body), done()]);
      const error = await failureOf(send({ ...WAITING_CHANGE, change }));
      expect(error).toMatchObject({ status, code: body.code, message: body.message, outcome: 'stored', attempts: 1 });
      expect(sent).toHaveLength(1);
    }
  });

  test('is never a second change: it is not sent again when it may have been made', async () => {
    const { send, sent } = scripted([broken('ECONNRESET'), done()]);
    expect(await failureOf(send(WAITING_CHANGE))).toMatchObject({ outcome: 'unknown', attempts: 1 });
    expect(sent).toHaveLength(1);
  });

  test('has an error that names the targets and why they are not up', async () => {
    const { send } = scripted([answerWith(504, NOT_UP)]);
    expect(await failureOf(send(WAITING_CHANGE))).toMatchObject({ notUp: NOT_UP.errors, faults: [] });
  });

  test('that only reads has changed nothing when it fails', async () => {
    const { send } = scripted([answerWith(504, { ...NOT_UP, message: '1 of 2 targets is not up' })]);
    expect(await failureOf(send(WAITING))).toMatchObject({ code: 'not_up', outcome: 'unchanged', attempts: 1 });
  });
});

test('tells how old it is what an answer shows, where the answer says so', async () => {
  const onAge = jest.fn();
  const { send } = scripted([done(), done({ age: '73' }), done({ age: '0' })], {}, { onAge });
  for (let count = 0; count < 3; count += 1) await send(READ);
  expect(onAge.mock.calls).toEqual([[73], [0]]);
});
