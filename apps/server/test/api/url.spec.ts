import { shownAt, useApi } from '../support/api.js';
import { json } from '../support/content.js';
import { sendBytes } from '../support/raw-request.js';
import { expectFailure, expectRefused, failureIn } from '../support/refusal.js';

const api = useApi();
const GROUP = json({ targets: ['h:1'] });

describe('one URL per group, /<application>/<environment>', () => {
  test.each([
    ['plain', '/payments/prod', 'payments', 'prod'],
    ['a slash in each', '/a%2Fb/c%2Fd', 'a/b', 'c/d'],
    ['nothing but slashes', '/%2F/%2F%2F', '/', '//'],
    ['an at sign and a tilde', '/a@b/~c', 'a@b', '~c'],
    ['an at sign and a tilde, encoded', '/a%40b/%7Ec', 'a@b', '~c'],
    ['a space', '/a%20b/%20', 'a b', ' '],
    ['a plus sign, which is no space here', '/a+b/%2B', 'a+b', '+'],
    ['two dots', '/../x', '..', 'x'],
    ['two dots, encoded', '/%2e%2e/%2E%2E', '..', '..'],
    ['one dot', '/./.', '.', '.'],
    ['beyond ASCII', '/caf%C3%A9/%E6%97%A5%E6%9C%AC', 'café', '日本'],
    ['beyond the basic plane', '/%F0%9F%98%80/x', '😀', 'x'],
    ['hexadecimal digits in lower case', '/caf%c3%a9/x', 'café', 'x'],
    ['a percent sign, decoded once', '/%252F/100%25', '%2F', '100%'],
    ['a question mark and a hash, encoded', '/a%3Fb/c%23d', 'a?b', 'c#d'],
    ['backslash, quote, bar, angle brackets', '/a\\b/"|<>', 'a\\b', '"|<>'],
    ['semicolon, colon, comma, equals sign', '/a;b:c/d,e=f', 'a;b:c', 'd,e=f'],
    ['names that objects have of their own', '/__proto__/constructor', '__proto__', 'constructor'],
    ['the reserved ones the wrong way round', '/healthy/-', 'healthy', '-'],
  ])('any non-empty string is a legal name: %s', async (_, path, application, environment) => {
    const put = await api.send('PUT', path, GROUP);

    expect(put.status).toBe(200);
    expect(await shownAt(api, path)).toEqual({ targets: ['h:1'], labels: { job: application, env: environment } });
  });

  test.each([
    ['ab + c is not a + bc', '/ab/c', '/a/bc'],
    ['names are case-sensitive', '/a/prod', '/A/prod'],
    ['a slash belongs to one name only', '/a%2Fb/c', '/a/b%2Fc'],
    ['a space at the end counts', '/a/b', '/a/b%20'],
    ['an encoded percent sign is not what it encodes', '/%2541/b', '/A/b'],
    ['composed and decomposed letters differ', '/caf%C3%A9/x', '/cafe%CC%81/x'],
    ['dots do not climb', '/../b', '/%2E/b'],
  ])('two different keys are two groups: %s', async (_, one, other) => {
    await api.send('PUT', one, json({ targets: ['one:1'] }));
    await api.send('PUT', other, json({ targets: ['other:1'] }));

    expect((await shownAt(api, one))?.targets).toEqual(['one:1']);
    expect((await shownAt(api, other))?.targets).toEqual(['other:1']);
  });

  test('encoded or not, the same name is the same group', async () => {
    await api.send('PUT', '/shop/~x', GROUP);

    expect((await shownAt(api, '/%73ho%70/%7Ex'))?.targets).toEqual(['h:1']);
  });

  test('a URL with its host in it names the same group', async () => {
    await api.send('PUT', 'http://127.0.0.1/a/b', GROUP);

    expect((await shownAt(api, '/a/b'))?.targets).toEqual(['h:1']);
  });

  test('raw UTF-8 bytes are refused and never name another group', async () => {
    await expectRefused(api, 'PUT', '/caf\xc3\xa9/x', GROUP, { code: 'bad_request' });
  });
});

describe('a URL that is no name is refused', () => {
  const BAD_ENCODINGS = [
    '%',
    'a%',
    '%2',
    '%zz',
    '%u0041',
    '%ff',
    '%c3',
    '%c3%28',
    '%c0%af',
    '%ed%a0%80',
    '%f5%80%80%80',
  ];

  test.each(BAD_ENCODINGS)('bad percent-encoding: %p', async (name) => {
    for (const path of [`/${name}/b`, `/a/${name}`]) {
      for (const verb of ['GET', 'PUT', 'POST', 'DELETE'])
        await expectRefused(api, verb, path, undefined, { code: 'bad_percent_encoding', says: path });
    }
  });

  test.each(['%00', 'a%00', '%0A', 'a%0a', '%09', '%1F', '%7f', '%C2%85'])('control characters: %p', async (name) => {
    for (const verb of ['GET', 'PUT', 'POST', 'DELETE']) {
      const expected = { code: 'invalid_name', says: 'control character' };
      await expectRefused(api, verb, `/${name}/b`, undefined, { ...expected, path: 'application' });
      await expectRefused(api, verb, `/a/${name}`, undefined, { ...expected, path: 'environment' });
    }
  });

  test('both names are named when both are wrong', async () => {
    const { errors } = await expectRefused(api, 'PUT', '/%00/%01', GROUP, { code: 'invalid_name' });

    expect(errors.map(({ path }) => path)).toEqual(['application', 'environment']);
  });

  test.each(['\x01', '\x7f', '\t'])('raw control characters: %j', async (character) => {
    const answer = await api.send('GET', `/a${character}/b`);

    expectFailure(answer, { code: 'bad_request' });
  });

  test('a URL that is far too long', async () => {
    expectFailure(await api.send('PUT', `/a/${'b'.repeat(20_000)}`, GROUP), {
      status: 431,
      code: 'headers_too_large',
      says: 'too long',
    });
  });
});

describe('404 is not a known URL shape', () => {
  test.each(['//', '///', '/a', '/a/', '//b', '/a//', '/a/b/', '/a/b/c', '//a/b', '/-/', '/-/healthy/', '/a%2Fb'])(
    '%s',
    async (path) => {
      for (const verb of ['GET', 'PUT', 'POST', 'DELETE', 'PATCH'])
        expectFailure(await api.send(verb, path, GROUP), { status: 404, code: 'not_found' });
    },
  );
});

describe('405 comes with Allow', () => {
  test.each(['PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'LINK'])('%s on a group', async (method) => {
    await api.send('PUT', '/a/b', GROUP);
    const answer = await api.send(method, '/a/b');

    expectFailure(answer, {
      status: 405,
      code: 'method_not_allowed',
      says: `method ${method} is not allowed here; send GET, `,
    });
    expect(answer.headers['allow']).toBe('GET, HEAD, PUT, POST, DELETE');
    expect((await shownAt(api, '/a/b'))?.targets).toEqual(['h:1']);
  });

  test.each(['/-/healthy', '/-/ready'])('everything but GET and HEAD on the reserved %s', async (path) => {
    for (const method of ['PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE']) {
      const answer = await api.send(method, path, method === 'TRACE' ? undefined : GROUP);

      expectFailure(answer, { status: 405, code: 'method_not_allowed', says: method });
      expect(answer.headers['allow']).toBe('GET, HEAD');
    }
  });
});

describe('a change with a query, which it would ignore, is refused', () => {
  test.each([
    ['PUT', 'dry_run, idempotent, wait, timeout'],
    ['POST', 'dry_run, idempotent, wait, timeout'],
    ['DELETE', 'dry_run, idempotent'],
  ])('%s', async (verb, known) => {
    await api.send('PUT', '/a/b', GROUP);

    await expectRefused(api, verb, '/a/b?targets=h:1', undefined, {
      code: 'query_not_understood',
      says: `"targets" in the query of the URL is not understood; the parameters of this URL are ${known}; targets and labels go into the body`,
    });
    await expectRefused(api, verb, '/a/b?dry_run=yes&idempotent=true&idempotent=false', undefined, {
      code: 'query_invalid',
      path: 'dry_run',
      says: '"dry_run" in the query of the URL is "yes"; it has to be true or false (and 1 more fault)',
    });
  });

  test.each(['?', '?&', '?&&'])('%s, which is left of a query with an empty variable', async (query) => {
    await api.send('PUT', '/a/b', GROUP);

    await expectRefused(api, 'DELETE', `/a/b${query}`, undefined, {
      code: 'query_not_understood',
      says: `the URL has the query ${JSON.stringify(query)}, which is empty`,
    });
  });

  test('before its body is read, and only where the caller may not read the group is that said first', async () => {
    const request = 'PUT /a/b?targets=h:1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 9\r\n\r\n';
    expectFailure(await sendBytes(api.port, request), { code: 'query_not_understood' });
  });
});

// A fragment has no place in a request; cutting it off makes `/a/b#c` another name for `/a/b`.
test.each(['PUT', 'POST', 'DELETE'])('a raw # is refused, not cut off, in %s', async (verb) => {
  await api.send('PUT', '/a/b', GROUP);

  await expectRefused(api, verb, '/a/b#c', verb === 'DELETE' ? undefined : json({ targets: ['x:1'] }), {
    code: 'bad_request',
  });
});

describe('every response is JSON', () => {
  test.each([
    [200, 'GET', '/a/b'],
    [200, 'PUT', '/a/b'],
    [200, 'GET', '/-/healthy'],
    [200, 'GET', '/-/ready'],
    [400, 'GET', '/%zz/b'],
    [400, 'POST', '/a/b'],
    [404, 'GET', '/a'],
    [405, 'PATCH', '/a/b'],
  ])('%i to %s %s', async (status, method, path) => {
    const answer = await api.send(method, path, method === 'PUT' ? GROUP : undefined);

    expect(answer).toMatchObject({ status, headers: { 'content-type': 'application/json' } });
    expect(() => JSON.parse(answer.text) as unknown).not.toThrow();
    expect(answer.headers).not.toHaveProperty('x-powered-by');
  });

  test.each([
    ['no HTTP', 'garbage\r\n\r\n'],
    ['a space in the URL', 'GET /a b/c HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['two Hosts', 'GET /a/b HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n'],
    ['no Host', 'GET /a/b HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['a broken length', 'DELETE /a/b HTTP/1.1\r\nHost: x\r\nContent-Length: 1x\r\n\r\n'],
    [
      'two framings',
      'DELETE /a/b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a broken chunk', 'DELETE /a/b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['a header without end', `GET /a/b HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}`, 431],
  ])('also to what is not quite HTTP: %s', async (_, bytes, status = 400) => {
    await api.send('PUT', '/a/b', GROUP);
    const answer = await sendBytes(api.port, bytes);

    expect(answer.status).toBe(status);
    failureIn(answer);
    expect((await shownAt(api, '/a/b'))?.targets).toEqual(['h:1']);
  });

  test.each(['/a/b', '/none/here', '/-/healthy', '/-/ready', '/a', '/%zz/b'])(
    'HEAD %s answers as GET does, without the body',
    async (path) => {
      await api.send('PUT', '/a/b', GROUP);
      const headers = { 'X-Request-Id': 'the-same' };
      const get = await api.send('GET', path, { headers });
      const head = await api.send('HEAD', path, { headers });

      expect(head).toEqual({ status: get.status, headers: { ...get.headers, date: head.headers['date'] }, text: '' });
    },
  );
});

describe('the application - is reserved', () => {
  const reserved = useApi();

  test.each(['/-/prod', '/-/Healthy', '/-/Reload', '/%2D/prod', '/-/%2D'])('%s is no group', async (path) => {
    for (const method of ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH'])
      expect([method, (await reserved.send(method, path)).status]).toEqual([method, 404]);
  });

  test('names that only begin with it are groups like any other', async () => {
    for (const path of ['/--/prod', '/-x/prod', '/x/-'])
      expect([path, (await reserved.send('GET', path)).status]).toEqual([path, 200]);
  });
});
