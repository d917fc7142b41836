import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokenLinksIn, linksIn, markdownIn } from '../../server/test/support/links.js';
import { usePackaged } from '../../server/test/support/packaged.js';
import { runProgram } from '../../server/test/support/running-server.js';
import { VERSION } from '../src/version.js';

const packaged = usePackaged('package-targetctl.mjs');
const tools = (): string => join(packaged().folder, 'tools');
const installed = (): string => join(packaged().folder, 'lib', 'node_modules', '@target-eye', 'targetctl');
const command = (): string => join(packaged().folder, 'bin', 'targetctl');

/** Nothing but what npm and the command need. */
const environment = (): Record<string, string> => ({ PATH: tools() });

beforeAll(() => {
  mkdirSync(tools());
  for (const tool of ['npm', 'sh'])
    symlinkSync(execFileSync('which', [tool], { encoding: 'utf8' }).trim(), join(tools(), tool));
  symlinkSync(process.execPath, join(tools(), 'node'));
  const args = ['install', '--global', '--prefix', packaged().folder, '--offline', '--no-audit', '--no-fund'];
  execFileSync('npm', [...args, packaged().archive], {
    env: { ...process.env, ...environment() },
    cwd: packaged().folder,
    stdio: 'pipe',
  });
});

describe('the npm package of targetctl, installed elsewhere without the network', () => {
  test('has the command, of one file and without dependencies', async () => {
    const version = { status: 0, stdout: `targetctl ${VERSION}\n`, stderr: '' };
    expect(await runProgram([command(), '--version'], environment())).toEqual(version);
    const manifest = JSON.parse(readFileSync(join(installed(), 'package.json'), 'utf8')) as object;
    expect(manifest).toMatchObject({ name: '@target-eye/targetctl', version: VERSION });
    expect(manifest).not.toHaveProperty('dependencies');
    expect(existsSync(join(installed(), 'node_modules'))).toBe(false);
  });

  test('loads nothing at its start that only some commands need', async () => {
    const spy = join(packaged().folder, 'spy.cjs');
    writeFileSync(
      spy,
      "process.on('exit', () => process.stderr.write(process.moduleLoadList.filter((name) => /^NativeModule (https?|readline|tls)$/.test(name)).join()));",
    );
    const started = await runProgram([process.execPath, '--require', spy, command(), '--version'], environment());
    expect(started).toEqual({ status: 0, stdout: `targetctl ${VERSION}\n`, stderr: '' });
  });

  test('has its manual page where man looks, completions, and documents of which every link leads somewhere', () => {
    const page = join(packaged().folder, 'share', 'man', 'man1', 'targetctl.1');
    expect(readFileSync(page, 'utf8')).toContain('.TH TARGETCTL 1');
    for (const file of ['targetctl.bash', '_targetctl', 'targetctl.fish'])
      expect(readFileSync(join(installed(), 'completions', file), 'utf8')).toContain('targetctl');
    const documents = markdownIn(installed());
    expect(documents.flatMap((file) => linksIn(file)).length).toBeGreaterThan(0);
    expect(documents.map((file) => [file, brokenLinksIn(file)])).toEqual(documents.map((file) => [file, []]));
  });

  test('carries the license of every package in the bundle', () => {
    const bundle = readFileSync(join(installed(), 'targetctl.mjs'), 'utf8').replaceAll('\\\n', '');
    const sources = [...bundle.matchAll(/"node_modules\/[^"]*node_modules\/((?:@[^/"]+\/)?[^/"]+)\//g)];
    const names = new Set(sources.map(([, name]) => name));
    expect([...names]).toEqual(expect.arrayContaining(['commander', 'yaml']));
    const licenses = readFileSync(join(installed(), 'THIRD-PARTY-LICENSES'), 'utf8');
    const licensed = [...licenses.matchAll(/^(\S+) \d+\.\d+\.\d+\S* \(.+\)$/gm)].map(([, name]) => name);
    expect([...names].filter((name) => !licensed.includes(name))).toEqual([]);
  });
});
