import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import { AccessControl } from '../../src/access/access-control.js';
import type { Client } from '../../src/access/access-file.js';
import { parsePattern } from '../../src/access/group-pattern.js';
import { createApi } from '../support/api.js';
import { withExchanges } from '../support/exchanges.js';
import { describeWith } from '../support/needs.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';

const home = useTemporaryDirectory();
const read = (name: string): Buffer => readFileSync(join(home(), name));

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

function openssl(command: string): void {
  execFileSync('openssl', command.split(' '), { stdio: 'ignore', cwd: home() });
}

/** `<name>.key` and the certificate `<name>.crt`, which it signs itself. */
function makeAuthority(name: string): void {
  openssl(`req -x509 ${NEW_KEY.join(' ')} -days 2 -subj /CN=${name} -keyout ${name}.key -out ${name}.crt`);
}

/** `<name>.key` and the certificate `<name>.crt`, signed by an authority. */
function makeCertificate(name: string, authority: string, subject: string): void {
  const signer = `-CA ${authority}.crt -CAkey ${authority}.key -CAcreateserial`;
  openssl(`req ${NEW_KEY.join(' ')} -subj ${subject} -keyout ${name}.key -out ${name}.csr`);
  openssl(`x509 -req -in ${name}.csr ${signer} -days 2 -out ${name}.crt`);
}

const ci: Client = {
  name: 'ci',
  tokenSha256: undefined,
  basicAuthUser: undefined,
  certificateCn: 'ci.example.org',
  write: [parsePattern('*/dev-*')],
};

const access = new AccessControl({
  users: () => new Map(),
  rules: () => ({ anonymous: 'none', clients: [ci] }),
  readsWithoutLogin: false,
});

interface Answer {
  readonly status: number | undefined;
  readonly text: string;
  readonly isResumed: boolean;
}

describeWith(['openssl'])('a client certificate', () => {
  let server: https.Server;
  let agents: https.Agent[] = [];

  beforeEach(async () => {
    makeAuthority('authority');
    makeAuthority('stranger');
    makeCertificate('server', 'authority', '/CN=localhost');
    const material = { key: read('server.key'), cert: read('server.crt'), ca: read('authority.crt') };
    // Certificates that are not verified are let in here, so that it is the guard that has to notice.
    server = https.createServer(
      { ...material, requestCert: true, rejectUnauthorized: false },
      withExchanges(createApi({ access }).app.handle),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(() => {
    for (const agent of agents) agent.destroy();
    agents = [];
    server.close();
  });

  /** Connects anew for each request, with the certificate of that name if there is one, and resumes TLS sessions. */
  function clientWith(name?: string) {
    const agent = new https.Agent({
      ca: read('authority.crt'),
      servername: 'localhost',
      checkServerIdentity: () => undefined,
      ...(name !== undefined && { key: read(`${name}.key`), cert: read(`${name}.crt`) }),
    });
    agents.push(agent);
    return async (method: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> => {
      const { port } = server.address() as AddressInfo;
      const request = https.request({ agent, host: '127.0.0.1', port, method, path, headers });
      request.end(method === 'PUT' ? '{"targets": ["h:1"]}' : undefined);
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      const isResumed = (response.socket as TLSSocket).isSessionReused();
      return { status: response.statusCode, text: await text(response), isResumed };
    };
  }

  const JSON_BODY = { 'Content-Type': 'application/json' };

  test('lets the client in whose common name it has, also in a resumed session', async () => {
    makeCertificate('ci', 'authority', '/CN=ci.example.org');
    const send = clientWith('ci');
    expect(await send('PUT', '/shop/dev-1', JSON_BODY)).toMatchObject({ status: 200, isResumed: false });
    expect(await send('PUT', '/shop/dev-2', JSON_BODY)).toMatchObject({ status: 200, isResumed: true });
    const refused = await send('PUT', '/shop/prod', JSON_BODY);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('the client \\"ci\\" may not write \\"shop/prod\\"; its write patterns are */dev-*');
  });

  test('counts less than an Authorization header', async () => {
    makeCertificate('ci', 'authority', '/CN=ci.example.org');
    expect(await clientWith('ci')('GET', '/shop/dev-1', { Authorization: 'Bearer te_x' })).toMatchObject({
      status: 401,
    });
  });

  test('may have several common names', async () => {
    makeCertificate('ci', 'authority', '/CN=unit/CN=ci.example.org');
    expect(await clientWith('ci')('GET', '/shop/dev-1')).toMatchObject({ status: 200 });
  });

  test('of somebody else lets nobody in', async () => {
    makeCertificate('other', 'authority', '/CN=other.example.org');
    const refused = await clientWith('other')('GET', '/shop/dev-1');
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('the certificate of \\"other.example.org\\" is not a client of the access file');
    makeCertificate('nameless', 'authority', '/O=example');
    expect(await clientWith('nameless')('GET', '/shop/dev-1')).toMatchObject({ status: 401 });
  });

  test('of another authority does not count, whatever its name', async () => {
    makeCertificate('false', 'stranger', '/CN=ci.example.org');
    expect(await clientWith('false')('GET', '/shop/dev-1')).toMatchObject({ status: 401 });
  });

  test('is missed where there is none, also in a resumed session', async () => {
    const send = clientWith();
    expect(await send('GET', '/shop/dev-1')).toMatchObject({ status: 401, isResumed: false });
    expect(await send('GET', '/shop/dev-1')).toMatchObject({ status: 401, isResumed: true });
  });
});
