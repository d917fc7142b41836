import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority } from '../support/certificates.js';
import { describeWith } from '../support/needs.js';
import { type RunningServer, runServer, startServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const home = useTemporaryDirectory();
const path = (name: string) => join(home(), name);
const directory = () => path('file_sd');
const pipe = (name: string): void => {
  execFileSync('mkfifo', [path(name)]);
};

const ACCESS = 'anonymous: read\nclients: []\n';
const FAILED = 'cannot be reloaded';

/** How often a line with this text is in the log. */
const times = (server: RunningServer, text: string) => server.output().split(text).length - 1;

describe('a pipe that nobody is at the other end of ends the start with one line', () => {
  test.each([
    ['CONFIG_FILE', /^target-eye: the config file ".*" is not a regular file\n$/],
    ['ACCESS_FILE', /^target-eye: the access file ".*": ".*" is not a regular file\n$/],
    ['WEB_CONFIG_FILE', /^target-eye: the web config file ".*": ".*" is not a regular file\n$/],
    ['CERTFILE', /^target-eye: certfile: ".*" is not a regular file\n$/],
    ['ACCESSLOG', /^target-eye: ACCESSLOG: ".*" is a pipe or a socket that nobody reads\n$/],
    ['ERRORLOG', /^target-eye: ERRORLOG: ".*" is a pipe or a socket that nobody reads\n$/],
    ['PID_PATH', /target-eye: pid_path: ".*" cannot be written \(ENXIO\)\n$/],
  ])('%s', async (variable, expected) => {
    pipe('pipe');
    const environment = {
      FILE_SD_DIRECTORY: directory(),
      BIND: '127.0.0.1:0',
      KEYFILE: variable === 'CERTFILE' ? '/x' : '',
    };
    const { status, stderr } = await runServer({ ...environment, [variable]: path('pipe') });
    expect([status, stderr]).toEqual([1, expect.stringMatching(expected)]);
  });
});

describe('a file that cannot be read any more leaves in force what was, with one line', () => {
  const replacements: readonly (readonly [string, (name: string) => void])[] = [
    [
      'a loop of symbolic links',
      (name) => {
        symlinkSync(name, path(name));
      },
    ],
    ['a pipe', pipe],
    [
      'a link to a device',
      (name) => {
        symlinkSync('/dev/zero', path(name));
      },
    ],
    [
      'a link below a file',
      (name) => {
        symlinkSync('/dev/null/x', path(name));
      },
    ],
  ];

  test.each(replacements)('the access file becomes %s', async (_, replace) => {
    writeFileSync(path('access.yml'), ACCESS);
    const server = await startServer({ FILE_SD_DIRECTORY: directory(), ACCESS_FILE: path('access.yml') });
    const status = async (method: string) => (await fetch(`${server.url}/a/b`, { method })).status;
    rmSync(path('access.yml'));
    replace('access.yml');
    await until('it is told', () => times(server, FAILED) > 0);
    // The next look finds the same state, and the one after that, which has the change.
    writeFileSync(path('new.yml'), ACCESS.replace('read', 'none'));
    await until('rights are as before', async () => (await status('GET')) === 200);
    expect([await status('PUT'), times(server, FAILED)]).toEqual([401, 1]);
    rmSync(path('access.yml'));
    writeFileSync(path('access.yml'), readFileSync(path('new.yml')));
    await until('the mended file counts', async () => (await status('GET')) === 401);
    expect(times(server, FAILED)).toBe(1);
    expect(await server.stop()).toBe(0);
  });

  describeWith(['openssl'])('with TLS', () => {
    test.each(replacements)('the certificate becomes %s', async (_, replace) => {
      const { cert, key } = createAuthority(home()).issue('server', 'localhost');
      const server = await startServer({ FILE_SD_DIRECTORY: directory(), CERTFILE: cert, KEYFILE: key });
      const name = cert.slice(home().length + 1);
      const content = readFileSync(cert);
      rmSync(cert);
      replace(name);
      await until('it is told', () => times(server, FAILED) > 0);
      rmSync(cert);
      writeFileSync(cert, content);
      await until('the mended file is read', () => times(server, 'msg=reloaded') > 0);
      expect(times(server, FAILED)).toBe(1);
      expect(await server.stop()).toBe(0);
    });
  });
});

describe('SIGHUP', () => {
  test('says each time what it came to', async () => {
    writeFileSync(path('access.yml'), ACCESS);
    const server = await startServer({ FILE_SD_DIRECTORY: directory(), ACCESS_FILE: path('access.yml') });
    const hangUp = async (text: string, count: number): Promise<void> => {
      server.process.kill('SIGHUP');
      await until(`${text}, ${String(count)} times`, () => times(server, text) === count);
    };
    await hangUp('msg=reload by=SIGHUP outcome=succeeded files="[\\"access_file\\"]"', 1);
    writeFileSync(path('access.yml'), 'clients: 1');
    await until('the watch has told of it', () => times(server, FAILED) > 0);
    const failed = 'level=error msg=reload by=SIGHUP outcome=failed files=[] failed="[\\"access_file\\"]"';
    for (const count of [1, 2]) await hangUp(failed, count);
    writeFileSync(path('access.yml'), ACCESS);
    await hangUp('outcome=succeeded', 2);
    expect(await server.stop()).toBe(0);
  });
});
