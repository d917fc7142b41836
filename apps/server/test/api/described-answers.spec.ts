import { once } from 'node:events';
import { connect } from 'node:net';
import { fault, type TargetGroupErrorCode, type TargetGroupStore } from '@target-eye/domain';
import { InMemoryPrometheus, InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { AccessControl } from '../../src/access/access-control.js';
import type { ReloadOutcome } from '../../src/operator-files/reload-events.js';
import { AnswerHeaders } from '../../src/http/answer/answer-headers.js';
import { BodyBudget } from '../../src/http/body/body-budget.js';
import { SYSTEM_CLOCK } from '../../src/turns/system-clock.js';
import { useApis } from '../support/api.js';
import { content, json, JSON_TYPE } from '../support/content.js';
import { codesOf, type Operation, OPERATIONS } from '../support/description.js';
import { ask, requestOf, seed, type Sending } from '../support/described-requests.js';
import type { Answer } from '../support/answer.js';
import { bytesOf, type Content, parseAnswer } from '../support/raw-request.js';

type Options = Parameters<ReturnType<typeof useApis>>[0];

const open = useApis();
const seen = new Set<string>();

afterEach(() => jest.restoreAllMocks());

/** The operations that can fail with a code, and the status that it has there. */
function failingWith(code: string, ids?: readonly string[]): readonly (readonly [Operation, number])[] {
  return OPERATIONS.filter(({ id }) => ids?.includes(id) ?? true).flatMap((operation) =>
    [...codesOf(operation)].filter(([, codes]) => codes.includes(code)).map(([status]) => [operation, status] as const),
  );
}

function note({ id, method }: Operation, answer: Answer, status: number, code: string): void {
  expect({ id, status: answer.status }).toEqual({ id, status });
  if (method !== 'HEAD') expect({ id, code: (JSON.parse(answer.text) as { code: string }).code }).toEqual({ id, code });
  seen.add(`${id} ${String(status)} ${code}`);
}

/** Sends the same to every operation, or to those that are named, and expects what the description says. */
async function provoke(
  code: string,
  { options, ids, ...sending }: Sending & { readonly options?: Options; readonly ids?: readonly string[] },
): Promise<void> {
  const operations = failingWith(code, ids);
  expect(operations.length).toBeGreaterThan(0);
  const api = await open(options);
  for (const [operation, status] of operations) note(operation, await ask(api, operation, sending), status, code);
}

const closed = { users: () => new Map([['anna', 'x']]), rules: () => undefined, readsWithoutLogin: false };
const withRules = { ...closed, rules: () => ({ anonymous: 'none' as const, clients: [] }) };
const changes = ['replaceGroup', 'addToGroup', 'removeFromGroup'];
const bulk = ['replaceGroups', 'removeGroups', 'retireTarget'];

const statuses = ['showGroupStatus', 'headGroupStatus'];
const history = ['showHistory', 'headHistory'];
/** A service that asks a Prometheus, which does not answer. */
const asking = (store: TargetGroupStore = new InMemoryTargetGroupStore()) => ({
  store,
  prometheus: [new InMemoryPrometheus(SYSTEM_CLOCK, () => ({ state: 'unreachable', reason: 'it is a test' }))],
});

describe('what can become of any request', () => {
  test('bad_request', () => provoke('bad_request', { headers: { host: 'x' } }));
  test('host_unknown', () => provoke('host_unknown', { options: { serverNames: ['other.test'] } }));
  test('headers_too_large', () => {
    const headers = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`a${String(index)}`, '']));
    return provoke('headers_too_large', { headers });
  });
  test('login_required', () => provoke('login_required', { options: { access: new AccessControl(closed) } }));
  test('login_failed', () =>
    provoke('login_failed', {
      options: { access: new AccessControl(closed) },
      headers: { Authorization: 'Bearer te_x' },
    }));
  test('too_many_logins', () => {
    jest.spyOn(AccessControl.prototype, 'identify').mockResolvedValue('busy');
    return provoke('too_many_logins', { headers: { Authorization: 'Bearer te_x' } });
  });
  test('not_permitted', () => {
    jest.spyOn(AccessControl.prototype, 'identify').mockResolvedValue({ kind: 'user', name: 'anna' });
    const headers = { Authorization: 'Bearer te_x' };
    return provoke('not_permitted', { options: { access: new AccessControl(withRules) }, headers });
  });
  test('too_many_requests', async () => {
    for (const [operation, status] of failingWith('too_many_requests')) {
      const api = await open({ rateLimit: () => ({ requests: 1, milliseconds: 60_000 }) });
      await ask(api, operation);
      note(operation, await ask(api, operation), status, 'too_many_requests');
    }
  });
  test('internal', async () => {
    const api = await open(asking());
    for (const [operation, status] of failingWith('internal')) {
      if (operation.id === 'reload') continue;
      await seed(api);
      jest.spyOn(AnswerHeaders.prototype, 'besidesThoseOf').mockImplementationOnce(() => {
        throw new Error('a defect');
      });
      note(operation, await ask(api, operation), status, 'internal');
    }
  });
  test('stopping', async () => {
    for (const [operation, status] of failingWith('stopping'))
      note(operation, await answerWhileStopping(operation), status, 'stopping');
  });
  test('bad_percent_encoding', async () => {
    await provoke('bad_percent_encoding', { query: 'x=%', ids: [...changes, ...bulk, ...QUERIED] });
    await provoke('bad_percent_encoding', { path: '/%/prod', ids: ['showGroup', 'headGroup'] });
    await provoke('bad_percent_encoding', { path: '/-/ui/%', ids: ['showPageFile', 'headPageFile'] });
  });
  test('query_not_understood', () => provoke('query_not_understood', { query: 'odd=1' }));
  test('query_invalid', async () => {
    await provoke('query_invalid', { query: 'dry_run=1', ids: [...changes, ...bulk] });
    await provoke('query_invalid', { query: 'label=x', ids: ['listGroups', 'headGroups'] });
    await provoke('query_invalid', { query: 'label=x', ids: ['discoverTargets', 'headTargets'] });
    await provoke('query_invalid', { query: 'label=x', ids: ['showStatus', 'headStatus'] });
    await provoke('query_invalid', { query: 'wait=x', ids: ['showGroupStatus', 'headGroupStatus'] });
  });
  test('not_found', () => provoke('not_found', { options: { page: undefined } }));
  test('cross_site', () => provoke('cross_site', { headers: { 'Sec-Fetch-Site': 'cross-site' } }));
});

const QUERIED = ['listGroups', 'headGroups', 'discoverTargets', 'headTargets', 'describeApi', 'headDescription'].concat(
  [
    'showGroupDetails',
    'headGroupDetails',
    ...statuses,
    'showStatus',
    'headStatus',
    ...history,
    'showAbout',
    'headAbout',
  ],
);

/** What a second request on a connection is answered while the service stops after the first. */
async function answerWhileStopping(operation: Operation): Promise<Answer> {
  const store = new InMemoryTargetGroupStore();
  let release = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    jest.spyOn(store, 'find').mockImplementation(() => {
      resolve();
      return new Promise((answer) => {
        release = () => {
          answer(undefined);
        };
      });
    });
  });
  const api = await open({ store });
  const socket = connect(api.port, '127.0.0.1');
  const received: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => received.push(chunk));
  socket.write('GET /a/b HTTP/1.1\r\nHost: x\r\n\r\n');
  await asked;
  const stopped = api.stop();
  socket.write(bytesOf(...requestOf(operation, {})), () => setTimeout(release, 20));
  await once(socket, 'close');
  await stopped;
  return parseAnswer(
    Buffer.concat(received)
      .toString()
      .split(/(?=HTTP\/1\.1 )/g)[1] ?? '',
  );
}

const LOGIN = { headers: { Authorization: 'Bearer te_x' } };
/** A service that lets itself be told to reload. */
function reloading(reload: () => readonly ReloadOutcome[]): Options {
  jest.spyOn(AccessControl.prototype, 'identify').mockResolvedValue({ kind: 'user', name: 'anna' });
  return { access: new AccessControl(closed), reload };
}

describe('the service', () => {
  test('not_ready', () =>
    provoke('not_ready', { options: { status: { problem: () => ({ code: 'stopping', fact: 'x' }) } } }));
  test('reload_needs_logins', () => provoke('reload_needs_logins', {}));
  test('reload_failed', () => {
    const options = reloading(() => [{ what: 'the access file', error: new Error('x') }] as never);
    return provoke('reload_failed', { options, ...LOGIN });
  });
  test('internal of a reload', () => {
    const options = reloading(() => {
      throw new Error('a defect');
    });
    return provoke('internal', { options, ids: ['reload'], ...LOGIN });
  });
});

const one = (more: object) => ({ application: 'payments', environment: 'prod', targets: ['h:1'], ...more });
const many = (...groups: readonly object[]) => json({ groups });
const LONG = Array.from({ length: 200_001 }, (_, index) => String(index));
const LABELS = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`a${String(index)}`, '']));

describe('bodies', () => {
  test.each([
    ['content_type_missing', { body: 'x' }],
    ['content_type_unknown', content('text/plain', 'x')],
    ['charset_unknown', content(`${JSON_TYPE}; charset=latin1`, '{}')],
    ['content_encoding_unknown', { headers: { 'Content-Type': JSON_TYPE, 'Content-Encoding': 'zstd' }, body: '{}' }],
    ['body_malformed', content(JSON_TYPE, '{')],
    ['unknown_key', json({ odd: 1 })],
  ])('%s', (code, sent) => provoke(code, { content: sent }));

  test('wrong_type', async () => {
    await provoke('wrong_type', { content: json({ targets: 1 }), ids: changes });
    await provoke('wrong_type', { content: json({ groups: 1 }), ids: bulk });
  });
  test('body_too_large', () =>
    provoke('body_too_large', { options: { maxBodySize: 10 }, content: json({ targets: ['h:1'] }) }));
  test('body_too_complex', async () => {
    await provoke('body_too_complex', { content: json({ labels: LABELS }), ids: changes });
    await provoke('body_too_complex', { content: many(one({ labels: LABELS })), ids: bulk });
  });
  test('too_many_targets', async () => {
    await provoke('too_many_targets', { content: json({ targets: LONG }), ids: changes });
    await provoke('too_many_targets', {
      content: many(one({ targets: LONG }), one({ targets: LONG }), one({ targets: LONG })),
      ids: bulk,
    });
  });
  test('too_many_bodies', () => {
    const share = { take: () => 'exhausted', arrived: () => 0, keep: () => 0, close: () => 0 };
    jest.spyOn(BodyBudget.prototype, 'open').mockReturnValue(share as never);
    return provoke('too_many_bodies', { content: json({ targets: LONG }) });
  });
});

describe('groups', () => {
  test.each<[string, object, readonly string[]]>([
    ['invalid_target', { targets: ['h:0'] }, ['replaceGroup', 'addToGroup']],
    ['targets_empty', { targets: [] }, changes],
    ['invalid_label_name', { targets: ['h:1'], labels: { 'a-b': 'x' } }, ['replaceGroup', 'addToGroup']],
    ['invalid_label_value', { targets: ['h:1'], labels: { __scheme__: 'x' } }, ['replaceGroup', 'addToGroup']],
    ['label_refused', { targets: ['h:1'], labels: { __address__: 'x' } }, ['replaceGroup', 'addToGroup']],
    ['label_required', { targets: ['h:1'], labels: { job: '' } }, ['replaceGroup', 'addToGroup']],
    ['group_unknown', { labels: { a: 'x' } }, changes],
    ['nothing_given', {}, ['addToGroup', 'removeFromGroup']],
    ['labels_empty', { labels: {} }, ['addToGroup', 'removeFromGroup']],
    ['target_repeated', { targets: ['h:1', 'h:1'] }, ['addToGroup', 'removeFromGroup']],
  ])('%s where there is none', (code, body, ids) => provoke(code, { content: json(body), ids }));

  test.each<[string, object, string]>([
    ['target_exists', { targets: ['10.3.3.1:9100'] }, 'addToGroup'],
    ['labels_unchanged', { labels: { team: 'checkout' } }, 'addToGroup'],
    ['label_value_blank', { labels: { team: '' } }, 'addToGroup'],
    ['invalid_target', { targets: ['h:0'] }, 'removeFromGroup'],
    ['label_required', { labels: { job: 'payments' } }, 'removeFromGroup'],
    ['target_unknown', { targets: ['h:1'] }, 'removeFromGroup'],
    ['label_unknown', { labels: { odd: 'x' } }, 'removeFromGroup'],
    ['label_value_differs', { labels: { team: 'x' } }, 'removeFromGroup'],
    ['labels_remain', { targets: ['10.3.3.1:9100', '10.3.3.2:9100'] }, 'removeFromGroup'],
  ])('%s where there is one', async (code, body, id) => {
    const store = new InMemoryTargetGroupStore();
    await seed(await open({ store }));
    const query = code.startsWith('invalid') ? 'idempotent=true' : 'idempotent=false';
    await provoke(code, { options: { store }, content: json(body), ids: [id], query });
  });

  test('group_unknown of what is shown', () =>
    provoke('group_unknown', { options: asking(), ids: ['showGroupDetails', 'headGroupDetails', ...statuses] }));
  test('invalid_name', async () => {
    await provoke('invalid_name', { path: '/%01/prod', ids: [...changes, 'showGroup', 'headGroup'] });
    await provoke('invalid_name', { path: '/api/v1/groups/%01/prod', ids: ['showGroupDetails', 'headGroupDetails'] });
    await provoke('invalid_name', { path: '/api/v1/groups/%01/prod/status', ids: statuses });
  });
});

describe('many groups', () => {
  test.each<[string, Content, string]>([
    ['invalid_target', many(one({ targets: ['h:0'] })), 'prune=false'],
    ['targets_empty', many(one({ targets: [] })), 'prune=false'],
    ['invalid_label_name', many(one({ labels: { 'a-b': 'x' } })), 'prune=false'],
    ['invalid_label_value', many(one({ labels: { __scheme__: 'x' } })), 'prune=false'],
    ['label_refused', many(one({ labels: { __address__: 'x' } })), 'prune=false'],
    ['label_required', many(one({ labels: { job: '' } })), 'prune=false'],
    ['invalid_name', many(one({ application: '' })), 'prune=false'],
    ['group_repeated', many(one({}), one({})), 'prune=false'],
    ['group_outside_filter', many(one({})), 'application=shop'],
    ['groups_empty', many(), 'prune=false'],
    ['nothing_given', { headers: {} }, 'prune=false'],
  ])('%s', (code, sent, query) => provoke(code, { content: sent, ids: ['replaceGroups'], query }));

  test('too_much_at_once', async () => {
    for (const [operation, status] of failingWith('too_much_at_once')) {
      const store = new InMemoryTargetGroupStore();
      await seed(await open({ store }));
      const api = await open({ store, fuse: { percent: 0, targets: 1 } });
      note(operation, await ask(api, operation), status, 'too_much_at_once');
    }
  });
});

describe('policies', () => {
  test.each(['target_not_allowed', 'target_not_checked'] as const)('%s', async (code) => {
    const review: Policy = (addresses) =>
      Promise.resolve(addresses.map(({ target }) => ({ target, code, reason: 'the test says so' })));
    const options = { store: new InMemoryTargetGroupStore(), policies: [{ review }] };
    await provoke(code, { options, ids: ['replaceGroup', 'addToGroup', 'replaceGroups'] });
    // Without the label Prometheus connects to another port.
    const labels = { __scheme__: 'https' };
    const api = await open({ store: options.store });
    await api.send('PUT', '/payments/prod', json({ targets: ['h'], labels }));
    await provoke(code, { options, content: json({ labels }), ids: ['removeFromGroup'] });
  });
  test('too_many_names', () => {
    const review: Policy = () => Promise.reject(fault('', 'too_many_names', 'the test says so'));
    return provoke('too_many_names', { options: { policies: [{ review }] } });
  });
});

type Policy = NonNullable<NonNullable<Options>['policies']>[number]['review'];

describe('the store', () => {
  const brokenBy = (code: TargetGroupErrorCode, ...methods: readonly (keyof TargetGroupStore)[]): TargetGroupStore => {
    const fail = (): Promise<never> => Promise.reject(fault('', code, 'the test says so'));
    return Object.assign(new InMemoryTargetGroupStore(), Object.fromEntries(methods.map((method) => [method, fail])));
  };

  test.each([
    'unreadable',
    'take_over_not_permitted',
    'group_too_large',
    'storage_full',
    'storage_unavailable',
  ] as const)('%s when groups are changed', async (code) => {
    const broken = brokenBy(code, 'update', 'replace');
    for (const [operation, status] of failingWith(code, [...changes, ...bulk])) {
      const store = new InMemoryTargetGroupStore();
      const api = await open({ store });
      await seed(api);
      Object.assign(store, { update: broken.update.bind(broken), replace: broken.replace.bind(broken) });
      note(operation, await ask(api, operation), status, code);
    }
  });
  test('name_too_long when groups are changed', () =>
    provoke('name_too_long', {
      options: { store: brokenBy('name_too_long', 'update', 'replace') },
      ids: [...changes, 'replaceGroups'],
    }));
  test.each(['unreadable', 'name_too_long'] as const)('%s when a group is shown', (code) =>
    provoke(code, {
      options: asking(brokenBy(code, 'find')),
      ids: ['showGroup', 'headGroup', 'showGroupDetails', 'headGroupDetails', ...statuses],
    }),
  );
  test('storage_unavailable when all are shown', () =>
    provoke('storage_unavailable', {
      options: asking(brokenBy('storage_unavailable', 'snapshot')),
      ids: ['listGroups', 'headGroups', 'discoverTargets', 'headTargets', 'showStatus', 'headStatus', ...history],
    }));
  test('storage_unavailable when one is shown', () =>
    provoke('storage_unavailable', {
      options: { store: brokenBy('storage_unavailable', 'find') },
      ids: ['showGroup', 'headGroup', 'showGroupDetails', 'headGroupDetails'],
    }));
  test('storage_unavailable when a status is shown', async () => {
    const store = brokenBy('storage_unavailable', 'snapshot');
    await seed(await open({ store }));
    await provoke('storage_unavailable', { options: asking(store), ids: statuses });
  });
  test('precondition_failed', async () => {
    const store = new InMemoryTargetGroupStore();
    await seed(await open({ store }));
    await provoke('precondition_failed', { options: { store }, headers: { 'If-Match': '"x"' } });
  });
});

test('prometheus_not_set', () =>
  provoke('prometheus_not_set', {
    query: 'wait=up',
    ids: ['replaceGroup', 'addToGroup', 'showGroupStatus', 'headGroupStatus'],
  }));
test('prometheus_not_set of all groups', async () => {
  await provoke('prometheus_not_set', { ids: ['showStatus', 'headStatus', ...history] });
  await provoke('prometheus_not_set', { query: 'statuses=true', ids: ['listGroups', 'headGroups'] });
});

describe('waiting', () => {
  test('too_many_waiting', async () => {
    const api = await open(asking());
    while (api.waits?.enter() !== undefined);
    for (const [operation, status] of failingWith('too_many_waiting'))
      note(operation, await ask(api, operation, { query: 'wait=up' }), status, 'too_many_waiting');
  });
  test('not_up', async () => {
    const store = new InMemoryTargetGroupStore();
    await seed(await open({ store }));
    await provoke('not_up', { options: asking(store), query: 'wait=up&timeout=1ms' });
  });
});

test('every code that the description knows of an operation was seen', () => {
  const described = OPERATIONS.flatMap((operation) =>
    [...codesOf(operation)].flatMap(([status, codes]) =>
      codes.map((code) => `${operation.id} ${String(status)} ${code}`),
    ),
  );
  expect(described.filter((each) => !seen.has(each))).toEqual([]);
});
