import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { beginChecks, endChecks } from '../support/checked-exchanges.js';
import { content, JSON_TYPE, json } from '../support/content.js';
import { ask, SEEDS, type Sending } from '../support/described-requests.js';
import { allExamples, type Contents, type Described, examplesAt } from '../support/description.js';
import { type Operation, OPERATIONS, type Parameter, within } from '../support/description.js';
import type { Answer } from '../support/answer.js';
import { type FakePrometheus, startFakePrometheus } from '../support/fake-prometheus.js';
import { type Content, sendRequest } from '../support/raw-request.js';
import { type RunningServer, startServer } from '../support/running-server.js';

const TOKEN = 'te_for-this-test';
const ACCESS = `clients: [{name: test, token_sha256: ${createHash('sha256').update(TOKEN).digest('hex')}, write: ["*/*"]}]`;

const home = mkdtempSync(join(tmpdir(), 'target-eye-'));
let server: RunningServer;
let prometheus: FakePrometheus;
let port: number;
/** What the examples name in the page as it is built now. */
let pageFile: string;

beforeAll(async () => {
  // As a directory that Prometheus may read: there is nothing to warn of.
  chmodSync(home, 0o755);
  const files = { ACCESS_FILE: join(home, 'access.yml'), WEB_CONFIG_FILE: join(home, 'web.yml') };
  writeFileSync(files.ACCESS_FILE, ACCESS);
  writeFileSync(files.WEB_CONFIG_FILE, '{}');
  const directory = join(home, 'file_sd');
  mkdirSync(directory);
  prometheus = await startFakePrometheus(directory);
  // That of the group that no example of a change is about.
  prometheus.refusing.add('10.4.4.1:9100');
  server = await startServer({ FILE_SD_DIRECTORY: directory, PROMETHEUS_URLS: prometheus.url, ...files });
  port = Number(new URL(server.url).port);
  beginChecks(port, { rootPath: '', headers: () => [] });
  const { text } = await api.send('GET', '/', { headers: { Accept: 'text/html' } });
  pageFile = /-\/ui\/main-\w+\.js/.exec(text)?.[0] ?? '';
});
afterAll(async () => {
  endChecks(port);
  await server.stop();
  await prometheus.close();
  rmSync(home, { recursive: true, force: true });
});

const api = {
  send: (method: string, path: string, { headers, body }: Content = {}) =>
    sendRequest(port, method, path, {
      headers: { Authorization: `Bearer ${TOKEN}`, ...headers },
      ...(body !== undefined && { body }),
    }),
};

/** Makes the groups of the examples the only ones. */
async function seed(): Promise<void> {
  const groups = Object.entries(SEEDS).map(([path, group]) => {
    const [, application, environment] = path.split('/');
    return { application, environment, ...group };
  });
  expect(await api.send('PUT', '/api/v1/groups?prune=true', json({ groups }))).toMatchObject({ status: 200 });
}

/** A request, and the example that it has. */
interface Request extends Sending {
  readonly uses?: string;
}

const OTHER_STATE = { headers: { 'If-Match': '"00000000000000000000000000000000"' } };
const NO_TARGET = { content: json({ targets: ['http://10.3.3.1'] }) };

/** What shows those examples of answers that no example of a request shows. */
const FURTHER: Readonly<Record<string, readonly Sending[]>> = {
  showGroup: [{ path: '/payments/test' }],
  headGroup: [{ path: '/payments/test' }],
  replaceGroup: [NO_TARGET, OTHER_STATE],
  addToGroup: [NO_TARGET, OTHER_STATE],
  removeFromGroup: [{ content: json({ targets: ['10.3.3.9:9100'] }) }, OTHER_STATE],
};

function requestsOf(operation: Operation): readonly Request[] {
  return [
    {},
    ...operation.parameters.flatMap(requestsWith),
    ...(operation.body === undefined ? [] : requestsWithBody(operation.body)),
  ];
}

function requestsWith({ pointer, value: { in: place, name } }: Described<Parameter>): readonly Request[] {
  return examplesAt(pointer).map(({ pointer: uses, value }) => {
    if (place === 'path') return { uses };
    if (place === 'query') {
      const values = Array.isArray(value) ? (value as readonly unknown[]) : [value];
      const query = String(new URLSearchParams(values.map((each): [string, string] => [name, String(each)])));
      return { uses, query: name === 'timeout' ? `wait=up&${query}` : query };
    }
    // Where there has to be no group, DELETE has nothing to do.
    const absent = value === '*' && { path: '/payments/test', query: 'idempotent=true' };
    return { uses, headers: { [name]: String(value) }, ...absent };
  });
}

function requestsWithBody(body: Described<{ readonly content: Contents }>): readonly Request[] {
  return contentsOf(body).flatMap(([type, pointer]) =>
    examplesAt(pointer).map(({ pointer: uses, value }) => ({ uses, content: content(type, written(type, value)) })),
  );
}

/** The media types of a body, and the pointers to them. */
function contentsOf({ pointer, value }: Described<{ readonly content?: Contents }>) {
  return Object.keys(value.content ?? {}).map((type) => [type, within(pointer, 'content', type)] as const);
}

function written(type: string, value: unknown): string {
  if (type === JSON_TYPE) return JSON.stringify(value);
  return type.includes('yaml') ? stringify(value) : String(new URLSearchParams(value as Record<string, string>));
}

const seen = new Set<string>();
const used = new Set<string>();

/** Sends a request to a server that has the groups of the examples and no others. */
async function answerTo(operation: Operation, sending: Sending): Promise<Answer> {
  await seed();
  const path = operation.path === '/-/ui/{file}' ? { path: `/${pageFile}` } : {};
  const answer = await ask(api, operation, { ...path, ...sending });
  seen.add(`${operation.id} ${String(answer.status)}`);
  return answer;
}

/** Times, where the Prometheus and its files are, which service and page it is, and what was counted before. */
const VARYING = ['changed_at', 'asked_at', 'last_scrape', 'read_at', 'url', 'prometheus', 'file_sd_directory'].concat([
  'version',
  'build',
  'samples',
]);

/** What a body says that is the same each time. */
function constant(text: string): unknown {
  return JSON.parse(text, (name, value: unknown) => (VARYING.includes(name) ? typeof value : value));
}

describe.each(OPERATIONS)('$id', (operation) => {
  /** What shows the body that HEAD leaves out. */
  const showing = operation.method === 'HEAD' ? { ...operation, method: 'GET' } : operation;

  test.each(requestsOf(operation))('does what %j asks for', async ({ uses, ...sending }) => {
    expect(await answerTo(operation, sending)).toMatchObject({ status: 200 });
    if (uses !== undefined) used.add(uses);
  });

  test('answers what the examples of answers say', async () => {
    const examples = [...operation.responses.values()]
      .flatMap(contentsOf)
      .flatMap(([, pointer]) => examplesAt(pointer));
    const answers: unknown[] = [];
    if (examples.length > 0)
      for (const sending of [...requestsOf(operation), ...(FURTHER[operation.id] ?? [])])
        answers.push(constant((await answerTo(showing, sending)).text));
    for (const { pointer, value } of examples) {
      expect(answers).toContainEqual(constant(JSON.stringify(value)));
      used.add(pointer);
    }
  });

  if (operation.responses.has(304))
    test('answers 304 to a client that has its answer', async () => {
      const { etag = '' } = (await answerTo(operation, {})).headers;
      const known = { headers: { 'If-None-Match': etag } };
      expect(await answerTo(operation, known)).toMatchObject({ status: 304, headers: { etag } });
    });
});

test('every example was sent, or was an answer', () => {
  expect(allExamples().flatMap(({ pointer }) => (used.has(pointer) ? [] : [pointer]))).toEqual([]);
});

test('every success was seen', () => {
  const described = OPERATIONS.flatMap(({ id, responses }) =>
    [...responses.keys()].flatMap((status) => (status < 400 ? [`${id} ${String(status)}`] : [])),
  );
  expect(described.filter((each) => !seen.has(each))).toEqual([]);
});

test('everything has an example, but what an ETag shows, and answers that are long or differ each time', () => {
  const without = OPERATIONS.flatMap(({ id, parameters, body, responses }) => {
    const isShown = (name: string): boolean => name === 'If-None-Match' && responses.has(304);
    const described = [
      ...parameters.filter(({ value }) => !isShown(value.name)).map(({ pointer }) => pointer),
      ...[body, responses.get(200)].flatMap((each) =>
        each === undefined ? [] : contentsOf(each).map(([, pointer]) => pointer),
      ),
    ];
    return described.flatMap((pointer) => (examplesAt(pointer).length > 0 ? [] : [id]));
  });
  const files = ['showPage', 'headPage', 'showPageFile', 'headPageFile'];
  expect([...new Set(without)]).toEqual([...files, 'describeApi', 'headDescription', 'showMetrics', 'headMetrics']);
});
