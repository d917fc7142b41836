import { once } from 'node:events';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { MAIN, runServer, spawnServer, startProgram, startServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const home = useTemporaryDirectory();
const settings = (more: Readonly<Record<string, string>>) => ({ FILE_SD_DIRECTORY: join(home(), 'file_sd'), ...more });
const file = (name: string) => join(home(), name);
const content = (name: string) => (existsSync(file(name)) ? readFileSync(file(name), 'utf8') : '');

describe('SIGHUP after a log file was renamed', () => {
  test('opens both logs anew; not a line is lost', async () => {
    const child = spawnServer(
      settings({ BIND: '127.0.0.1:0', ERRORLOG: file('error.log'), ACCESSLOG: file('access.log') }),
      [],
    );
    await until('it listens', () => content('error.log').includes('msg=listening'));
    const [, url = ''] = /address=(\S+)/.exec(content('error.log')) ?? [];
    await fetch(`${url}/before/it`, { method: 'DELETE' });
    for (const name of ['error.log', 'access.log']) renameSync(file(name), file(`${name}.1`));
    await fetch(`${url}/between/them`, { method: 'DELETE' });
    child.kill('SIGHUP');
    await until('both are there again', () => existsSync(file('error.log')) && existsSync(file('access.log')));
    await fetch(`${url}/after/it`, { method: 'DELETE' });
    await until('the request is in the new file', () => content('access.log').includes('/after/it'));
    for (const name of ['error.log', 'access.log']) {
      const [old, now] = [content(`${name}.1`), content(name)].map((text) =>
        [...text.matchAll(/(?:group=|DELETE \/)(before|between|after)/g)].map(([, group]) => group),
      );
      expect([name, old, now]).toEqual([name, ['before', 'between'], ['after']]);
    }
  });

  test('keeps the old file and says so when there can be no new one', async () => {
    const server = await startServer(settings({ ACCESSLOG: file('access.log') }));
    renameSync(file('access.log'), file('access.log.1'));
    // A directory in the place of the file.
    renameSync(join(home(), 'file_sd', '.target-eye', 'quarantine'), file('access.log'));
    server.process.kill('SIGHUP');
    await until('it says so', () => server.output().includes('ACCESSLOG: '));
    await fetch(`${server.url}/after/it`);
    await until('the old file has the line', () => content('access.log.1').includes('/after/it'));
    rmSync(file('access.log'), { recursive: true });
    expect(await server.stop()).toBe(0);
  });
});

test('LOG_FORMAT=json makes every line one JSON object', async () => {
  const server = await startServer(settings({ LOG_FORMAT: 'json' }));
  const body = new URLSearchParams({ targets: 'h:1' });
  await fetch(`${server.url}/payments/prod%20%22eu%22`, { method: 'PUT', body });
  expect(await server.stop()).toBe(0);
  const events = server
    .output()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(events.map(({ msg }) => msg)).toEqual(expect.arrayContaining(['loaded', 'listening', 'change', 'stopped']));
  for (const { ts } of events) expect(ts).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(events.find(({ msg }) => msg === 'change')).toMatchObject({
    level: 'info',
    group: 'payments/prod "eu"',
    outcome: 'created',
  });
});

test.each(['text', 'json'])(
  'lines for the journal of systemd begin with their priority in the format %s',
  async (format) => {
    const server = await startProgram(
      ['sh', '-c', `JOURNAL_STREAM=$(stat -Lc %d:%i /dev/stderr) exec "${process.execPath}" "${MAIN}"`],
      settings({ LOG_FORMAT: format, BIND: '127.0.0.1:0', WORKERS: '2', PATH: String(process.env['PATH']) }),
    );
    expect(await server.stop()).toBe(0);
    const lines = server.output().trim().split('\n');
    expect(lines.filter((line) => !/^<6>.*info/.test(line))).toEqual([expect.stringMatching(/^<4>.*warn.*workers/)]);
  },
);

test.each(['text', 'json'])('a name cannot end a line or command a terminal in the format %s', async (format) => {
  const server = await startServer(settings({ LOG_FORMAT: format }));
  const name = encodeURIComponent('a\u2028level=info\u2029\u202Eb');
  await fetch(`${server.url}/${name}/prod`, { method: 'PUT', body: new URLSearchParams({ targets: 'h:1' }) });
  expect(await server.stop()).toBe(0);
  expect(server.output()).toContain('a\\u2028level=info\\u2029\\u202eb');
  expect(server.output()).toMatch(/^[\n -~]+$/);
});

test('ACCESS_LOG_FORMAT says what a line of the access log holds', async () => {
  const format = '%(h)s %(s)s %(b)s %(m)s "%(U)s" %(a)s';
  const server = await startServer(settings({ ACCESSLOG: file('access.log'), ACCESS_LOG_FORMAT: format }));
  await fetch(`${server.url}/a/b?x`, { headers: { 'User-Agent': 'me' } });
  expect(await server.stop()).toBe(0);
  expect(content('access.log')).toBe('127.0.0.1 200 3 GET "/a/b" me\n');
});

test('an atom that is not known ends the start with one line', async () => {
  const { status, stderr } = await runServer(settings({ ACCESSLOG: '-', ACCESS_LOG_FORMAT: '%(z)s' }));
  expect([status, stderr]).toEqual([
    1,
    expect.stringMatching(/^target-eye: ACCESS_LOG_FORMAT: %\(z\)s is not an atom; it must be one of h, l, .*\n$/),
  ]);
});

test('a client that goes away in the middle of its body is in the access log', async () => {
  const server = await startServer(settings({ ACCESSLOG: file('access.log') }));
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  socket.write(
    'PUT /a/b HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n{',
  );
  await once(socket, 'data');
  socket.destroy();
  await until('it is there', () => content('access.log').includes('"PUT /a/b HTTP/1.1"'));
  expect(await server.stop()).toBe(0);
});
