import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { useTemporaryDirectory } from '../support/temporary-directory.js';

const ROOT = join(__dirname, '..', '..', '..', '..');
const MANIFESTS = ['package.json', 'apps/server/package.json', 'packages/domain/package.json'];

const home = useTemporaryDirectory();
const path = (...parts: readonly string[]) => join(home(), ...parts);

describe('Node is too old', () => {
  test.each([
    ['12.22.12', 'start.mjs'],
    ['18.20.8', 'start.mjs'],
    ['18.20.8', 'test.mjs'],
    ['20.18.3', 'package.mjs'],
  ])('%s: scripts/%s says so in one sentence and does nothing', (version, script) => {
    const fake = path('fake.cjs');
    const versions = `{ ...process.versions, node: '${version}' }`;
    writeFileSync(fake, `Object.defineProperty(process, 'versions', { value: ${versions} });\n`);
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', fake, join(ROOT, 'scripts', script)], {
      encoding: 'utf8',
    });
    const says = `target-eye: Node.js ${version} is too old; install 20.19 or newer\n`;
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: '', stderr: says });
  });

  test('the check is loaded first and needs nothing that an old Node lacks', () => {
    for (const script of ['start.mjs', 'test.mjs', 'package.mjs'])
      expect(staticImports(script)).toEqual(['./require-node.mjs']);
    expect(staticImports('require-node.mjs')).toEqual(['fs']);
    for (const script of ['start.mjs', 'test.mjs', 'package.mjs', 'require-node.mjs'])
      expect(readFileSync(join(ROOT, 'scripts', script), 'utf8')).not.toMatch(/\?\.|\?\?|\bawait\b|#/);
  });

  function staticImports(script: string): readonly (string | undefined)[] {
    const text = readFileSync(join(ROOT, 'scripts', script), 'utf8');
    return [...text.matchAll(/^import (?:.* from )?'(.*)';$/gm)].map(([, from]) => from);
  }
});

describe('a checkout', () => {
  beforeEach(() => {
    cpSync(join(ROOT, 'scripts'), path('scripts'), { recursive: true });
    for (const manifest of [...MANIFESTS, 'pnpm-lock.yaml', 'pnpm-workspace.yaml']) {
      mkdirSync(dirname(path(manifest)), { recursive: true });
      cpSync(join(ROOT, manifest), path(manifest));
    }
    mkdirSync(path('bin'));
    // Instead of npx: notes how it was called, and installs a compiler and, unless told otherwise, Jest.
    const npx = [
      '#!/bin/sh',
      'cd "$(dirname "$0")/.."',
      'echo "$*" >>calls',
      'mkdir -p node_modules/typescript/bin && : >node_modules/typescript/bin/tsc',
      'case "$*" in *--prod*) ;; *) mkdir -p node_modules/jest ;; esac',
      '[ ! -e fails ]',
    ];
    writeFileSync(path('bin', 'npx'), `${npx.join('\n')}\n`);
    chmodSync(path('bin', 'npx'), 0o755);
  });

  /** Sets up for what is needed, and gives the options with which pnpm was called, if it was. */
  function setUpFor(needed: 'building' | 'everything'): readonly string[] {
    writeFileSync(path('calls'), '');
    const code = `import('${path('scripts', 'set-up.mjs')}').then(({ setUp }) => setUp('${needed}'))`;
    spawnSync(process.execPath, ['-e', code], { env: { PATH: `${path('bin')}:${process.env['PATH'] ?? ''}` } });
    return readFileSync(path('calls'), 'utf8')
      .split('\n')
      .flatMap((call) => / install (.*)$/.exec(call)?.[1] ?? []);
  }

  const LESS = '--frozen-lockfile --prod';
  const ALL = '--frozen-lockfile';

  test('that is started gets what is needed for that, and once it is tested, everything, each once', () => {
    expect(setUpFor('building')).toEqual([LESS]);
    expect(setUpFor('building')).toEqual([]);
    expect(setUpFor('everything')).toEqual([ALL]);
    expect(setUpFor('building')).toEqual([]);
    expect(setUpFor('everything')).toEqual([]);
  });

  test('that had everything has everything again after a manifest changed, whatever is asked for first', () => {
    setUpFor('everything');
    appendFileSync(path('package.json'), '\n');
    expect(setUpFor('building')).toEqual([ALL]);
    expect(setUpFor('everything')).toEqual([]);
  });

  test('of which the installation failed is installed again', () => {
    setUpFor('building');
    writeFileSync(path('fails'), '');
    expect([setUpFor('everything'), setUpFor('building')]).toEqual([[ALL], [ALL]]);
    expect(existsSync(path('node_modules', '.target-eye-installed'))).toBe(false);
  });
});

test('npm start runs a module that the build writes', () => {
  const text = readFileSync(join(ROOT, 'scripts', 'start.mjs'), 'utf8');
  const imported = [...text.matchAll(/import\('\.\.\/(.+)\/dist\/(.+)\.js'\)/g)];
  expect(imported.map(([, home = '', path = '']) => existsSync(join(ROOT, home, 'src', `${path}.ts`)))).toEqual([true]);
});

test('the packages are built by scripts that set up first', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Readonly<Record<string, string>>;
  };
  const packaging = Object.entries(scripts).filter(([name]) => name.startsWith('package:'));
  expect(packaging).toEqual([
    ['package:npm', 'exec node scripts/package.mjs npm'],
    ['package:deb', 'exec node scripts/package.mjs deb'],
    ['package:targetctl', 'exec node scripts/package.mjs targetctl'],
  ]);
});

test('what the server is built with are dependencies, and what it is tested with are not', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<
    'dependencies' | 'devDependencies',
    Record<string, string>
  >;
  const types = ['bcrypt', 'body-parser', 'express', 'node'].map((name) => `@types/${name}`);
  const built = [...types, 'esbuild', 'typescript'];
  expect(Object.keys(dependencies)).toEqual(built);
  expect(Object.keys(devDependencies)).toContain('jest');
});
