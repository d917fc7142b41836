import { createHash } from 'node:crypto';
import { fault, groupKey, PreconditionFailed } from '@target-eye/domain';
import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { useApis } from '../support/api.js';
import { json } from '../support/content.js';
import { loggedBy } from '../support/logged.js';
import type { Answer } from '../support/answer.js';
import { type Content, sendBytes } from '../support/raw-request.js';
import { expectFailure, expectRefused } from '../support/refusal.js';

const open = useApis();
const GROUP = '/shop/prod';
let api: Awaited<ReturnType<typeof open>>;
beforeEach(async () => {
  api = await open();
});

const ONE = json({ targets: ['a:1'] });
const show = (headers: Content['headers'] = {}, method = 'GET') => api.send(method, GROUP, { headers });
const change = (method: string, content: Content | undefined, headers: Content['headers']) =>
  api.send(method, GROUP, { ...content, headers: { ...content?.headers, ...headers } });

function tagOf({ headers }: Answer): string {
  const { etag = '' } = headers;
  expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
  return etag;
}

describe('the ETag', () => {
  test('of what shows a group is a hash of its bytes, and it comes with the time of the last change', async () => {
    for (const [method, content] of [
      ['PUT', ONE],
      ['POST', json({ targets: ['b:1'] })],
      ['DELETE', json({ targets: ['a:1'] })],
    ] as const) {
      const changed = await api.send(method, GROUP, content);
      const shown = await show();
      for (const answer of [changed, shown]) {
        expect(tagOf(answer)).toBe(`"${createHash('sha256').update(shown.text).digest('hex').slice(0, 32)}"`);
        const { 'last-modified': modified = '', date = '' } = answer.headers;
        expect(new Date(modified).toUTCString()).toBe(modified);
        expect(Date.parse(date) - Date.parse(modified)).toBeGreaterThanOrEqual(0);
      }
      const expected = {
        ...shown.headers,
        date: expect.anything() as string,
        'x-request-id': expect.anything() as string,
      };
      expect(await show({}, 'HEAD')).toMatchObject({ status: 200, text: '', headers: expected });
    }
  });

  test('stays as it is while nothing changes', async () => {
    const tag = tagOf(await api.send('PUT', GROUP, ONE));
    expect(tagOf(await api.send('PUT', GROUP, ONE))).toBe(tag);
    expect(tagOf(await api.send('PUT', GROUP, json({ labels: { env: 'prod', job: 'shop' } })))).toBe(tag);
  });

  test('is missing where there is no group to have one', async () => {
    await api.send('PUT', GROUP, ONE);
    for (const answer of [await api.send('DELETE', GROUP), await show(), await show({}, 'HEAD')]) {
      expect(answer.status).toBe(200);
      expect(answer.headers).not.toHaveProperty('etag');
      expect(answer.headers).not.toHaveProperty('last-modified');
    }
  });
});

describe('a GET of what the client has already', () => {
  test.each(['GET', 'HEAD'])('is a 304 without a body: %s', async (method) => {
    const tag = tagOf(await api.send('PUT', GROUP, ONE));
    for (const condition of [tag, `"x", ${tag}`, `W/${tag}`, '*']) {
      const answer = await show({ 'If-None-Match': condition }, method);
      expect(answer).toMatchObject({ status: 304, text: '', headers: { etag: tag } });
      expect(answer.headers).not.toHaveProperty('content-type');
    }
  });

  test('is a 200 when it has something else, or there is none', async () => {
    for (const condition of ['"x"', '*'])
      expect(await show({ 'If-None-Match': condition })).toMatchObject({ status: 200, text: '[]\n' });
    await api.send('PUT', GROUP, ONE);
    expect((await show({ 'If-None-Match': '"x", W/"y"' })).status).toBe(200);
    expectFailure(await show({ 'If-None-Match': 'x' }), { code: 'bad_request', says: 'If-None-Match is "x"' });
  });

  test('is told by the tag alone: a date does not count, with a tag or without', async () => {
    const tag = tagOf(await api.send('PUT', GROUP, ONE));
    const late = 'Thu, 26 Nov 2099 10:31:07 GMT';
    expect((await show({ 'If-Modified-Since': late })).status).toBe(200);
    expect((await show({ 'If-Modified-Since': late, 'If-None-Match': '"x"' })).status).toBe(200);
    expect((await show({ 'If-Modified-Since': 'Thu, 01 Jan 1970 00:00:00 GMT', 'If-None-Match': tag })).status).toBe(
      304,
    );
  });

  test('needs the right to read all the same', async () => {
    const unreadable = fault('', 'unreadable', 'torn');
    const broken = await open({
      store: Object.assign(new InMemoryTargetGroupStore(), { find: () => Promise.reject(unreadable) }),
    });
    expectFailure(await broken.send('GET', GROUP, { headers: { 'If-None-Match': '*' } }), {
      code: 'unreadable',
      status: 500,
    });
  });
});

const CHANGES: readonly (readonly [string, Content | undefined])[] = [
  ['PUT', json({ targets: ['z:1'] })],
  ['PUT', json({ labels: { team: 'z' } })],
  ['PUT', json({ targets: ['z:1'], labels: {} })],
  ['POST', json({ targets: ['z:1'] })],
  ['DELETE', json({ targets: ['a:1'] })],
  ['DELETE', undefined],
];

describe.each(CHANGES)('%s (%#)', (method, content) => {
  let [old, tag] = ['', ''];
  beforeEach(async () => {
    old = tagOf(await api.send('PUT', GROUP, ONE));
    tag = tagOf(await api.send('PUT', GROUP, json({ targets: ['a:1', 'b:1'] })));
  });

  test('with If-Match happens to that revision', async () => {
    expect((await change(method, content, { 'If-Match': `"x", ${tag}` })).status).toBe(200);
    expect((await show()).headers['etag']).not.toBe(tag);
  });

  test('with If-Match: * happens to any group', async () => {
    expect((await change(method, content, { 'If-Match': '*' })).status).toBe(200);
  });

  test('happens to no other revision, and says what is there', async () => {
    for (const condition of [old, `"x", W/${tag}`, 'W/"x"']) {
      const answer = await change(method, content, { 'If-Match': condition });
      const revision = tag.slice(1, -1);
      expectFailure(answer, {
        status: 412,
        code: 'precondition_failed',
        says: `nothing was changed: the target group "shop/prod" is not in the state that the change is for; its revision is now ${revision}; GET it again and decide anew`,
      });
      expect(tagOf(answer)).toBe(tag);
      expect(tagOf(await show())).toBe(tag);
    }
  });

  test('with If-None-Match: * does not happen to a group', async () => {
    const answer = await change(method, content, { 'If-None-Match': '*' });
    expectFailure(answer, { status: 412, code: 'precondition_failed' });
    expect(tagOf(answer)).toBe(tag);
  });

  test('with a condition that is malformed or not understood changes nothing', async () => {
    for (const [name, value] of [
      ['If-Match', tag.slice(1, -1)],
      ['If-Match', `${tag} x`],
      ['If-None-Match', '"x"'],
      ['If-Unmodified-Since', 'Thu, 26 Nov 2099 10:31:07 GMT'],
    ] as const)
      await expectRefused(
        api,
        method,
        GROUP,
        { ...content, headers: { ...content?.headers, [name]: value } },
        {
          code: 'bad_request',
          says: `${name} is ${JSON.stringify(value)}`,
        },
      );
  });
});

test('without a group If-Match never holds, and the answer has no ETag', async () => {
  for (const [method, content] of CHANGES)
    for (const condition of ['*', '"x"']) {
      const answer = await change(method, content, { 'If-Match': condition });
      expectFailure(answer, { status: 412, code: 'precondition_failed', says: 'there is none now' });
      expect(answer.headers).not.toHaveProperty('etag');
    }
});

test('If-None-Match: * creates a group once', async () => {
  for (const method of ['PUT', 'POST']) {
    expect((await change(method, ONE, { 'If-None-Match': '*' })).status).toBe(200);
    expect((await change(method, ONE, { 'If-None-Match': '*' })).status).toBe(412);
    await api.send('DELETE', GROUP);
  }
});

test('what is wrong with a request is said before what it finds', async () => {
  expectFailure(await change('PUT', json({ targets: ['a:0'] }), { 'If-Match': '*' }), { code: 'invalid_target' });
});

test('a condition is checked before the body is read', async () => {
  const head = 'PUT /a/b HTTP/1.1\r\nHost: a\r\nConnection: close\r\nIf-Match: x\r\nContent-Length: 9\r\n\r\n';
  expectFailure(await sendBytes(api.port, head), { code: 'bad_request' });
});

test('a 412 of a group that is unreadable has no ETag', async () => {
  const failed = new PreconditionFailed(groupKey('shop', 'prod'), undefined, true);
  const broken = await open({
    store: Object.assign(new InMemoryTargetGroupStore(), { replace: () => Promise.reject(failed) }),
  });
  const answer = await broken.send('PUT', GROUP, {
    ...json({ targets: ['a:1'], labels: {} }),
    headers: { 'Content-Type': 'application/json', 'If-Match': '"x"' },
  });
  expectFailure(answer, { status: 412, code: 'precondition_failed', says: 'cannot be understood' });
  expect(answer.headers).not.toHaveProperty('etag');
});

test('a change that a condition kept from being made is in the log as any other that is refused', async () => {
  await change('PUT', ONE, { 'If-Match': '*' });
  expect(loggedBy(api)).toMatchObject([{ message: 'change', outcome: 'refused', code: 'precondition_failed' }]);
});
