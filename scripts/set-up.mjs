import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const STAMP = join(ROOT, 'node_modules', '.target-eye-installed');

/** Makes a checkout ready with nothing but Node and npm: installs what the lockfile says if that changed, and builds. */
export function setUp() {
  const wanted = hashOfManifests();
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== wanted) {
    const { packageManager } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    run('npx', ['--yes', '--prefer-offline', packageManager, 'install', '--frozen-lockfile'], { CI: 'true' });
    writeFileSync(STAMP, wanted);
  }
  run(process.execPath, [join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-b']);
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
