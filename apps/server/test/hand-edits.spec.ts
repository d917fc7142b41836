import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningServer, startServer } from './support/running-server.js';
import { useTemporaryDirectory } from './support/temporary-directory.js';

jest.setTimeout(60_000);

const EDITS = 400;

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

const home = useTemporaryDirectory();

test(`none of ${String(EDITS)} edits by hand in the middle of constant changes is overwritten unseen`, async () => {
  const server = await startServer({ FILE_SD_DIRECTORY: home() });
  const path = join(home(), 'payments@prod.json');
  await send(server, 'PUT', { targets: ['h:1'], labels: {} });
  writeFileSync(path, readFileSync(path));
  await send(server, 'POST', { labels: { seen: 'yes' } });

  const editor = spawn(process.execPath, ['-e', EDITOR, path, String(EDITS)], { stdio: 'inherit' });
  const ended = once(editor, 'exit');
  await Promise.all([1, 2, 3, 4].map((writer) => writeUntil(editor, server, writer)));
  expect(await ended).toEqual([0, null]);

  const [group] = JSON.parse(readFileSync(path, 'utf8')) as { targets: string[] }[];
  const expected = Array.from({ length: EDITS }, (_, index) => `by-hand:${String(index + 1)}`);
  expect(group?.targets).toEqual(['h:1', ...expected]);
  await server.stop();
});

async function writeUntil(editor: ChildProcess, server: RunningServer, writer: number): Promise<void> {
  for (let count = 1; editor.exitCode === null; count += 1)
    await send(server, 'PUT', { labels: { [`writer_${String(writer)}`]: String(count) } });
}

async function send(server: RunningServer, method: string, body: object): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(`${server.url}/payments/prod`, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
}
