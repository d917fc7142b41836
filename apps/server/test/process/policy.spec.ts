import http from 'node:http';
import { join } from 'node:path';
import { runServer, startServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';

const home = useTemporaryDirectory();
const directory = () => ({ FILE_SD_DIRECTORY: join(home(), 'file_sd') });

/** Puts these targets into a group and gives the status and the code of a failure. */
async function put(url: string, path: string, targets: string): Promise<readonly unknown[]> {
  const answer = await fetch(url + path, { method: 'PUT', body: new URLSearchParams({ targets }) });
  const { code } = (await answer.json()) as { code?: string };
  return code === undefined ? [answer.status] : [answer.status, code];
}

test('what may be registered is a matter of settings; what is there already stays', async () => {
  const open = await startServer(directory());
  expect(await put(open.url, '/old/one', '127.0.0.1:22')).toEqual([200]);
  await open.stop();

  const restricted = await startServer({
    ...directory(),
    ALLOWED_HOSTS: '*.example.org, 0x7f*, 127.*, *:*:*',
    ALLOWED_PORTS: '80,9100-9200',
    DENIED_NETWORKS: 'loopback, 169.254.0.0/16',
  });
  const results = new Map<string, readonly unknown[]>();
  for (const targets of ['evil.test', '127.1.1.1', '[::ffff:127.0.0.1]:9100', '0x7f000001:9100', '[2001:db8::1]:9201'])
    results.set(targets, await put(restricted.url, '/new/one', targets));
  expect([...results.values()]).toEqual(Array.from(results, () => [403, 'target_not_allowed']));
  expect(await put(restricted.url, '/new/one', '[2001:db8::1]:9200')).toEqual([200]);

  expect(await put(restricted.url, '/new/two', '[2001:db8::2]')).toEqual([200]);
  const moved = await fetch(`${restricted.url}/new/two`, {
    method: 'POST',
    body: new URLSearchParams({ __scheme__: 'https' }),
  });
  expect([moved.status, await moved.json()]).toEqual([
    403,
    expect.objectContaining({
      message:
        'the target "[2001:db8::2]" may not be registered: its port 443 is none of allowed_ports, "80, 9100-9200"',
    }),
  ]);

  const old = await fetch(`${restricted.url}/old/one`, { method: 'POST', body: new URLSearchParams({ team: 'x' }) });
  expect([old.status, await old.json()]).toEqual([
    200,
    [{ targets: ['127.0.0.1:22'], labels: { job: 'old', env: 'one', team: 'x' } }],
  ]);
  expect((await fetch(`${restricted.url}/old/one`, { method: 'DELETE' })).status).toBe(200);
  expect(await restricted.stop()).toBe(0);
});

test('a client that asks too often has to wait', async () => {
  const server = await startServer({ ...directory(), RATE_LIMIT: '2/1h' });
  const answers = [];
  for (let count = 0; count < 3; count++) answers.push(await fetch(`${server.url}/a/b`));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
  expect(Number(answers[2]?.headers.get('Retry-After'))).toBeGreaterThan(3500);
  expect((await fetch(`${server.url}/-/healthy`)).status).toBe(200);
  await server.stop();
  expect(server.output()).toMatch(/level=warn msg="rate limited" source=127\.0\.0\.1 requests=2 seconds=3600\n/);
});

test('a proxy on a Unix socket is trusted by name, and named in the log otherwise', async () => {
  const socketPath = join(home(), 'target-eye.sock');
  const sources = [];
  for (const trusted of ['unix', 'loopback']) {
    const server = await startServer({
      ...directory(),
      BIND: `unix:${socketPath},127.0.0.1:0`,
      TRUSTED_PROXIES: trusted,
    });
    await new Promise((resolve, reject) => {
      const headers = { 'X-Forwarded-For': '192.0.2.1' };
      const request = http.request({ socketPath, path: '/a/b', method: 'DELETE', headers }, (answer) => {
        answer.resume().on('end', resolve);
      });
      request.on('error', reject).end();
    });
    await server.stop();
    sources.push(/ source=(\S+)/.exec(server.output())?.[1]);
  }
  expect(sources).toEqual(['192.0.2.1', 'unix']);
});

test.each([
  ['ALLOWED_HOSTS', 'web:9100', '"web:9100" is not a host pattern'],
  ['ALLOWED_PORTS', '80,http', '"http" is not a port or a port range'],
  ['DENIED_NETWORKS', 'loopback,10.0.0.0/33', '"10.0.0.0/33" is not a network'],
  ['TRUSTED_PROXIES', 'proxy', '"proxy" is not a network'],
])('%s=%s ends the start with one line', async (name, value, says) => {
  const { status, stderr } = await runServer({ ...directory(), [name]: value });
  expect(status).toBe(1);
  expect(stderr).toContain(`target-eye: ${name}: ${says}`);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
