import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const STAMP = join(ROOT, 'node_modules', '.target-eye-installed');

/** A package that only the tests need; where it is, everything is installed. */
const JEST = join(ROOT, 'node_modules', 'jest');

/**
 * Makes a checkout ready with nothing but Node and npm: installs what the lockfile says if that changed, and builds.
 * What was installed whole stays whole, so that starting and testing by turns install nothing anew.
 * @param needed `building` for the dependencies of the packages and what compiles and bundles them, or `everything` for
 * the devDependencies too, with which they are tested and checked
 */
export function setUp(needed) {
  const isWhole = needed === 'everything' || existsSync(JEST);
  const wanted = hashOfManifests();
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== wanted || (isWhole && !existsSync(JEST))) {
    const { packageManager } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const options = ['install', '--frozen-lockfile', ...(isWhole ? [] : ['--prod'])];
    rmSync(STAMP, { force: true });
    run('npx', ['--yes', '--prefer-offline', packageManager, ...options], { CI: 'true' });
    writeFileSync(STAMP, wanted);
  }
  run(process.execPath, [join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-b']);
  run(process.execPath, [join(ROOT, 'scripts', 'page.mjs'), '--quiet']);
}

/** Runs a command in the checkout with its output on standard error; ends this process when the command fails. */
function run(command, args, environment = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 2, 2],
  });
  if (status === 0) return;
  process.stderr.write(`target-eye: ${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}\n`);
  process.exit(1);
}

function hashOfManifests() {
  const manifests = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'];
  for (const parent of ['packages', 'apps'])
    for (const child of readdirSync(join(ROOT, parent))) manifests.push(join(parent, child, 'package.json'));
  const hash = createHash('sha256').update(process.version);
  for (const manifest of manifests) hash.update(readFileSync(join(ROOT, manifest)));
  return hash.digest('hex');
}
