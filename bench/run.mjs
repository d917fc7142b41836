// How fast is the service, measured beside what the machine can do in the same run?
// npm run bench -- [--seconds=2] [--rounds=7] [--sizes=1000,10000,100000] [--directory=…] [--json=…] [part …]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { arch, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeProgram } from '../scripts/program.mjs';
import { measureBulk } from './collection/bulk.mjs';
import { measureDiscovery } from './collection/discovery.mjs';
import { directories, SIZES } from './collection/groups.mjs';
import { measureLists } from './collection/lists.mjs';
import { GROUPS, groupOf } from './groups.mjs';
import { CONNECTIONS, get, post, put, TOOL } from './load.mjs';
import { measurePage } from './page/page.mjs';
import { startBaseline, startTargetEye, startWriter } from './processes.mjs';
import { allResults, report, table } from './report.mjs';
import { inTurn, medianOf } from './rounds.mjs';
import { measureStatus } from './status/status.mjs';
import { measureYaml } from './yaml.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '7' },
    sizes: { type: 'string', default: SIZES },
    directory: { type: 'string', default: tmpdir() },
    json: { type: 'string', default: 'bench/results.json' },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const sizes = values.sizes.split(',').map(Number);

const MANY = 100_000;
const POSTED = 10_000;

const home = mkdtempSync(join(values.directory, 'target-eye-bench-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));

const program = join(home, 'program', 'target-eye.mjs');
await writeProgram(join(home, 'program'));

function directoryWith(groups) {
  const directory = join(home, `groups-${groups}`);
  mkdirSync(directory);
  for (let group = 0; group < groups; group += 1) {
    const stored = groupOf(group, 0);
    writeFileSync(join(directory, `${stored.labels.job}@prod.json`), `${JSON.stringify([stored])}\n`);
  }
  return directory;
}

async function measureStart() {
  const started = await inTurn(rounds, {
    empty: async () => {
      const server = await startTargetEye(program, mkdtempSync(join(home, 'empty-')));
      const memory = await server.memory();
      await server.stop();
      return { seconds: server.seconds, memory };
    },
  });
  report({ work: 'start', value: medianOf(started, ({ empty }) => empty.seconds), unit: 's', atMost: 0.6 });
  report({ work: 'idle', value: medianOf(started, ({ empty }) => empty.memory), unit: 'MiB', atMost: 80 });
}

async function measureReads(few) {
  const http = await startBaseline('http');
  const express = await startBaseline('express', mkdtempSync(join(home, 'express-')));
  const reads = (server) => async () => {
    const before = server.processorTime();
    const rate = await get(server.url, GROUPS, seconds);
    return { rate, microseconds: (server.processorTime() - before) / (rate * seconds) / 1000 };
  };
  const taken = await inTurn(rounds, { http: reads(http), express: reads(express), own: reads(few) });
  const value = medianOf(taken, ({ own }) => own.rate);
  const took = medianOf(taken, ({ own }) => own.microseconds);
  report({ work: 'bare node:http', value: medianOf(taken, (round) => round.http.rate), unit: '/s' });
  report({ work: 'stock Express route', value: medianOf(taken, (round) => round.express.rate), unit: '/s' });
  for (const [work, baseline, to, atLeast] of [
    [`GET of ${GROUPS} groups`, 'express', 'stock Express route', 2.5],
    ['the same', 'http', 'bare node:http', 0.45],
  ]) {
    const ratio = medianOf(taken, (round) => round.own.rate / round[baseline].rate);
    report({ work, value, unit: '/s', ratio, to, atLeast });
  }
  // On a busy machine the rates depend on what else it does; the processor time depends on that much less.
  for (const [work, baseline, to] of [
    ['GET, processor time', 'express', 'stock Express route'],
    ['the same', 'http', 'bare node:http'],
  ]) {
    const ratio = medianOf(taken, (round) => round.own.microseconds / round[baseline].microseconds);
    report({ work, value: took, unit: 'µs', ratio, to });
  }
  await http.stop();
  await express.stop();
}

async function measureChanges(few) {
  const express = await startBaseline('express', mkdtempSync(join(home, 'express-')));
  const writer = startWriter(mkdtempSync(join(home, 'disk-')), CONNECTIONS, GROUPS);
  const taken = await inTurn(rounds, {
    disk: () => writer.write(seconds),
    express: () => put(express.url, GROUPS, seconds),
    both: () => put(`${express.url}/durable`, GROUPS, seconds),
    own: () => put(few.url, GROUPS, seconds),
  });
  const value = medianOf(taken, ({ own }) => own);
  report({ work: 'bare durable write', value: medianOf(taken, ({ disk }) => disk), unit: '/s' });
  report({
    work: 'stock Express route that parses JSON',
    value: medianOf(taken, (round) => round.express),
    unit: '/s',
  });
  report({ work: 'stock Express route that does both', value: medianOf(taken, ({ both }) => both), unit: '/s' });
  report({
    work: `PUT over ${GROUPS} groups`,
    value,
    unit: '/s',
    ratio: medianOf(taken, ({ own, disk, express: parsing }) => own / Math.min(disk, parsing)),
    to: 'the slower of the first two',
    atLeast: 0.7,
  });
  report({
    work: 'the same',
    value,
    unit: '/s',
    ratio: medianOf(taken, ({ own, both }) => own / both),
    to: 'what does both',
  });
  await express.stop();
  await writer.stop();
}

async function measureGrowth(few) {
  const taken = await inTurn(rounds, {
    post: async () => {
      await fetch(`${few.url}/large/prod`, { method: 'DELETE' });
      return post(few.url, POSTED, 5);
    },
  });
  report({
    work: `POST of ${POSTED} targets to one group`,
    value: medianOf(taken, (each) => each.post.rate),
    unit: '/s',
  });
  report({
    work: 'POST, the last fifth of them',
    value: medianOf(taken, (each) => each.post.parts.at(-1)),
    unit: '/s',
    ratio: medianOf(taken, ({ post: { parts } }) => parts.at(-1) / parts[0]),
    to: 'the first fifth',
    atLeast: 0.7,
  });
}

async function measureMany(few) {
  const many = await startTargetEye(program, directoryWith(MANY));
  report({ work: `start with ${MANY} groups`, value: many.seconds, unit: 's', atMost: 8 });
  report({ work: `memory with ${MANY} groups`, value: await many.memory(), unit: 'MiB', atMost: 400 });
  const taken = await inTurn(rounds, {
    getFew: () => get(few.url, GROUPS, seconds),
    getMany: () => get(many.url, MANY, seconds),
    putFew: () => put(few.url, GROUPS, seconds),
    putMany: () => put(many.url, MANY, seconds),
  });
  report({
    work: `GET of ${MANY} groups`,
    value: medianOf(taken, ({ getMany }) => getMany),
    unit: '/s',
    ratio: medianOf(taken, ({ getMany, getFew }) => getMany / getFew),
    to: `${GROUPS} groups`,
    atLeast: 0.8,
  });
  report({
    work: `PUT over ${MANY} groups`,
    value: medianOf(taken, ({ putMany }) => putMany),
    unit: '/s',
    ratio: medianOf(taken, ({ putMany, putFew }) => putMany / putFew),
    to: `${GROUPS} groups`,
    atLeast: 0.8,
  });
  await many.stop();
}

const collection = { program, home, directoryWith: directories(home), sizes, rounds };

const PARTS = {
  start: measureStart,
  reads: measureReads,
  changes: measureChanges,
  growth: measureGrowth,
  yaml: ({ url }) => measureYaml(url, rounds),
  many: measureMany,
  discovery: () => measureDiscovery(collection),
  lists: () => measureLists(collection),
  bulk: () => measureBulk(collection),
  status: () => measureStatus(collection),
  page: () => measurePage(collection),
};

process.stderr.write(`GET and PUT by ${TOOL}, POST by autocannon, the rest by node:http\n`);
const few = await startTargetEye(program, directoryWith(GROUPS));
for (const part of positionals.length === 0 ? Object.keys(PARTS) : positionals) await PARTS[part](few);
await few.stop();

const machine = { node: process.version, cpu: cpus()[0].model, cpus: cpus().length, arch: arch(), memory: totalmem() };
const run = { machine, tool: TOOL, seconds, rounds, results: allResults() };
writeFileSync(values.json, `${JSON.stringify(run, undefined, 2)}\n`);
process.stdout.write(`GET and PUT by ${TOOL}, POST by autocannon, the rest by node:http\n\n${table()}`);
