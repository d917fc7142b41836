import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..', '..');
const script = (name: string) => JSON.stringify(join(ROOT, 'scripts', name));

const runCode = (code: string) => spawnSync(process.execPath, ['-e', code], { cwd: ROOT, encoding: 'utf8' });

/** The specs that would be run with these arguments, and what is said about the others. */
function chosen(...args: readonly string[]) {
  const given = JSON.stringify(['--listTests', ...args]);
  const { stdout, stderr } = runCode(`import(${script('run-tests.mjs')}).then((it) => it.runTests(${given}))`);
  return { specs: stdout.trim().split('\n'), says: stderr };
}

describe('npm test -- --quick', () => {
  test('runs the specs beside the sources and those of the API, and names the others', () => {
    const { specs: all, says } = chosen();
    const quick = chosen('--quick');
    expect(says).toBe('');
    expect(quick.specs.sort()).toEqual(
      all.filter((spec) => !/\/(?:packages|apps)\/[^/]+\/test\/(?!api\/)/.test(spec)).sort(),
    );
    expect(quick.specs.length).toBeGreaterThan(50);
    const others = all.length - quick.specs.length;
    expect(quick.says).toContain(
      `This was a first look. Not run: the ${String(others)} specs in the folders test, except test/api (`,
    );
    expect(quick.says).toMatch(/\(.*\babuse-bodies, .*\btls\b.*\)/);
  });

  test('can be narrowed as any other run', () => {
    expect(chosen('--quick', 'packages/domain/src/groups/target.spec.ts').specs).toEqual([
      join(ROOT, 'packages', 'domain', 'src', 'groups', 'target.spec.ts'),
    ]);
  });
});

test('a long run says now and then how far it is', () => {
  const { stderr } = runCode(`import(${script('progress-reporter.mjs')}).then(({ default: Reporter }) => {
    const reporter = new Reporter({}, { every: 1 });
    reporter.onRunStart({ numTotalTestSuites: 3 });
    // As a test does that runs in the same process and looks at what is written.
    process.stderr.write = () => true;
    for (const path of ['/a/one.spec.ts', '/a/two.spec.ts']) reporter.onTestFileStart({ path });
    for (const status of ['passed', 'passed', 'failed', 'pending']) reporter.onTestCaseResult({}, { status });
    reporter.onTestFileResult({ path: '/a/one.spec.ts' });
    setTimeout(() => reporter.onRunComplete(), 100);
  })`);
  expect(stderr).toMatch(/^0 s: 1 of 3 specs done, 2 tests passed, 1 failed; running: two\n/);
});
