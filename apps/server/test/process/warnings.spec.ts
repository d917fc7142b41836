import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleOf } from '../support/exposition.js';
import { createAuthority } from '../support/certificates.js';
import { describeWith } from '../support/needs.js';
import { runServer, startServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const home = useTemporaryDirectory();
const settings = () => ({ FILE_SD_DIRECTORY: join(home(), 'file_sd') });

const OPEN = { code: 'open_to_everybody', message: 'anybody who reaches the service may change target groups' };
const MISSPELT = {
  code: 'variable_misspelt',
  message: 'a variable of the environment looks like a misspelt setting',
};

const warningsOf = async (url: string): Promise<unknown> =>
  ((await (await fetch(`${url}/-/healthy`)).json()) as { warnings: unknown }).warnings;

test('what an operator would want to know is in the log, in --check-config and in the health answer', async () => {
  const environment = { ...settings(), BIND: '0.0.0.0:0', RATE_LIMITS: '1/s' };
  const { status, stdout } = await runServer(environment, ['--check-config']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^# warning: the variable RATE_LIMITS sets nothing; .* \(variable_misspelt\)$/m);
  expect(stdout).toMatch(/^# warning: anybody who reaches http:\/\/0\.0\.0\.0:0 may change .* \(open_to_everybody\)$/m);
  const server = await startServer(environment);
  const url = server.url.replace('0.0.0.0', '127.0.0.1');
  await until('the log has both', () => (server.output().match(/level=warn .* code=/g) ?? []).length === 2);
  expect(await warningsOf(url)).toEqual([MISSPELT, OPEN]);
  expect(await server.stop()).toBe(0);
});

test('a warning goes away with its cause, and also when it is accepted', async () => {
  writeFileSync(join(home(), 'access.yml'), 'clients: []');
  const environment = { ...settings(), BIND: '0.0.0.0:0', ACCESS_FILE: join(home(), 'access.yml') };
  const { stdout } = await runServer(environment, ['--check-config']);
  expect(stdout).toMatch(/^# warning: passwords and tokens that are sent to .* \(passwords_without_tls\)$/m);
  const accepted = await runServer({ ...environment, ACCEPTED_WARNINGS: 'passwords_without_tls' }, ['--check-config']);
  expect(accepted.stdout).not.toContain('# warning');
  expect((await runServer(settings(), ['--check-config'])).stdout).not.toContain('# warning');
});

// cspell:ignore acces
test('a misspelt name of a file ends the start and --check-config', async () => {
  const expected = {
    status: 1,
    stdout: '',
    stderr: 'target-eye: the variable ACCES_FILE sets nothing; if ACCESS_FILE is meant, rename it, else unset it\n',
  };
  expect(await runServer({ ...settings(), ACCES_FILE: '/x' })).toEqual(expected);
  expect(await runServer({ ...settings(), ACCES_FILE: '/x' }, ['--check-config'])).toEqual(expected);
});

describeWith(['openssl'])('the certificate', () => {
  test('is shown with its end, for the alert', async () => {
    const { cert, key } = createAuthority(home()).issue('server', 'localhost');
    const server = await startServer({ ...settings(), CERTFILE: cert, KEYFILE: key, INSECURE_BIND: '127.0.0.1:0' });
    await until('it listens without TLS', () => server.output().includes('address=http:'));
    const [, url = ''] = /address=(http:\S+)/.exec(server.output()) ?? [];
    const text = await (await fetch(`${url}/metrics`)).text();
    const seconds = sampleOf(text, 'target_eye_certificate_expiry_timestamp_seconds{subject="localhost"}');
    expect(seconds).toBeGreaterThan(Date.now() / 1000);
    expect(await server.stop()).toBe(0);
  });
});
