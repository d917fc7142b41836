import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningServer, startServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';

const home = useTemporaryDirectory();
const directory = () => join(home(), 'file_sd');
const start = () => startServer({ FILE_SD_DIRECTORY: directory() });
const groups = () => readdirSync(directory()).filter((name) => !name.startsWith('.'));

async function send(server: RunningServer, method: string, path: string, body?: object): Promise<unknown> {
  const json = body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`${server.url}${path}`, { method, ...json });
  return { status: response.status, body: (await response.json()) as unknown };
}

const group = (targets: readonly string[], labels: object) => ({ status: 200, body: [{ targets, labels }] });

/** Lays a file down as the predecessor did. */
function layDown(application: string, environment: string, content: string): string {
  mkdirSync(directory(), { recursive: true });
  const name = `${createHash('md5')
    .update(application + environment)
    .digest('hex')}.json`;
  writeFileSync(join(directory(), name), content);
  return name;
}

test('a group whose job was overridden has one file after a restart, and DELETE leaves none behind', async () => {
  const first = await start();
  await send(first, 'PUT', '/payments/prod', { targets: ['h:1'], labels: { job: 'other' } });
  await first.stop();
  const second = await start();
  expect(await send(second, 'POST', '/payments/prod', { targets: ['h:2'] })).toEqual(
    group(['h:1', 'h:2'], { job: 'other', env: 'prod' }),
  );
  expect(groups()).toEqual(['payments@prod.json']);
  await send(second, 'DELETE', '/payments/prod');
  expect(groups()).toEqual([]);
  await second.stop();
});

test('an empty file that a crash of the predecessor left does not keep the service from starting', async () => {
  const torn = layDown('payments', 'prod', '');
  layDown('web', 'prod', '[{"targets": ["h:1"], "labels": {"job": "web", "env": "prod"}}]');
  const server = await start();
  expect(await send(server, 'GET', '/payments/prod')).toMatchObject({ status: 500, body: { code: 'unreadable' } });
  expect(existsSync(join(directory(), torn))).toBe(true);
  expect(await send(server, 'GET', '/web/prod')).toEqual(group(['h:1'], { job: 'web', env: 'prod' }));
  expect(await send(server, 'PUT', '/payments/prod', { targets: ['h:2'], labels: {} })).toEqual(
    group(['h:2'], { job: 'payments', env: 'prod' }),
  );
  expect(groups().sort()).toEqual(['payments@prod.json', 'web@prod.json']);
  await server.stop();
});

test('a hand-written file without job, or with two groups, does not keep the service from starting', async () => {
  mkdirSync(directory(), { recursive: true });
  writeFileSync(join(directory(), 'by-hand.json'), '[{"targets":["a:1"]},{"targets":["b:1"]}]');
  writeFileSync(join(directory(), 'payments@prod.json'), '[{"targets":["h:1"],"labels":{"team":"x"}}]');
  const server = await start();
  expect(await send(server, 'GET', '/payments/prod')).toEqual(group(['h:1'], { team: 'x' }));
  expect(await send(server, 'POST', '/payments/prod', { targets: ['h:2'] })).toEqual(
    group(['h:1', 'h:2'], { job: 'payments', env: 'prod', team: 'x' }),
  );
  expect(readFileSync(join(directory(), 'by-hand.json'), 'utf8')).toContain('b:1');
  await server.stop();
});
