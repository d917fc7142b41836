import { once } from 'node:events';
import { connect } from 'node:net';
import { fault } from '@target-eye/domain';
import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { useApis } from '../../../test/support/api.js';
import { form, json } from '../../../test/support/content.js';
import { expectFailure } from '../../../test/support/refusal.js';
import { until } from '../../../test/support/until.js';

const open = useApis();

type Api = Awaited<ReturnType<typeof open>>;

/** The value of one series, 0 when it is not there. */
async function value(api: Api, series: string): Promise<number> {
  const { text } = await api.send('GET', '/metrics');
  const line = text.split('\n').find((sample) => sample.startsWith(`${series} `));
  return Number(line?.split(' ').at(-1) ?? 0);
}

test('GET shows them as text for Prometheus, HEAD the headers only', async () => {
  const api = await open();
  const shown = await api.send('GET', '/metrics');
  expect(shown).toMatchObject({
    status: 200,
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
  });
  expect(shown.text).toContain('# TYPE target_eye_http_requests_total counter\n');
  const head = await api.send('HEAD', '/metrics');
  expect(head).toMatchObject({ status: 200, text: '' });
  expect(Number(head.headers['content-length'])).toBeGreaterThan(0);
});

test.each(['PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'])('%s is not allowed', async (method) => {
  const answer = await (await open()).send(method, '/metrics');
  expectFailure(answer, { status: 405, code: 'method_not_allowed' });
  expect(answer.headers['allow']).toBe('GET, HEAD');
});

test.each(['/metrics/', '/Metrics'])('%s is something else', async (path) => {
  expectFailure(await (await open()).send('GET', path), { status: 404, code: 'not_found' });
});

describe('a change is counted by what became of it:', () => {
  const target = form('targets=h:1');

  test.each<[string, string, () => ReturnType<typeof form> | undefined, string]>([
    ['PUT', '/shop/new', () => target, 'created'],
    ['PUT', '/shop/prod', () => form('targets=h:2'), 'changed'],
    ['PUT', '/shop/prod', () => target, 'unchanged'],
    ['POST', '/shop/prod', () => form('targets=h:2'), 'changed'],
    ['DELETE', '/shop/prod', () => undefined, 'removed'],
    ['POST', '/shop/prod', () => target, 'refused'],
    ['DELETE', '/shop/none', () => undefined, 'refused'],
    ['PUT', '/shop/b%ff', () => target, 'refused'],
    ['PUT', '/shop/prod', () => form('targets=%'), 'refused'],
  ])('%s %s', async (verb, path, body, outcome) => {
    const api = await open();
    await api.send('PUT', '/shop/prod', target);
    const series = `target_eye_changes_total{verb="${verb}",outcome="${outcome}"}`;
    const before = await value(api, series);
    await api.send(verb, path, body());
    expect(await value(api, series)).toBe(before + 1);
  });

  test('failed, when it could not be stored', async () => {
    const store = new InMemoryTargetGroupStore();
    jest.spyOn(store, 'update').mockRejectedValue(fault('', 'storage_full', 'the disk is full'));
    const api = await open({ store });
    expect(await api.send('PUT', '/shop/prod', target)).toMatchObject({ status: 507 });
    expect(await value(api, 'target_eye_changes_total{verb="PUT",outcome="failed"}')).toBe(1);
  });

  test('what is no change does not count', async () => {
    const api = await open();
    await api.send('GET', '/shop/b%ff');
    await api.send('PATCH', '/shop/prod');
    await api.send('PUT', '/-/ready');
    const { text } = await api.send('GET', '/metrics');
    const counts = [...text.matchAll(/^target_eye_changes_total\{.*\} (\d+)$/gm)].map(([, count]) => count);
    expect(new Set(counts)).toEqual(new Set(['0']));
  });
});

describe('a request to many groups', () => {
  const groups = (count: number, targets = 1) =>
    json({
      groups: Array.from({ length: count }, (_, group) => ({
        application: 'shop',
        environment: `e${String(group)}`,
        targets: Array.from({ length: targets }, (__, target) => `h-${String(group)}-${String(target)}:1`),
      })),
    });

  test('is counted by its size and by what became of its groups, and each change as a change', async () => {
    const api = await open();
    await api.send('PUT', '/api/v1/groups', groups(2));
    await api.send('PUT', '/api/v1/groups', groups(3));
    expect(await value(api, 'target_eye_bulk_size_count')).toBe(2);
    expect(await value(api, 'target_eye_bulk_size_sum')).toBe(5);
    expect(await value(api, 'target_eye_bulk_groups_total{outcome="created"}')).toBe(3);
    expect(await value(api, 'target_eye_bulk_groups_total{outcome="unchanged"}')).toBe(2);
    expect(await value(api, 'target_eye_changes_total{verb="PUT",outcome="created"}')).toBe(3);
  });

  test('is counted apart when it is only tried', async () => {
    const api = await open();
    await api.send('PUT', '/api/v1/groups?dry_run=true', groups(2));
    expect(await value(api, 'target_eye_dry_runs_total{verb="PUT"}')).toBe(1);
    expect(await value(api, 'target_eye_bulk_size_count')).toBe(0);
    expect(await value(api, 'target_eye_changes_total{verb="PUT",outcome="created"}')).toBe(0);
  });

  test('is counted by the code of its answer when the fuse stops it, or its condition fails', async () => {
    const api = await open();
    await api.send('PUT', '/api/v1/groups', groups(2, 15));
    expect(await api.send('DELETE', '/api/v1/groups?application=shop')).toMatchObject({ status: 409 });
    expect(await value(api, 'target_eye_http_errors_total{error="too_much_at_once"}')).toBe(1);
    const { body, headers } = groups(1);
    const conditional = { ...(body !== undefined && { body }), headers: { ...headers, 'If-Match': '"other"' } };
    expect(await api.send('PUT', '/api/v1/groups', conditional)).toMatchObject({ status: 412 });
    expect(await value(api, 'target_eye_http_errors_total{error="precondition_failed"}')).toBe(1);
    expect(await value(api, 'target_eye_bulk_size_count')).toBe(1);
  });
});

test('a poll that has what there is already is counted by its status', async () => {
  const api = await open();
  const { etag } = (await api.send('GET', '/http_sd')).headers;
  await api.send('GET', '/http_sd', { headers: { 'If-None-Match': String(etag) } });
  const series = (code: number) =>
    `target_eye_http_requests_total{handler="/http_sd",method="GET",code="${String(code)}"}`;
  expect([await value(api, series(200)), await value(api, series(304))]).toEqual([1, 1]);
  expect(await value(api, 'target_eye_http_response_size_bytes_count{handler="/http_sd"}')).toBe(1);
});

describe('a request', () => {
  test('is counted by its URL, its method and its status, the scrape itself too', async () => {
    const api = await open();
    const count = (handler: string, method: string, code: number) =>
      value(api, `target_eye_http_requests_total{handler="${handler}",method="${method}",code="${String(code)}"}`);
    await api.send('GET', '/-/healthy');
    await api.send('GET', '/nowhere');
    await api.send('GET', '/a#b');
    await api.send('GET', '/shop/prod');
    await api.send('PATCH', '/shop/test');
    expect(await count('/-/healthy', 'GET', 200)).toBe(1);
    expect(await count('/metrics', 'GET', 200)).toBe(1);
    expect(await count('other', 'GET', 404)).toBe(1);
    expect(await count('other', 'GET', 400)).toBe(1);
    expect(await count('/<application>/<environment>', 'GET', 200)).toBe(1);
    expect(await count('/<application>/<environment>', 'other', 405)).toBe(1);
  });

  test('is counted without the prefix of all URLs, and elsewhere as none of them', async () => {
    const api = await open({ rootPath: '/te' });
    await api.send('GET', '/te/shop/prod');
    await api.send('GET', '/shop/prod');
    const { text } = await api.send('GET', '/te/metrics');
    expect(text).toContain('{handler="/<application>/<environment>",method="GET",code="200"} 1\n');
    expect(text).toContain('{handler="other",method="GET",code="404"} 1\n');
  });

  test('is measured by the length of its answer', async () => {
    const api = await open();
    const { text } = await api.send('GET', '/shop/prod');
    await api.send('HEAD', '/shop/prod');
    const series = 'target_eye_http_response_size_bytes_sum{handler="/<application>/<environment>"}';
    expect(await value(api, series)).toBe(Buffer.byteLength(text));
  });

  test('whose client goes away is counted as 499', async () => {
    const store = new InMemoryTargetGroupStore();
    let answer: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      jest.spyOn(store, 'find').mockImplementation(async () => {
        resolve();
        await new Promise<void>((release) => (answer = release));
        return undefined;
      });
    });
    const api = await open({ store });
    const socket = connect(api.port, '127.0.0.1');
    socket.write('GET /shop/prod HTTP/1.1\r\nHost: x\r\n\r\n');
    await asked;
    socket.resetAndDestroy();
    await once(socket, 'close');
    const series = 'target_eye_http_requests_total{handler="/<application>/<environment>",method="GET",code="499"}';
    await until('it is counted', async () => (await value(api, series)) > 0);
    answer();
    expect(await value(api, series)).toBe(1);
  });
});
