import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { json } from '../support/content.js';
import { keepConnection, type KeptConnection } from '../support/kept-connection.js';
import { expectFailure } from '../support/refusal.js';
import { type RunningServer, startServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

let server: RunningServer;
let api: KeptConnection;

// Before the directory is removed, whose own hook comes after this one.
afterEach(async () => {
  api.close();
  await server.stop();
});

const home = useTemporaryDirectory();
const directory = () => join(home(), 'file_sd');
const fileOf = (name: string) => join(directory(), `${name}@prod.json`);

beforeEach(async () => {
  server = await startServer({ FILE_SD_DIRECTORY: directory() });
  api = keepConnection(server.url);
});

const put = async (name: string) => api.send('PUT', `/${name}/prod`, json({ targets: [`${name}:1`] }));
const list = () => api.send('GET', '/http_sd');
const status = async () => (await list()).status;

/** What was listed with 200, each once, while something happens and a second longer, in which it is noticed. */
async function listedWhile(happens: () => void): Promise<readonly string[]> {
  const listed = new Set<string>();
  happens();
  await until('there is no list', async () => {
    const answer = await list();
    if (answer.status === 200) listed.add(answer.text);
    return answer.status === 503;
  });
  return [...listed];
}

test('while the directory is away there is no list, and Prometheus keeps what it has', async () => {
  for (const name of ['a', 'b']) await put(name);
  const before = await list();
  const aside = join(home(), 'aside');
  const listed = await listedWhile(() => {
    renameSync(directory(), aside);
  });
  expect([before.text]).toEqual(expect.arrayContaining([...listed]));
  const answer = await list();
  expectFailure(answer, {
    status: 503,
    code: 'storage_unavailable',
    says: 'it is not certain what the target groups are',
  });
  expect(answer.text).toContain('/-/ready says more');
  expect((await api.send('GET', '/api/v1/groups')).status).toBe(200);

  renameSync(aside, directory());
  await until('the list is there', async () => (await status()) === 200);
  expect((await list()).text).toBe(before.text);
});

test('a directory that is removed takes no target away, one that is there and empty does', async () => {
  for (const name of ['a', 'b', 'c']) await put(name);
  const before = await list();
  const listed = await listedWhile(() => {
    rmSync(directory(), { recursive: true });
  });
  expect([before.text]).toEqual(expect.arrayContaining([...listed]));
  mkdirSync(directory());
  await until('the list is there', async () => (await status()) === 200);
  expect((await list()).text).toBe('[]\n');
});

test('a file that is torn, or of no mode, takes no target away', async () => {
  for (const name of ['a', 'b']) await put(name);
  const before = await list();
  writeFileSync(fileOf('a'), '[{"targets":["a:');
  const unreadable = async () => {
    const { text } = await api.send('GET', '/api/v1/groups');
    return (JSON.parse(text) as { readonly unreadable: readonly unknown[] }).unreadable;
  };
  await until('the file is unreadable', async () => (await unreadable()).length === 1);
  expect(await unreadable()).toEqual([{ application: 'a', environment: 'prod', reason: 'it is not JSON' }]);
  expectFailure(await api.send('GET', '/api/v1/groups/a/prod'), { status: 500, code: 'unreadable' });
  expect((await list()).text).toBe(before.text);
  await put('c');
  expect((await list()).text).toContain('"a:1"');
  rmSync(fileOf('a'));
  await until('the group is gone', async () => (await unreadable()).length === 0);
  expect((await list()).text).not.toContain('"a:1"');
});

test('a group is shown with the name of its file', async () => {
  await api.send('PUT', '/a%20b/%C3%BC', json({ targets: ['h:1'] }));
  const { text } = await api.send('GET', '/api/v1/groups/a%20b/%C3%BC');
  expect(JSON.parse(text)).toMatchObject({ application: 'a b', environment: 'ü', file: 'a%20b@%C3%BC.json' });
});

test('a start with a file that cannot be read takes no target away, until the file is repaired or removed', async () => {
  for (const name of ['a', 'b']) await put(name);
  const before = await list();
  const restartAnd = async (file: string) => {
    api.close();
    await server.stop();
    writeFileSync(file, '[{');
    server = await startServer({ FILE_SD_DIRECTORY: directory() });
    api = keepConnection(server.url);
  };
  await restartAnd(fileOf('a'));
  expectFailure(await list(), { status: 503, code: 'storage_unavailable', says: '"a/prod" could not be read' });
  expect((await api.send('GET', '/http_sd?application=b')).status).toBe(200);
  await api.send('PUT', '/a/prod', json({ targets: ['a:1'], labels: {} }));
  expect((await list()).text).toBe(before.text);

  await restartAnd(join(directory(), 'by-hand.json'));
  expect((await list()).text).toBe(before.text);

  await restartAnd(fileOf('b'));
  expect(await status()).toBe(503);
  rmSync(fileOf('b'));
  await until('the list is there', async () => (await status()) === 200);
  expect((await list()).text).not.toContain('b:1');
});
