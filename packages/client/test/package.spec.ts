import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createAuthority } from '../../../apps/server/test/support/certificates.js';
import { describeWith } from '../../../apps/server/test/support/needs.js';
import { type RunningServer, startServer } from '../../../apps/server/test/support/running-server.js';
import { runIn, useInstalledClient } from './support/installed-client.js';

const PACKAGE = dirname(__dirname);
const ROOT = dirname(dirname(PACKAGE));

const [example = '', waitExample = '', tlsExample = ''] = [
  ...readFileSync(join(PACKAGE, 'README.md'), 'utf8').matchAll(/```js\n([^]*?)```/g),
].map(([, code = '']) => code);

const client = useInstalledClient();

const serve = (environment: Readonly<Record<string, string>> = {}): Promise<RunningServer> =>
  startServer({ FILE_SD_DIRECTORY: join(client.folder, 'file_sd'), ...environment });

const TYPED = `import { createClient, type GroupPage, TargetEyeError } from '@target-eye/client';
const client = createClient({ url: 'http://h', token: undefined, fetch: globalThis.fetch });
const key = { application: 'a', environment: 'b' };
export const page: GroupPage = await client.list({ application: 'pay*', label: ['a=b'], limit: 10 });
export const targets: readonly string[] = page.groups.flatMap((listed) => listed.targets);
const { group, revision } = await client.show(key);
await client.replace(key, { targets: group?.targets ?? [] }, { ifMatch: revision });
for await (const { labels } of client.listAll()) labels['job']?.toUpperCase();
export const isUnknown = (error: unknown) =>
  error instanceof TargetEyeError && error.outcome === 'unknown' && error.code === 'invalid_target';
// @ts-expect-error: a pattern is text
await client.list({ application: 1 });
// @ts-expect-error: what to remove must be said
await client.remove(key);
// @ts-expect-error: there is no such outcome
export const isUnheard = (error: TargetEyeError) => error.outcome === 'unheard';
`;

/** A replacement that must not come to nothing. */
function replaced(text: string, old: string, by: string): string {
  expect(text).toContain(old);
  return text.replaceAll(old, by);
}

describe('installed elsewhere', () => {
  test('it does what its README says', async () => {
    const [, output] = /prints\n\n```\n([^]*?)```/.exec(readFileSync(join(PACKAGE, 'README.md'), 'utf8')) ?? [];
    const server = await serve();
    const run = () => client.run(replaced(example, 'http://localhost:8000', server.url));
    expect(run()).toBe(output);
    // All of it can be repeated.
    expect(run()).toBe(output);
    await server.stop();
  });

  test('it names what is not up as its README shows', () => {
    const notUp = {
      message: 'the change is stored, but',
      code: 'not_up',
      errors: [{ code: 'down', message: 'refused' }],
    };
    const code = `import { createServer } from 'node:http';
      import { createClient, TargetEyeError } from '@target-eye/client';
      const server = createServer((request, response) => {
        console.log(request.method, request.url);
        response.writeHead(504, { 'Content-Type': 'application/json' }).end('${JSON.stringify(notUp)}');
      }).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const targetEye = createClient({ url: 'http://127.0.0.1:' + server.address().port });
      const payments = { application: 'payments', environment: 'prod' };
      ${waitExample}
      server.close();
      server.closeAllConnections();`;
    expect(client.run(code)).toBe('POST /payments/prod?idempotent=true&wait=up&timeout=120000ms\ndown refused\n');
  });

  test.each([
    ['browsers', { lib: ['es2022', 'dom'], types: [], skipDefaultLibCheck: true }],
    [
      'Node.js',
      { lib: ['es2022'], types: ['node'], typeRoots: [join(ROOT, 'node_modules', '@types')], skipLibCheck: true },
    ],
  ])('it has types, with those of %s', (_, platform) => {
    const options = {
      strict: true,
      exactOptionalPropertyTypes: true,
      module: 'nodenext',
      target: 'es2022',
      noEmit: true,
    };
    const project = { compilerOptions: { ...options, ...platform }, files: ['types.mts'] };
    writeFileSync(join(client.folder, 'tsconfig.json'), JSON.stringify(project));
    writeFileSync(join(client.folder, 'types.mts'), TYPED);
    const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
    expect(runIn(client.folder, process.execPath, [tsc])).toBe('');
  });

  test('it needs nothing but the description of the API, and brings no more than its code', () => {
    const installed = join(client.folder, 'node_modules', '@target-eye', 'client');
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Record<string, object>;
    expect(Object.keys(manifest['dependencies'] ?? {})).toEqual(['@target-eye/http-api']);
    expect(readdirSync(installed).sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
    expect(readdirSync(join(client.folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      '@target-eye',
    ]);
  });
});

describeWith(['openssl'])('over TLS', () => {
  let server: RunningServer;

  beforeAll(async () => {
    const authority = createAuthority(client.folder, 'ca');
    const { cert, key } = authority.issue('server', 'localhost', { names: 'DNS:localhost,IP:127.0.0.1' });
    authority.issue('client', 'deploy');
    createAuthority(client.folder, 'other-ca').issue('stranger', 'deploy');
    mkdirSync(join(client.folder, 'tls'));
    server = await serve({
      FILE_SD_DIRECTORY: join(client.folder, 'tls'),
      CERTFILE: cert,
      KEYFILE: key,
      CA_CERTS: authority.ca,
      VERIFY_MODE: 'CERT_REQUIRED',
    });
    symlinkSync(dirname(require.resolve('undici')), join(client.folder, 'node_modules', 'undici'));
  });
  afterAll(() => server.stop());

  const code = () => replaced(tlsExample, 'https://target-eye.example', server.url);
  const failing = (text: string) =>
    replaced(text, 'console.log(await targetEye.ready());', '') +
    "await targetEye.add({ application: 'a', environment: 'b' }, { targets: ['h:1'] }).catch((error) => console.log(error.code, error.outcome, error.attempts, error.message));\n";

  test('the example of the README gets an answer', () => {
    expect(client.run(code())).toBe('{ isReady: true }\n');
  });

  test('an authority that is not trusted is an error at once', () => {
    expect(client.run(failing(replaced(code(), "read('ca.pem')", "read('other-ca.pem')")))).toMatch(
      /^connection_failed unchanged 1 there is no connection for POST https:.*: .*certificate/,
    );
  });

  test('without a certificate there is no connection', () => {
    expect(client.run(failing(replaced(code(), ", cert: read('client.pem'), key: read('client.key')", '')))).toMatch(
      /^connection_failed /,
    );
  });

  test('an authority of one’s own needs no more than a variable', async () => {
    const [cert, key] = ['server.pem', 'server.key'].map((name) => join(client.folder, name));
    const open = await serve({ CERTFILE: cert ?? '', KEYFILE: key ?? '' });
    const asking = `import { createClient } from '@target-eye/client';
      console.log(await createClient({ url: '${open.url}' }).ready());`;
    expect(client.run(asking, { NODE_EXTRA_CA_CERTS: join(client.folder, 'ca.pem') })).toBe('{ isReady: true }\n');
    await open.stop();
  });
});
