import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION } from '../../src/version.js';
import { brokenLinksIn, linksIn, markdownIn } from '../support/links.js';
import { usePackaged } from '../support/packaged.js';
import { expectWholePage } from '../support/served-page.js';
import { runProgram, startProgram } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';

const home = useTemporaryDirectory();
const packaged = usePackaged('package-npm.mjs');

/** A folder with nothing in it but what npm itself needs: no compiler, no make, no Python. */
const bareTools = () => join(packaged().folder, 'tools');
const installed = () => join(packaged().folder, 'installed', 'node_modules', 'target-eye');
const command = () => join(installed(), '..', '.bin', 'target-eye');
const environment = () => ({ PATH: bareTools() });

beforeAll(() => {
  mkdirSync(bareTools());
  for (const tool of ['npm', 'sh'])
    symlinkSync(execFileSync('which', [tool], { encoding: 'utf8' }).trim(), join(bareTools(), tool));
  symlinkSync(process.execPath, join(bareTools(), 'node'));
  npmInstall('--prefix', join(packaged().folder, 'installed'));
});

/** Packages that only the page has. */
const OF_THE_PAGE = ['preact', '@preact/signals', '@preact/signals-core'];

function npmInstall(...options: readonly string[]): void {
  execFileSync('npm', ['install', ...options, '--prefer-offline', '--no-audit', '--no-fund', packaged().archive], {
    env: { ...process.env, ...environment() },
    cwd: packaged().folder,
    stdio: 'pipe',
  });
}

describe('the npm package, installed in an empty folder', () => {
  test('has a command that says its version and what can be set', async () => {
    const version = { status: 0, stdout: `target-eye ${VERSION}\n`, stderr: '' };
    expect(await runProgram([command(), '--version'], environment())).toEqual(version);
    const { status, stdout } = await runProgram([command(), '--help'], environment());
    expect([status, stdout]).toEqual([0, expect.stringContaining('FILE_SD_DIRECTORY')]);
  });

  test('serves: a change is on disk, and SIGTERM ends it with status 0', async () => {
    const server = await startProgram([command()], {
      ...environment(),
      BIND: '127.0.0.1:0',
      FILE_SD_DIRECTORY: join(home(), 'file_sd'),
    });
    const body = new URLSearchParams({ targets: 'h:1' });
    expect((await fetch(`${server.url}/payments/prod`, { method: 'PUT', body })).status).toBe(200);
    const group = [{ targets: ['h:1'], labels: { job: 'payments', env: 'prod' } }];
    expect(await (await fetch(`${server.url}/payments/prod`)).json()).toEqual(group);
    expect(JSON.parse(readFileSync(join(home(), 'file_sd', 'payments@prod.json'), 'utf8'))).toEqual(group);
    const yaml = {
      method: 'PUT',
      headers: { 'Content-Type': 'application/yaml' },
      body: `targets: [h:2] # ${'x'.repeat(5000)}`,
    };
    expect((await fetch(`${server.url}/payments/prod`, yaml)).status).toBe(200);
    await expectWholePage(server.url);
    expect(await server.stop()).toBe(0);
  });

  test('brings the native packages and nothing else to be downloaded, and their binaries load', () => {
    const { dependencies } = JSON.parse(readFileSync(join(installed(), 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect(Object.keys(dependencies)).toEqual(['bcrypt', 'fs-native-extensions']);
    const hash = "require('bcrypt').hashSync('x', 4).slice(0, 7) + typeof require('fs-native-extensions').tryLock";
    expect(execFileSync(process.execPath, ['-p', hash], { cwd: installed(), encoding: 'utf8' })).toBe(
      '$2b$04$function\n',
    );
  });

  test('carries the license of every package in the bundle', () => {
    // esbuild names the CommonJS modules by their paths, and wraps long lines in the middle of them.
    const bundle = readFileSync(join(installed(), 'target-eye.mjs'), 'utf8').replaceAll('\\\n', '');
    const sources = [...bundle.matchAll(/"node_modules\/[^"]*node_modules\/((?:@[^/"]+\/)?[^/"]+)\//g)];
    const names = new Set([...sources.map(([, name]) => name), ...OF_THE_PAGE]);
    expect(names.size).toBeGreaterThan(50);
    const licenses = readFileSync(join(installed(), 'THIRD-PARTY-LICENSES'), 'utf8');
    const licensed = [...licenses.matchAll(/^(\S+) \d+\.\d+\.\d+\S* \(.+\)$/gm)].map(([, name]) => name);
    expect([...names].filter((name) => !licensed.includes(name))).toEqual([]);
  });

  test('has documents of which every link leads somewhere', () => {
    const documents = markdownIn(installed());
    expect(documents.flatMap((file) => linksIn(file)).length).toBeGreaterThan(50);
    expect(documents.map((file) => [file, brokenLinksIn(file)])).toEqual(documents.map((file) => [file, []]));
  });

  test.each(['README.md', 'LICENSE', 'CHANGELOG.md', 'docs/install.md', 'systemd/target-eye.service', 'target-eye.8'])(
    'has %s',
    (file) => {
      expect(existsSync(join(installed(), file))).toBe(true);
    },
  );
});

test('npm install -g puts target-eye on the path, and its manual page where man looks', async () => {
  npmInstall('--global', '--prefix', home());
  const { status, stdout } = await runProgram([join(home(), 'bin', 'target-eye'), '--version'], environment());
  expect([status, stdout]).toEqual([0, `target-eye ${VERSION}\n`]);
  expect(existsSync(join(home(), 'share', 'man', 'man8', 'target-eye.8'))).toBe(true);
});
