// How fast is the service, measured beside what the machine can do in the same run?
// npm run bench -- [--seconds=3] [--rounds=5] [--directory=…] [--json=bench/results.json]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { arch, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeProgram } from '../scripts/program.mjs';
import { CONNECTIONS, get, groupOf, post, put } from './load.mjs';
import { startBaseline, startTargetEye, startWriter } from './processes.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
    directory: { type: 'string', default: tmpdir() },
    json: { type: 'string', default: 'bench/results.json' },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);

const FEW = 1000;
const MANY = 100_000;
const POSTED = 10_000;

const home = mkdtempSync(join(values.directory, 'target-eye-bench-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));

const program = join(home, 'program', 'target-eye.mjs');
await writeProgram(join(home, 'program'));

const results = [];

/** Keeps a figure for the table; a ratio and a goal belong to most. */
function report(result) {
  results.push(result);
  process.stderr.write(`${result.work}: ${result.value.toPrecision(4)} ${result.unit}\n`);
}

/**
 * The medians of several measurements that are taken in turn, each time beginning with another one: a busy moment must
 * not hit only one of them, and a disk is slower after others have written to it.
 */
async function inTurn(measurements) {
  const names = Object.keys(measurements);
  const taken = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const place of names.keys()) {
      const name = names[(round + place) % names.length];
      taken[name].push(await measurements[name]());
    }
  return Object.fromEntries(Object.entries(taken).map(([name, figures]) => [name, median(figures)]));
}

function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

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
  const started = [];
  for (let round = 0; round < rounds; round += 1) {
    const server = await startTargetEye(program, mkdtempSync(join(home, 'empty-')));
    started.push({ seconds: server.seconds, memory: await server.memory() });
    await server.stop();
  }
  report({ work: 'start', value: median(started.map(({ seconds: took }) => took)), unit: 's', atMost: 0.6 });
  report({ work: 'idle', value: median(started.map(({ memory }) => memory)), unit: 'MiB', atMost: 80 });
}

async function measureReads(few) {
  const http = await startBaseline('http');
  const express = await startBaseline('express', mkdtempSync(join(home, 'express-')));
  const rates = await inTurn({
    http: () => get(http.url, FEW, seconds),
    express: () => get(express.url, FEW, seconds),
    own: () => get(few.url, FEW, seconds),
  });
  report({ work: 'bare node:http', value: rates.http, unit: '/s' });
  report({ work: 'bare Express route', value: rates.express, unit: '/s' });
  report({
    work: `GET of ${FEW} groups`,
    value: rates.own,
    unit: '/s',
    ...ratio(rates.own, rates.express, 'bare Express route', 0.9),
  });
  await http.stop();
  await express.stop();
}

async function measureChanges(few) {
  const express = await startBaseline('express', mkdtempSync(join(home, 'express-')));
  const writer = startWriter(mkdtempSync(join(home, 'disk-')), CONNECTIONS, FEW);
  const firsts = [];
  const lasts = [];
  const rates = await inTurn({
    disk: () => writer.write(seconds),
    express: () => put(express.url, FEW, seconds),
    both: () => put(`${express.url}/durable`, FEW, seconds),
    put: () => put(few.url, FEW, seconds),
    post: async () => {
      await fetch(`${few.url}/large/prod`, { method: 'DELETE' });
      const posted = await post(few.url, POSTED, 5);
      firsts.push(posted.parts[0]);
      lasts.push(posted.parts.at(-1));
      return posted.rate;
    },
  });
  report({ work: 'bare durable write', value: rates.disk, unit: '/s' });
  report({ work: 'bare Express route that parses JSON', value: rates.express, unit: '/s' });
  report({ work: 'bare Express route that does both', value: rates.both, unit: '/s' });
  report({
    work: `PUT over ${FEW} groups`,
    value: rates.put,
    unit: '/s',
    ...ratio(rates.put, Math.min(rates.disk, rates.express), 'the slower of the first two', 0.7),
  });
  report({ work: 'the same', value: rates.put, unit: '/s', ratio: rates.put / rates.both, to: 'what does both' });
  report({
    work: `POST of ${POSTED} targets to one group`,
    value: rates.post,
    unit: '/s',
    ...ratio(rates.post, rates.put, 'PUT', 1),
  });
  report({
    work: 'POST, the last fifth of them',
    value: median(lasts),
    unit: '/s',
    ...ratio(median(lasts), median(firsts), 'the first fifth', 0.7),
  });
  await express.stop();
  await writer.stop();
}

async function measureMany(few) {
  const many = await startTargetEye(program, directoryWith(MANY));
  report({ work: `start with ${MANY} groups`, value: many.seconds, unit: 's', atMost: 8 });
  report({ work: `memory with ${MANY} groups`, value: await many.memory(), unit: 'MiB', atMost: 400 });
  const rates = await inTurn({
    getFew: () => get(few.url, FEW, seconds),
    getMany: () => get(many.url, MANY, seconds),
    putFew: () => put(few.url, FEW, seconds),
    putMany: () => put(many.url, MANY, seconds),
  });
  report({
    work: `GET of ${MANY} groups`,
    value: rates.getMany,
    unit: '/s',
    ...ratio(rates.getMany, rates.getFew, `${FEW} groups`, 0.8),
  });
  report({
    work: `PUT over ${MANY} groups`,
    value: rates.putMany,
    unit: '/s',
    ...ratio(rates.putMany, rates.putFew, `${FEW} groups`, 0.8),
  });
  await many.stop();
}

function ratio(value, baseline, to, atLeast) {
  return { ratio: value / baseline, to, atLeast };
}

await measureStart();
const few = await startTargetEye(program, directoryWith(FEW));
await measureReads(few);
await measureChanges(few);
await measureMany(few);
await few.stop();

const machine = { node: process.version, cpu: cpus()[0].model, cpus: cpus().length, arch: arch(), memory: totalmem() };
writeFileSync(values.json, `${JSON.stringify({ machine, seconds, rounds, results }, undefined, 2)}\n`);
process.stdout.write(table(results));

/** As Markdown, because that is how docs/performance.md shows it. */
function table(rows) {
  const lines = rows.map(({ work, value, unit, ratio: part, to, atLeast, atMost }) => [
    work,
    `${value < 100 ? value.toPrecision(3) : Math.round(value).toLocaleString('en')} ${unit}`,
    part === undefined ? '' : `${part.toFixed(2)} of ${to}`,
    atLeast === undefined ? (atMost === undefined ? '' : `≤ ${atMost} ${unit}`) : `≥ ${atLeast}`,
    isMet({ value, ratio: part, atLeast, atMost }),
  ]);
  return [['work', 'measured', 'ratio', 'goal', 'met'], ['---', '---', '---', '---', '---'], ...lines]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('');
}

function isMet({ value, ratio: part, atLeast, atMost }) {
  if (atLeast !== undefined) return part >= atLeast ? 'yes' : 'no';
  if (atMost !== undefined) return value <= atMost ? 'yes' : 'no';
  return '';
}
