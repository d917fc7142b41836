import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { runTests } from './run-tests.mjs';
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
  const status = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  process.stderr.write(status === 0 ? `${script}: passed\n` : `${script}: failed\n${output}`);
  return status === 0;
}

/** Runs all checks, as many at a time as there are processors: each of them uses only one. */
async function checkAll() {
  const waiting = [...CHECKS];
  const results = [];
  const work = async () => {
    for (let script = waiting.shift(); script !== undefined; script = waiting.shift())
      results.push(await passes(script));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return results.every((hasPassed) => hasPassed);
}

// The others read what is built.
process.exit((await passes('build')) && (await checkAll()) ? runTests(process.argv.slice(2)) : 1);
