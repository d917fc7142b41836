import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from './set-up.mjs';

/** The specs that run the built service, the packages or a real Prometheus. */
const SLOW = '(packages|apps)/[^/]+/test/(?!api/)';

/**
 * Runs Jest with these arguments. `--quick` is an option of our own: a first look with only the specs beside the sources
 * and those of the API, which says at its end what it left out.
 * @returns Jest's exit status
 */
export function runTests(args) {
  const isQuick = args.includes('--quick');
  const options = isQuick ? ['--testPathIgnorePatterns', '/node_modules/', SLOW] : [];
  const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const given = args.filter((arg) => arg !== '--quick');
  const { status } = spawnSync(process.execPath, [jest, ...given, ...options], { cwd: ROOT, stdio: 'inherit' });
  if (isQuick) process.stderr.write(`\n${leftOut()}\n`);
  return status ?? 1;
}

function leftOut() {
  const names = ['packages', 'apps']
    .flatMap((parent) => readdirSync(join(ROOT, parent)).map((child) => join(ROOT, parent, child, 'test')))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true }))
    .filter((path) => path.endsWith('.spec.ts') && !path.startsWith('api/'))
    .map((path) => basename(path, '.spec.ts'));
  return `This was a first look. Not run: the ${names.length} specs in the folders test, except test/api (${names.sort().join(', ')}). npm test runs all.`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(runTests(process.argv.slice(2)));
