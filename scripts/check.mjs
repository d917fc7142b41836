import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './set-up.mjs';

/** The scripts of package.json that look at the checkout as it stands, those that take the longest first. */
const CHECKS = [
  'lint',
  'check:types',
  'check:format',
  'check:dependencies',
  'check:unused',
  'check:spelling',
  'check:description',
];

/** Runs a script of package.json; prints what it says when it failed. */
async function passes(script) {
  const child = spawn('npm', ['run', '--silent', script], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk) => {
      output += chunk;
    });
  const isGood = await endsWell(child);
  process.stderr.write(isGood ? `${script}: passed\n` : `${script}: failed\n${output}`);
  return isGood;
}

/** Runs the specs that these arguments of Jest choose, and shows them as they run. */
function specsPass(args) {
  const child = spawn(process.execPath, [join(ROOT, 'scripts', 'run-tests.mjs'), ...args], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  return endsWell(child);
}

async function endsWell(child) {
  return (await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))) === 0;
}

/**
 * Runs all checks, as many at a time as there are processors: each of them uses only one. The specs begin beside the last
 * check, unless something has failed by then.
 */
async function checkAll(args) {
  const waiting = [...CHECKS];
  const failed = [];
  let specs;
  const work = async () => {
    for (let script = waiting.shift(); script !== undefined; script = waiting.shift())
      if (!(await passes(script))) failed.push(script);
    if (failed.length === 0) specs ??= specsPass(args);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  if ((await specs) === false) failed.push('specs');
  if (failed.length > 0) process.stderr.write(`failed: ${failed.join(', ')}\n`);
  return failed.length === 0;
}

// The others read what is built.
process.exit((await passes('build')) && (await checkAll(process.argv.slice(2))) ? 0 : 1);
