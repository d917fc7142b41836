import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const PACKAGE = dirname(__dirname);
const TYPESCRIPT = dirname(require.resolve('typescript/package.json'));

/** The code of the README and what it says that it prints. */
function readme(): { readonly code: string; readonly output: string } {
  const text = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
  const [, code = '', output = ''] = /```js\n([^]*?)```[^]*?```\n([^]*?)```/.exec(text) ?? [];
  return { code, output };
}

describe('the package, packed and installed elsewhere', () => {
  let home: string;

  function run(command: string, args: readonly string[]): string {
    const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: home, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${String(error)} ${stdout} ${stderr}`);
    return stdout;
  }

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'target-eye-package-'));
    const { packageManager } = JSON.parse(readFileSync(join(PACKAGE, '..', '..', 'package.json'), 'utf8')) as {
      packageManager: string;
    };
    const packed = spawnSync('npx', ['--yes', '--prefer-offline', packageManager, 'pack', '--pack-destination', home], {
      cwd: PACKAGE,
      encoding: 'utf8',
    });
    if (packed.status !== 0) throw new Error(`pack: ${packed.stdout} ${packed.stderr}`);
    const [tarball = ''] = readdirSync(home);
    writeFileSync(join(home, 'package.json'), '{}');
    run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${tarball}`]);
  });
  afterAll(() => {
    rmSync(home, { recursive: true, force: true });
  });

  test('prints what its README says, by import', () => {
    writeFileSync(join(home, 'readme.mjs'), readme().code);
    expect(run(process.execPath, ['readme.mjs'])).toBe(readme().output);
  });

  test('prints the same by require', () => {
    const code = readme().code.replace(/import (\{.*\}) from ('.*');/, 'const $1 = require($2);');
    expect(code).toContain("require('@target-eye/domain')");
    writeFileSync(join(home, 'readme.cjs'), code);
    expect(run(process.execPath, ['readme.cjs'])).toBe(readme().output);
  });

  test('has types for import and for require', () => {
    const files = ['types.mts', 'types.cts'];
    const good =
      "import { groupKey, type GroupKey } from '@target-eye/domain';\nexport const key: GroupKey = groupKey('a', 'b');\n";
    const write = (code: string) => {
      for (const file of files) writeFileSync(join(home, file), code);
    };
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--lib', 'es2022'];
    const check = () => run(process.execPath, [join(TYPESCRIPT, 'bin', 'tsc'), ...options, ...files]);
    write(good);
    expect(check()).toBe('');
    write(good.replace("'b'", '2'));
    expect(check).toThrow(/types\.cts.*TS2345[^]*types\.mts.*TS2345/);
  });

  test('has no dependencies and brings no more than its code', () => {
    const installed = join(home, 'node_modules', '@target-eye', 'domain');
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as object;
    expect(Object.keys(manifest).filter((key) => /dependencies/i.test(key))).toEqual([]);
    expect(readdirSync(installed).sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
  });
});
