import { readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { json } from '../support/content.js';
import { keepConnection } from '../support/kept-connection.js';
import { type RunningServer, startServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const home = useTemporaryDirectory();
const directory = () => join(home(), 'file_sd');
const file = () => join(directory(), 'payments@prod.json');

/** Sets the wall clock of a process back or forward by up to ten years at every look at it. */
const JUMPS = `
  const { now } = Date;
  const Clock = Date;
  const jump = () => now() + (Math.random() - 0.5) * 20 * 365 * 86_400_000;
  globalThis.Date = class extends Clock {
    constructor(...args) { if (args.length > 0) super(...args); else super(jump()); }
    static now() { return jump(); }
  };
`;

/** Times that a file may have, in seconds since the epoch. */
const TIMES = { 'long ago': 1, 'far in the future': 7_000_000_000 };

let server: RunningServer;
afterEach(() => server.stop());

async function startWithJumpingClock(): Promise<ReturnType<typeof keepConnection>> {
  const preload = join(home(), 'jumps.cjs');
  writeFileSync(preload, JUMPS);
  server = await startServer({
    FILE_SD_DIRECTORY: directory(),
    NODE_OPTIONS: `--require ${preload}`,
    RATE_LIMIT: '100000/1m',
    DENIED_NETWORKS: 'linklocal',
  });
  return keepConnection(server.url);
}

test('changes, hand edits, limits and metrics do not mind a clock that jumps by years', async () => {
  const api = await startWithJumpingClock();
  const targets: string[] = [];
  for (let count = 1; count <= 60; count += 1) {
    const target = `10.0.0.${String(count)}:1`;
    expect((await api.send('POST', '/payments/prod', json({ targets: [target] }))).status).toBe(200);
    targets.push(target);
    if (count % 20 !== 0) continue;
    const byHand = `by-hand-${String(count)}:1`;
    writeFileSync(`${file()}.next`, readFileSync(file(), 'utf8').replace(`"${target}"`, `"${target}","${byHand}"`));
    renameSync(`${file()}.next`, file());
    targets.push(byHand);
    await until('readers see the edit', async () => (await api.send('GET', '/payments/prod')).text.includes(byHand));
  }
  const [group] = JSON.parse(readFileSync(file(), 'utf8')) as { targets: readonly string[] }[];
  expect(group?.targets).toEqual(targets);
  expect((await api.send('GET', '/metrics')).text).toContain('target_eye_groups 1\n');
  expect((await api.send('DELETE', '/payments/prod')).status).toBe(200);
  expect(server.output()).not.toMatch(/level=(?:warn|error)/);
  const years = new Set([...server.output().matchAll(/ts=(\d+)/g)].map(([, year]) => year));
  expect(years.size).toBeGreaterThan(3);
  api.close();
});

test.each(Object.entries(TIMES))(
  'a file whose time is %s is followed, changed and shown like any other',
  async (_, seconds) => {
    server = await startServer({ FILE_SD_DIRECTORY: directory() });
    const api = keepConnection(server.url);
    expect((await api.send('PUT', '/payments/prod', json({ targets: ['h:1'] }))).status).toBe(200);
    // The same time and the same size each time: only the content differs.
    for (const [edited, added] of [
      ['h:2', 'h:7'],
      ['h:3', 'h:8'],
    ] as const) {
      writeFileSync(file(), readFileSync(file(), 'utf8').replace(/h:[123]/, edited));
      utimesSync(file(), seconds, seconds);
      await until('readers see the edit', async () => (await api.send('GET', '/payments/prod')).text.includes(edited));
      expect((await api.send('GET', '/metrics')).text).toMatch(
        new RegExp(`^target_eye_group_last_change_timestamp_seconds\\{.*\\} ${String(seconds)}$`, 'm'),
      );
      const change = await api.send('POST', '/payments/prod', json({ targets: [added] }));
      expect([change.status, change.text]).toEqual([200, expect.stringContaining(`"${edited}"`)]);
      utimesSync(file(), seconds, seconds);
    }
    expect(readFileSync(file(), 'utf8')).toContain('"targets":["h:3","h:7","h:8"]');
    api.close();
  },
);
