import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startServer } from './support/running-server.js';
import { useTemporaryDirectory } from './support/temporary-directory.js';

jest.setTimeout(120_000);

const ROUNDS = 12;
const WRITERS = 8;

const directory = useTemporaryDirectory();

/** Somebody who counts one group up until the server is gone. */
interface Writer {
  /** When the first number is acknowledged. */
  readonly begun: Promise<unknown>;
  /** The last number that was acknowledged. */
  readonly acknowledged: Promise<number>;
}

/** Counts one group up, by PUT and by POST in turn. */
function countUp(url: string, from: number): Writer {
  const first = count(url, from + 1);
  return {
    begun: first,
    acknowledged: first.then(async (isAcknowledged) => {
      let number = from;
      for (let goesOn = isAcknowledged; goesOn; goesOn = await count(url, number + 1)) number += 1;
      return number;
    }),
  };
}

/** @returns whether the number was acknowledged */
async function count(url: string, number: number): Promise<boolean> {
  const method = number % 2 === 0 ? 'PUT' : 'POST';
  const targets =
    method === 'PUT' ? { targets: Array.from({ length: 200 }, (_, index) => `h:${String(index + 1)}`) } : {};
  const response = await fetch(url, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...targets, labels: { number: String(number) } }),
  }).catch(() => undefined);
  if (response !== undefined) expect([number, response.status]).toEqual([number, 200]);
  return response !== undefined;
}

test(`kill -9 under concurrent writes, ${String(ROUNDS)} times: nothing acknowledged is lost, no file is torn, the next start works`, async () => {
  let acknowledged = Array.from({ length: WRITERS }, () => 0);
  for (let round = 0; round < ROUNDS; round += 1) {
    const server = await startServer({ FILE_SD_DIRECTORY: directory() });
    for (let writer = 0; writer < WRITERS; writer += 1) {
      const url = `${server.url}/app/env-${String(writer)}`;
      const [group] = (await (await fetch(url)).json()) as { labels: { number: string } }[];
      const stored = Number(group?.labels.number ?? 0);
      // A change that was under way when the server died may have been stored without an answer.
      expect([acknowledged[writer], (acknowledged[writer] ?? 0) + 1]).toContain(stored);
      acknowledged[writer] = stored;
    }
    if (round === 0)
      for (let writer = 0; writer < WRITERS; writer += 1)
        await fetch(`${server.url}/app/env-${String(writer)}`, {
          method: 'PUT',
          body: new URLSearchParams({ targets: 'h:1', number: '0' }),
        });
    const counting = acknowledged.map((from, writer) => countUp(`${server.url}/app/env-${String(writer)}`, from));
    await Promise.all(counting.map(({ begun }) => begun));
    await sleep(Math.random() * 200);
    await server.stop('SIGKILL');
    acknowledged = await Promise.all(counting.map(({ acknowledged: last }) => last));
    for (const name of readdirSync(directory()).filter((file) => file.endsWith('.json')))
      expect(() => JSON.parse(readFileSync(join(directory(), name), 'utf8')) as unknown).not.toThrow();
  }
  const server = await startServer({ FILE_SD_DIRECTORY: directory() });
  expect(readdirSync(join(directory(), '.target-eye', 'tmp'))).toEqual([]);
  expect(await server.stop()).toBe(0);
});
