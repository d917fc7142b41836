import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TargetGroup } from '@target-eye/domain';
import { describeWith } from '../support/needs.js';
import { startPrometheus } from '../support/running-prometheus.js';
import { startServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const ROUNDS = 15;
const WRITERS = 8;

const directory = useTemporaryDirectory();
const temporary = () => join(directory(), '.target-eye', 'tmp');

/** A writer's changes in their order, over and over; the number of a change counts on, and 0 is before the first. */
const VERBS = ['DELETE', 'PUT', 'POST', 'PUT', 'POST'] as const;
const verbOf = (number: number) => VERBS[number % VERBS.length] ?? 'PUT';

const labelsOf = (number: number) => ({ number: String(number), __scrape_interval__: '1h' });
const putTargets = Array.from({ length: 200 }, (_, index) => `127.0.0.1:${String(index + 1)}`);
const postTarget = (number: number) => `127.0.0.2:${String(number)}`;

/** What a writer's group is after the change of this number. */
function groupAfter(writer: number, number: number): readonly TargetGroup[] {
  const verb = verbOf(number);
  if (verb === 'DELETE') return [];
  const targets = verb === 'PUT' ? putTargets : [...putTargets, postTarget(number)];
  return [{ targets, labels: { job: 'app', env: `env-${String(writer)}`, ...labelsOf(number) } }];
}

/** Makes one change; says whether it was acknowledged. */
async function change(url: string, number: number): Promise<boolean> {
  const method = verbOf(number);
  const targets = method === 'PUT' ? putTargets : [postTarget(number)];
  const body = JSON.stringify({ targets, labels: labelsOf(number) });
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(url, { method, ...(method !== 'DELETE' && { headers, body }) }).catch(() => undefined);
  if (response !== undefined) expect([number, response.status, await answerOf(response)]).toEqual([number, 200, '']);
  return response !== undefined;
}

/** The body of an answer that should not be, for the report. */
async function answerOf(response: Response): Promise<string> {
  return response.ok ? '' : response.text();
}

/** Makes one change after the other until the server is gone. */
function write(url: string, from: number): { readonly begun: Promise<unknown>; readonly last: Promise<number> } {
  const begun = change(url, from + 1);
  const goOn = async (): Promise<number> => {
    let number = from;
    for (let goesOn = await begun; goesOn; goesOn = await change(url, number + 1)) number += 1;
    return number;
  };
  return { begun, last: goOn() };
}

/** The number of the change that the stored group shows: the last one acknowledged, or one that got no answer. */
async function storedBy(url: string, writer: number, acknowledged: number): Promise<number> {
  const shown = await (await fetch(url)).text();
  const possible = [acknowledged, acknowledged + 1];
  const found = possible.find((number) => `${JSON.stringify(groupAfter(writer, number))}\n` === shown);
  if (found === undefined) throw new Error(`after change ${String(acknowledged)} of ${url} there is ${shown}`);
  return found;
}

/** What a crash may leave, and what nobody should. */
function plantLeftovers(round: number): void {
  writeFileSync(join(temporary(), `leftover-${String(round)}`), '[{"targets":["half a gro');
  mkdirSync(join(temporary(), `deep-${String(round)}`, 'er'), { recursive: true });
  writeFileSync(join(directory(), '.target-eye', 'lock'), '1\n');
}

describeWith(['prometheus', 'promtool'])('kill -9 under concurrent PUT, POST and DELETE', () => {
  test(`${String(ROUNDS)} times: nothing acknowledged is lost, no file is torn, the next start works, and Prometheus beside it never reads half a file`, async () => {
    const prometheus = await startPrometheus(directory());
    let acknowledged = Array.from({ length: WRITERS }, () => 0);
    for (let round = 0; round < ROUNDS; round += 1) {
      const server = await startServer({ FILE_SD_DIRECTORY: directory() });
      expect(readdirSync(temporary())).toEqual([]);
      const urls = acknowledged.map((_, writer) => `${server.url}/app/env-${String(writer)}`);
      const stored = await Promise.all(urls.map((url, writer) => storedBy(url, writer, acknowledged[writer] ?? 0)));
      const writing = urls.map((url, writer) => write(url, stored[writer] ?? 0));
      await Promise.all(writing.map(({ begun }) => begun));
      await sleep(Math.random() * 100);
      await server.stop('SIGKILL');
      acknowledged = await Promise.all(writing.map(({ last }) => last));
      for (const name of readdirSync(directory()).filter((file) => file.endsWith('.json')))
        expect(() => JSON.parse(readFileSync(join(directory(), name), 'utf8')) as unknown).not.toThrow();
      plantLeftovers(round);
    }
    const server = await startServer({ FILE_SD_DIRECTORY: directory() });
    expect(readdirSync(temporary())).toEqual([]);
    expect(await server.stop()).toBe(0);
    await until(
      'Prometheus has seen the changes',
      async () => (await prometheus.metric('prometheus_sd_file_scan_duration_seconds_count')) > ROUNDS,
    );
    // A scan that has listed a file and opens it only after its DELETE counts an error; the next scan knows better.
    const errors = await prometheus.readErrors();
    expect(errors.filter((line) => !line.includes('no such file or directory'))).toEqual([]);
    await prometheus.stop();
  });
});
