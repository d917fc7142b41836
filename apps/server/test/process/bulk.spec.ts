import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { injectFault } from '../support/injected-fault.js';
import { describeAsRootWith } from '../support/needs.js';
import { type RunningServer, startServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';
import { until } from '../support/until.js';

const GROUPS = '/api/v1/groups?prune=true';
const ROUNDS = 10;
const COUNT = 80;

const directory = useTemporaryDirectory();
const start = () => startServer({ FILE_SD_DIRECTORY: directory(), FUSE_PERCENT: '100' });

/** Content of files by their names. */
type Files = Readonly<Record<string, string>>;

/** Every round changes all groups, and begins with some that the round before it does not have. */
function groupsOf(round: number, count = COUNT) {
  return Array.from({ length: count }, (_, index) => ({
    application: 'shop',
    environment: `e${String(count - 1 - index + 20 * round)}`,
    targets: [`h${String(index)}:${String(round + 1)}`, 'h:1'],
    labels: { round: String(round) },
  }));
}

function filesOf(round: number, count = COUNT): Files {
  return Object.fromEntries(
    groupsOf(round, count).map(({ environment: env, targets, labels }) => [
      `shop@${env}.json`,
      `${JSON.stringify([{ targets, labels: { job: 'shop', env, ...labels } }])}\n`,
    ]),
  );
}

/** The first file that a round writes; no round before it has it. */
function firstOf(round: number): string {
  return `shop@e${String(COUNT - 1 + 20 * round)}.json`;
}

function filesThere(): Files {
  const names = readdirSync(directory()).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(directory(), name), 'utf8')]));
}

function put(server: RunningServer, groups: readonly object[]): Promise<Response> {
  return fetch(server.url + GROUPS, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ groups }),
  });
}

interface Told {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
  readonly failed: number;
  readonly groups: readonly { readonly environment: string; readonly outcome: string; readonly error?: object }[];
}

async function told(response: Response): Promise<Told> {
  return (await response.json()) as Told;
}

describe('kill -9 in the middle of a request for many groups', () => {
  test(`${String(ROUNDS)} times: each group is whole, before or after, and the same request again ends in the wanted state`, async () => {
    let unfinished = 0;
    let server = await start();
    for (let round = 0; round < ROUNDS; round += 1) {
      const sent = put(server, groupsOf(round)).catch(() => undefined);
      await until('the first change can be seen', () => readdirSync(directory()).includes(firstOf(round)));
      await sleep(Math.random() * 50);
      await server.stop('SIGKILL');
      await sent;
      const there = filesThere();
      const [before, after] = [round === 0 ? {} : filesOf(round - 1), filesOf(round)];
      for (const [name, content] of Object.entries(there)) expect([before[name], after[name]]).toContain(content);
      for (const name of Object.keys(before)) if (name in after) expect(there).toHaveProperty([name]);
      const isPruned = Object.keys(before).some((name) => !(name in there));
      if (isPruned) expect(there).toMatchObject(after);
      if (!isPruned) unfinished += 1;
      server = await start();
      expect((await put(server, groupsOf(round))).status).toBe(200);
      expect(filesThere()).toEqual(after);
    }
    expect(await server.stop()).toBe(0);
    expect(unfinished).toBeGreaterThan(0);
  });
});

describeAsRootWith(['strace'])('what cannot be stored', () => {
  let server: RunningServer;

  beforeEach(async () => {
    server = await start();
    expect((await put(server, groupsOf(0, 60))).status).toBe(200);
  });
  afterEach(() => server.stop());

  test('a disk that is full half way fails the rest, takes nothing away, and the same request does the rest later', async () => {
    // A new file gets its mode before anything is written to it.
    const end = await injectFault(server.process.pid ?? 0, ['-e', 'inject=fchmod:error=ENOSPC:when=31+']);
    const response = await put(server, groupsOf(1, 60));
    await end();
    expect([response.status, response.headers.get('retry-after')]).toEqual([507, '1']);
    const answer = await told(response);
    expect(answer.created + answer.changed).toBe(30);
    expect([answer.removed, answer.failed]).toEqual([0, 30 + 20]);
    const done = answer.groups.filter(({ outcome }) => outcome !== 'failed').map(({ environment }) => environment);
    const after = filesOf(1, 60);
    for (const [name, content] of Object.entries({ ...after, ...filesOf(0, 60) })) {
      const isDone = done.some((environment) => name === `shop@${environment}.json`);
      expect(filesThere()[name]).toBe(isDone ? after[name] : filesOf(0, 60)[name] === content ? content : undefined);
    }
    for (const { outcome, error } of answer.groups)
      expect(error).toEqual(outcome === 'failed' ? expect.objectContaining({ code: 'storage_full' }) : undefined);
    expect(await told(await put(server, groupsOf(1, 60)))).toMatchObject({ unchanged: 30, removed: 20, failed: 0 });
    expect(filesThere()).toEqual(after);
  });
});

test('a group that cannot be read is replaced where it is named, and else stays and is told of', async () => {
  const server = await start();
  await put(server, groupsOf(0, 3));
  for (const environment of ['e1', 'e2']) writeFileSync(join(directory(), `shop@${environment}.json`), '[{"targets":');
  await sleep(1200);
  const response = await put(server, groupsOf(0, 3).slice(1));
  expect(response.status).toBe(500);
  const { groups, removed, failed } = await told(response);
  expect([removed, failed]).toEqual([0, 1]);
  expect(groups.map(({ environment, outcome }) => `${environment} ${outcome}`)).toEqual([
    'e1 created',
    'e0 unchanged',
    'e2 failed',
  ]);
  expect(groups[2]?.error).toMatchObject({ path: 'groups[2]', code: 'unreadable' });
  expect(filesThere()).toEqual({ ...filesOf(0, 3), 'shop@e2.json': '[{"targets":' });
  expect(readdirSync(join(directory(), '.target-eye', 'quarantine'))).toHaveLength(1);
  const removal = await fetch(`${server.url}/api/v1/groups?application=shop&environment=e2`, { method: 'DELETE' });
  expect(removal.status).toBe(500);
  expect(filesThere()).toHaveProperty(['shop@e2.json']);
  await server.stop();
});
