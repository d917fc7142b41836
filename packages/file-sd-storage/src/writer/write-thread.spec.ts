import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { groupKey } from '@target-eye/domain';
import { recordingLog, useDirectory } from '../../test/support.js';
import { identityOf } from '../directory/directory-identity.js';
import { type FileWrite, WriterEndedError } from './file-writer.js';
import { writeFile } from './write-file.js';
import { WriteThread } from './write-thread.js';

/** A thread runs what Node understands, and so not the sources. */
const BUILT = pathToFileURL(join(__dirname, '..', '..', 'dist', 'writer', 'write-worker.mjs'));

const place = useDirectory();
let thread: WriteThread;

beforeEach(() => {
  mkdirSync(join(place.path(), 'tmp'));
});
afterEach(() => thread.close());

const leftovers = () => readdirSync(join(place.path(), 'tmp'));

function writeOf(name: string, text: string | undefined): FileWrite {
  return {
    directory: identityOf(place.path(), statSync(place.path(), { bigint: true })),
    name,
    content: text === undefined ? undefined : { text, stagedAt: join(place.path(), 'tmp', name) },
    over: undefined,
    isContested: false,
  };
}

/** A thread that ends at the first message, and works when it is started again. */
function mortal(): URL {
  const entry = join(place.path(), 'mortal.mjs');
  writeFileSync(
    entry,
    `import { existsSync, writeFileSync } from 'node:fs';
     import { parentPort } from 'node:worker_threads';
     const ended = ${JSON.stringify(join(place.path(), 'ended'))};
     if (existsSync(ended)) await import(${JSON.stringify(BUILT.href)});
     else {
       parentPort.on('message', () => { writeFileSync(ended, ''); throw new Error('by intent'); });
       parentPort.postMessage([]);
     }`,
  );
  return pathToFileURL(entry);
}

describe('a thread for writing', () => {
  test('does many writes at a time, and reports each as the function does', async () => {
    thread = new WriteThread(BUILT);
    const names = Array.from({ length: 200 }, (_, index) => `${String(index)}.json`);
    const reports = await Promise.all(names.map((name) => thread.write(writeOf(name, name))));
    expect(new Set(reports.map(({ outcome }) => outcome))).toEqual(new Set(['written']));
    for (const name of names) expect(readFileSync(join(place.path(), name), 'utf8')).toBe(name);
    expect(leftovers()).toEqual([]);
    for (const write of [writeOf('0.json', 'again'), writeOf('no.json', undefined), writeOf('no/0.json', 'text')]) {
      const { fsyncSeconds: ofThread, ...report } = await thread.write(write);
      const { fsyncSeconds: ofFunction, ...expected } = await writeFile(write);
      expect([report, typeof ofThread]).toEqual([expected, typeof ofFunction]);
    }
  });

  test('is started again after it ended, and what it was doing then fails', async () => {
    thread = new WriteThread(mortal());
    const writes = [thread.write(writeOf('a.json', 'a')), thread.write(writeOf('b.json', 'b'))];
    for (const result of await Promise.allSettled(writes))
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(WriterEndedError) as unknown });
    expect(await thread.write(writeOf('a.json', 'a'))).toMatchObject({ outcome: 'written' });
  });

  test('that ends fails a change in one sentence, and the next is stored', async () => {
    const log = recordingLog();
    const key = groupKey('payments', 'prod');
    const group = { targets: ['h:1'], labels: {} };
    thread = new WriteThread(mortal());
    const store = place.open(log, undefined, thread);
    await expect(store.replace(key, group)).rejects.toMatchObject({
      code: 'storage_unavailable',
      message: expect.stringContaining('it is not known whether the change is in place') as string,
    });
    await store.replace(key, group);
    expect(existsSync(join(place.path(), 'payments@prod.json'))).toBe(true);
    expect(log.lines).toMatchObject([
      { message: 'changes cannot be stored', details: { error: 'the thread that writes files ended' } },
      { message: 'changes can be stored again' },
    ]);
  });

  test('that cannot be started leaves the work to the thread that asked', async () => {
    thread = new WriteThread(new URL('no-such-entry.mjs', BUILT));
    expect(await thread.write(writeOf('a.json', 'a'))).toMatchObject({ outcome: 'written' });
    expect(await thread.write(writeOf('no/a.json', 'a'))).toMatchObject({
      outcome: 'failed',
      error: { code: 'ENOENT' },
    });
  });
});
