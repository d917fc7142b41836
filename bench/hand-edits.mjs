// How many edits by hand are lost that are made in the middle of constant changes through the API?
// Run it after a build: node bench/hand-edits.mjs [number of edits]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const EDITS = Number(process.argv[2] ?? 1000);
const WRITERS = 4;
const MAIN = join(dirname(fileURLToPath(import.meta.url)), '..', 'apps', 'server', 'dist', 'main.js');

/** An editor as a process of its own: reads the file, adds a target, renames a new file into place, again and again. */
const EDITOR = `
  const { readFileSync, renameSync, writeFileSync } = require('node:fs');
  const [path, count] = process.argv.slice(1);
  for (let edit = 1; edit <= Number(count); edit += 1) {
    const [group] = JSON.parse(readFileSync(path, 'utf8'));
    group.targets.push('by-hand:' + edit);
    writeFileSync(path + '.new', JSON.stringify([group]));
    renameSync(path + '.new', path);
    for (const end = performance.now() + Math.random() * 4; performance.now() < end; );
  }
`;

const home = mkdtempSync(join(tmpdir(), 'target-eye-bench-'));
const path = join(home, 'payments@prod.json');
const server = spawn(process.execPath, [MAIN], {
  env: { FILE_SD_DIRECTORY: home, BIND: '127.0.0.1:0' },
  stdio: ['ignore', 'ignore', 'pipe'],
});
const url = await new Promise((resolve) => {
  let log = '';
  server.stderr.on('data', (chunk) => {
    log += chunk;
    const address = /msg=listening address=(\S+)/.exec(log)?.[1];
    if (address !== undefined) resolve(`${address}/payments/prod`);
  });
});

async function send(method, body) {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
}

let changes = 0;
async function write(writer, editor) {
  for (let count = 1; editor.exitCode === null; count += 1) {
    await send('PUT', { labels: { [`writer_${writer}`]: String(count) } });
    changes += 1;
  }
}

await send('PUT', { targets: ['h:1'], labels: {} });
writeFileSync(path, readFileSync(path));
await send('POST', { labels: { seen: 'yes' } });
const editor = spawn(process.execPath, ['-e', EDITOR, path, String(EDITS)], { stdio: 'inherit' });
await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer, editor)));

const [{ targets }] = JSON.parse(readFileSync(path, 'utf8'));
const kept = targets.filter((target) => target.startsWith('by-hand:')).length;
console.log(`${EDITS} edits by hand beside ${changes} changes through the API: ${EDITS - kept} lost`);
server.kill();
await once(server, 'exit');
rmSync(home, { recursive: true });
