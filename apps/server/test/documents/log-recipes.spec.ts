import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { sendBytes } from '../support/raw-request.js';
import { type RunningServer, startServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const DOCS = join(__dirname, '..', '..', '..', '..', 'docs');
const GUIDE = readFileSync(join(DOCS, 'logs.md'), 'utf8');
const RECIPES = [...GUIDE.matchAll(/^journalctl -u target-eye -o cat \| (.*)$/gm)].map(([, filter = '']) => filter);

/** Lines that take TLS, minutes or a defect to come. They are tested elsewhere. */
const NOT_HERE = ['client turned away', 'answer not read', 'telling of a change failed'];

/** What writes the lines of a service whose groups are in a cluster, which most tests do without. */
const ROOT = join(DOCS, '..');
const OF_CLUSTERS = [
  'apps/server/src/logging/cluster-log.ts',
  'apps/server/src/logging/mirror-log.ts',
  'packages/file-sd-storage/src/publisher/published-files.ts',
].map((path) => readFileSync(join(ROOT, path), 'utf8'));

/** The lines that deserve a look. */
const MESSAGES = [...GUIDE.matchAll(/^\| `([a-z][^`]*)` +\| `(\w+)` +\|/gm)]
  .map(([, msg = '', level = '']) => ({ msg, level }))
  .filter(({ msg }) => !NOT_HERE.includes(msg));

/** What documents, alerts and dashboard say that the log has, such as `outcome=failed`. */
const NAMED = [...textsAboutLogs()].flatMap(({ name, text }) =>
  [...text.matchAll(/\b(?:msg|outcome|code|level)=(?:\w+|"[^"]*")/g)].map(([named]) => ({ name, named })),
);

function* textsAboutLogs(): Generator<{ name: string; text: string }> {
  for (const name of readdirSync(DOCS).filter((file) => file.endsWith('.md')))
    yield { name, text: readFileSync(join(DOCS, name), 'utf8').replaceAll(/```promql[^]*?```|\{[^}\n]*\}/g, '') };
  const rules = parse(readFileSync(join(DOCS, 'prometheus', 'target-eye.rules.yml'), 'utf8')) as {
    groups: { rules: { alert: string; annotations: { description: string } }[] }[];
  };
  for (const { alert, annotations } of rules.groups.flatMap((group) => group.rules))
    yield { name: alert, text: annotations.description };
  const { panels } = JSON.parse(readFileSync(join(DOCS, 'grafana', 'target-eye.json'), 'utf8')) as {
    panels: { title: string; description?: string }[];
  };
  for (const { title, description = '' } of panels) yield { name: title, text: description };
}

const home = useTemporaryDirectory();
const directory = () => join(home(), 'file_sd');
const access = () => join(home(), 'access.yml');
const TOKEN = 'te_for-this-test';

// cspell:ignore webprod shopprod
/** Has a service do all that is spoken of, and gives its log. */
async function eventfulLog(): Promise<string> {
  const sha256 = createHash('sha256').update(TOKEN).digest('hex');
  writeFileSync(access(), `clients: [{name: deploy, token_sha256: ${sha256}, write: ["*/*"]}]\n`);
  mkdirSync(directory());
  for (const [name, job, target] of [
    [`${createHash('md5').update('webprod').digest('hex')}.json`, 'web', 'w:1'],
    [`${createHash('md5').update('shopprod').digest('hex')}.json`, 'renamed', 'w:1'],
    ['-@prod.json', '-', 'w:1'],
    ['mail@prod.json', 'mail', 'w:0'],
  ] as const)
    writeFileSync(join(directory(), name), JSON.stringify([{ targets: [target], labels: { job, env: 'prod' } }]));
  const server = await startServer({ FILE_SD_DIRECTORY: directory(), ACCESS_FILE: access(), RATE_LIMIT: '12/1h' });
  const statuses = [
    await send(server, 'PUT', 'targets=10.3.3.1:9100,10.3.3.2:9100'),
    await send(server, 'PUT', 'targets=10.3.3.1:9100,10.3.3.2:9100'),
    await send(server, 'DELETE', 'targets=10.3.3.1:9100'),
    await send(server, 'POST', 'targets=10.3.3.2:9100'),
    await send(server, 'DELETE', undefined, { 'If-Match': '"of-another-state"' }),
    await send(server, 'DELETE', undefined),
    await send(server, 'PUT', 'targets=10.3.3.1:9100', { Authorization: 'Bearer te_wrong' }),
    await replaceMany(server, [{ ...GROUP, targets: Array.from({ length: 30 }, (_, host) => `h${String(host)}`) }]),
    await replaceMany(server, [GROUP]),
  ];
  expect(statuses).toEqual([200, 200, 200, 400, 412, 200, 401, 200, 409]);
  expect((await sendBytes(Number(new URL(server.url).port), 'no HTTP\r\n\r\n')).status).toBe(400);
  const logged = (text: string) => until(text, () => server.output().includes(text));
  server.process.kill('SIGHUP');
  await logged('msg=reload ');
  writeFileSync(access(), 'clients: 1\n');
  await logged('cannot be reloaded');
  writeFileSync(join(directory(), 'broken@prod.json'), '[{');
  await logged('a file is unreadable');
  renameSync(join(directory(), '.target-eye'), join(home(), 'aside'));
  writeFileSync(join(directory(), '.target-eye'), 'no directory');
  expect(await send(server, 'PUT', 'targets=10.3.3.1:9100')).toBe(503);
  rmSync(directory(), { recursive: true });
  await logged('the directory is lost');
  mkdirSync(directory());
  await logged('the directory was taken over again');
  while ((await send(server, 'PUT', 'targets=10.3.3.1:9100')) !== 429);
  expect(await server.stop()).toBe(0);
  return server.output();
}

const GROUP = { application: 'shop', environment: 'test', targets: ['h0'] };

async function replaceMany({ url }: RunningServer, groups: readonly object[]): Promise<number> {
  const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };
  return (await fetch(`${url}/api/v1/groups`, { method: 'PUT', headers, body: JSON.stringify(groups) })).status;
}

async function send({ url }: RunningServer, method: string, form?: string, own = {}): Promise<number> {
  const headers = { Authorization: `Bearer ${TOKEN}`, 'X-Request-Id': 'build-4711', ...own };
  const body = form === undefined ? {} : { body: new URLSearchParams(form) };
  return (await fetch(`${url}/payments/prod`, { method, headers, ...body })).status;
}

beforeAll(() => {
  expect(RECIPES.length).toBeGreaterThan(4);
  expect(MESSAGES.length).toBeGreaterThan(5);
  expect(NAMED.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['logs.md', 'TargetEyeChangesFail', 'TargetEyeNoChangeSucceeds']),
  );
});

test('every recipe finds something in a log, and what documents, alerts and dashboard name is there', async () => {
  const log = join(home(), 'log');
  const output = await eventfulLog();
  writeFileSync(log, output);
  const finds = (filter: string) =>
    execFileSync('sh', ['-c', `cat "$0" | ${filter} || true`, log], { encoding: 'utf8' }).trim();
  expect(RECIPES.filter((recipe) => finds(recipe) === '')).toEqual([]);
  expect(NAMED.filter(({ named }) => !output.includes(` ${named}`))).toEqual([]);
  const missing = MESSAGES.filter(
    ({ msg, level }) =>
      ![msg, JSON.stringify(msg)].some((written) => output.includes(`level=${level} msg=${written} `)) &&
      !OF_CLUSTERS.some((source) => [`'`, '`'].some((quote) => source.includes(quote + msg.replace(/; …$/, '; ')))),
  );
  expect(missing).toEqual([]);
});
