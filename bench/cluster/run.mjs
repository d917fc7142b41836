// What does a cluster cost, and what do its failures? Measured beside what the machine can do in the same run.
// npm run bench:cluster -- [--rounds=25] [--repeats=5] [--seconds=2] [--directory=…] [--json=…] [part …]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeProgram } from '../../scripts/program.mjs';
import { TOOL } from '../load.mjs';
import { allResults, table } from '../report.mjs';
import { measureChanges } from './changes.mjs';
import { measureDelay } from './delay.mjs';
import { measureFailover } from './failover.mjs';
import { measureMany } from './many.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '25' },
    repeats: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    directory: { type: 'string', default: tmpdir() },
    json: { type: 'string', default: 'bench/cluster-results.json' },
  },
});

const home = mkdtempSync(join(values.directory, 'target-eye-bench-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));

const program = join(home, 'program', 'target-eye.mjs');
await writeProgram(join(home, 'program'));

const [rounds, repeats, seconds] = [values.rounds, values.repeats, values.seconds].map(Number);
const options = { program, home, rounds, repeats, seconds };

const PARTS = { changes: measureChanges, delay: measureDelay, many: measureMany, failover: measureFailover };

for (const part of positionals.length === 0 ? Object.keys(PARTS) : positionals) await PARTS[part](options);

const machine = { node: process.version, cpu: cpus()[0].model, cpus: cpus().length, memory: totalmem() };
const run = { machine, tool: TOOL, rounds, repeats, seconds, directory: values.directory, results: allResults() };
writeFileSync(values.json, `${JSON.stringify(run, undefined, 2)}\n`);
process.stdout.write(table());
