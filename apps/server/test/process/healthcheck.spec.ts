import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createNetServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { describeWith } from '../support/needs.js';
import { type Ended, runServer, startServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';

const home = useTemporaryDirectory();
const settings = (more: Readonly<Record<string, string>>) => ({ FILE_SD_DIRECTORY: join(home(), 'file_sd'), ...more });
const check = (more: Readonly<Record<string, string>>): Promise<Ended> => runServer(settings(more), ['healthcheck']);

const READY: Ended = { status: 0, stdout: '', stderr: '' };
const notReady = (reason: string): Ended => ({
  status: 1,
  stdout: '',
  stderr: `target-eye: the service is not ready: ${reason}\n`,
});

describe('target-eye healthcheck', () => {
  test('succeeds while the service runs and fails when it has gone', async () => {
    const server = await startServer(settings({}));
    const { port } = new URL(server.url);
    expect(await check({ BIND: `0.0.0.0:${port}` })).toEqual(READY);
    await server.stop();
    expect(await check({ BIND: `0.0.0.0:${port}` })).toEqual(notReady(`connect ECONNREFUSED 127.0.0.1:${port}`));
  });

  test('asks a Unix socket', async () => {
    const bind = `unix:${join(home(), 'socket')}`;
    const server = await startServer(settings({ BIND: bind }));
    expect(await check({ BIND: bind })).toEqual(READY);
    await server.stop();
  });

  test('asks the address without TLS where there is one, under the prefix and by the name that are served', async () => {
    const asked: unknown[] = [];
    let body = '';
    const stub = createServer(({ url, headers: { host } }, response) => {
      asked.push([url, host]);
      response.writeHead(asked.length === 1 ? 200 : 503).end(body);
    }).listen(0, '127.0.0.1');
    await once(stub, 'listening');
    const more = {
      BIND: '127.0.0.1:1',
      INSECURE_BIND: `127.0.0.1:${String((stub.address() as AddressInfo).port)}`,
      CERTFILE: 'cert.pem',
      KEYFILE: 'key.pem',
      ROOT_PATH: '/target-eye',
      SERVER_NAMES: 'sd.example.org,other.example.org',
    };
    expect([await check(more), await check(more)]).toEqual([READY, notReady('it answered 503')]);
    body = JSON.stringify({ message: 'the disk is full \u001b[2J', code: 'not_ready' });
    expect(await check(more)).toEqual(notReady('the disk is full \\u001b[2J'));
    expect(asked).toEqual(Array.from({ length: 3 }, () => ['/target-eye/-/ready', 'sd.example.org']));
    stub.close();
  });

  test('does not wait for ever', async () => {
    const mute = createNetServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { port } = mute.address() as AddressInfo;
    expect(await check({ BIND: `127.0.0.1:${String(port)}` })).toEqual(notReady('no answer within 3 s'));
    mute.close();
  });
});

describeWith(['openssl'])('target-eye healthcheck with TLS', () => {
  const ready: RequestListener = (_request, response) => response.end();

  test('asks with TLS, whatever name the certificate is made out to', async () => {
    const [cert, key] = [join(home(), 'cert.pem'), join(home(), 'key.pem')];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=sd.example.org', '-keyout', key, '-out', cert],
      { stdio: 'ignore' },
    );
    const stub = createTlsServer({ cert: readFileSync(cert), key: readFileSync(key) }, ready).listen(0, '127.0.0.1');
    await once(stub, 'listening');
    const bind = `127.0.0.1:${String((stub.address() as AddressInfo).port)}`;
    expect(await check({ BIND: bind, CERTFILE: cert, KEYFILE: key })).toEqual(READY);
    stub.close();
  });

  test('asks without TLS where the web config file does not set it up', async () => {
    const webConfig = join(home(), 'web.yml');
    writeFileSync(webConfig, 'basic_auth_users: {}\n');
    const stub = createServer(ready).listen(0, '127.0.0.1');
    await once(stub, 'listening');
    const bind = `127.0.0.1:${String((stub.address() as AddressInfo).port)}`;
    expect(await check({ BIND: bind, WEB_CONFIG_FILE: webConfig })).toEqual(READY);
    stub.close();
  });
});
