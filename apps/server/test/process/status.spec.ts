import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TARGET_STATUSES } from '@target-eye/domain';
import type { GroupPage, GroupStatus, NotUp, Status } from '@target-eye/http-api';
import { describeWith } from '../support/needs.js';
import { changeDuringScrape, PATIENT, recover, type Seen } from '../support/scrape-flows.js';
import { ask, statusOf, type TimedAnswer } from '../support/scrape-status.js';
import { type ScrapedFleet, startScrapedFleet } from '../support/scraped-fleet.js';
import { CERTAIN, groupOf, MERGED, type Situation, SITUATIONS, startPlaces } from '../support/scraped-groups.js';
import { until } from '../support/until.js';

const IS_ROOT = process.getuid?.() === 0;

/** Root may read what others may not; Prometheus then runs as another user. */
const asRoot = IS_ROOT ? test : test.skip;

/** What the second of the pair does not see. */
const ONLY_HERE: Readonly<Record<string, Situation>> = { '/good/apart': { targets: ['good'], status: 'up' } };

describeWith(['prometheus', 'promtool', 'openssl'])('a real pair of Prometheus', () => {
  const home = mkdtempSync(join(tmpdir(), 'target-eye-status-'));
  const leave = new AbortController();
  let fleet: ScrapedFleet;
  let ended: Readonly<Record<string, Promise<TimedAnswer<NotUp>>>>;
  let recovered: Promise<readonly Seen[]>;
  let changed: Promise<Seen>;

  beforeAll(async () => {
    fleet = await startScrapedFleet();
    const { server } = fleet;
    const places = await startPlaces(home);
    const put = (path: string, situation: Situation, query = '') =>
      ask<NotUp>(server, 'PUT', path + query, groupOf(situation, places));
    ended = Object.fromEntries(
      Object.entries(CERTAIN).map(([path, situation]) => [path, put(path, situation, `?${PATIENT}`)]),
    );
    recovered = Promise.all(['one', 'two', 'three'].map((name) => recover(server, `/recovers-${name}/plain`)));
    changed = changeDuringScrape(server, '/changes/plain', places.good);
    for (const later of [recovered, changed, ...Object.values(ended)]) later.catch(() => undefined);
    for (const [path, situation] of Object.entries({ ...SITUATIONS, ...MERGED, ...ONLY_HERE }))
      expect(await put(path, situation)).toMatchObject({ status: 200 });
    // As long as somebody waits, what is known is young.
    void fetch(`${server.url}/api/v1/groups/seldom/plain/status?${PATIENT}`, { signal: leave.signal }).catch(() => 0);
  });

  afterAll(async () => {
    leave.abort();
    await fleet.stop();
    rmSync(home, { recursive: true, force: true });
  });

  const summary = async (query = ''): Promise<Status> =>
    (await ask<Status>(fleet.server, 'GET', `/api/v1/status${query}`)).body;

  test.each(Object.entries(SITUATIONS))('%s ends in its word', async (path, { targets, status, error, advice }) => {
    let shown: GroupStatus | undefined;
    await until(`it is ${status}`, async () => {
      shown = await statusOf(fleet.server, path);
      return shown.targets.every((target) => target.prometheus.every((on) => on.status === status));
    });
    expect(shown?.up).toBe(status === 'up');
    expect(shown?.targets).toHaveLength(targets.length);
    const [, environment = ''] = path.slice(1).split('/');
    for (const target of shown?.targets ?? []) {
      expect(target.status).toBe(status);
      expect(target.prometheus.map(({ url }) => url)).toEqual(fleet.urls);
      for (const on of target.prometheus) {
        expect(on.pool).toBe(environment);
        expect(on.scrape_url).toMatch(/^https?:\/\/.*\/metrics$/);
        expect(on.error ?? '').toMatch(error ?? /^$/);
        expect(on.advice ?? '').toMatch(advice ?? /^$/);
      }
    }
  });

  test.each(Object.entries(CERTAIN))('%s ends a wait early', async (path, { status, error, advice }) => {
    const answer = await ended[path];
    expect(answer).toMatchObject({ status: 504, body: { code: 'not_up' } });
    expect(answer?.body.message).toMatch(/^the change is stored/i);
    expect(answer?.body.errors).toMatchObject([{ path: 'targets[0]', code: status }]);
    const message = answer?.body.errors[0]?.message ?? '';
    for (const part of [new RegExp(status.replace('_', ' ')), error ?? /^$/, advice ?? /^$/])
      expect(message).toMatch(part);
    await until('it is so on both', async () => {
      const [target] = (await statusOf(fleet.server, path)).targets;
      return target?.prometheus.map((on) => on.status).join() === `${status},${status}`;
    });
  });

  test('a wait for what is down ends with the time, and says why', async () => {
    await until(
      'it is down',
      async () => (await statusOf(fleet.server, '/refused/plain')).targets[0]?.status === 'down',
    );
    const answer = await ask<NotUp>(fleet.server, 'GET', '/api/v1/groups/refused/plain/status?wait=up&timeout=1s');
    expect(answer).toMatchObject({ status: 504, body: { code: 'not_up' } });
    expect(answer.body.message).not.toMatch(/stored/);
    expect(answer.body.errors).toMatchObject([{ path: 'targets[0]', code: 'down' }]);
    expect(answer.body.errors[0]?.message).toMatch(/connection refused.*nothing listens/is);
  });

  test.each(['merges', 'plain'])('of two groups with the same labels in %s one is merged', async (environment) => {
    await until('one is up and one is merged', async () => {
      const [one, two] = await Promise.all(
        ['one', 'two'].map((name) => statusOf(fleet.server, `/${name}/${environment}`)),
      );
      return [0, 1].every((index) => {
        const words = [one, two].map((group) => group?.targets[0]?.prometheus[index]);
        const merged = words.find((on) => on?.status === 'merged');
        const other = words[0] === merged ? 'two' : 'one';
        return words.some((on) => on?.status === 'up') && merged?.error?.includes(other);
      });
    });
  });

  test.each(['down', 'dropped', 'rejected', 'waiting'])('the list of what is %s has the groups of it', async (word) => {
    const expected = Object.entries({ ...SITUATIONS, ...CERTAIN }).filter(([, { status }]) => status === word);
    await until(`the list has the groups that are ${word}`, async () => {
      const { groups } = (await ask<GroupPage>(fleet.server, 'GET', `/api/v1/groups?statuses=true&status=${word}`))
        .body;
      const found = groups.map(({ application, environment, targets, statuses }) => [
        `/${application}/${environment}`,
        statuses?.[word as 'down'] === targets.length,
      ]);
      return JSON.stringify(found) === JSON.stringify(expected.map(([path]) => [path, true]).sort());
    });
  });

  test('up is told with the first or second poll after a good scrape, and not before', async () => {
    for (const { answer, scrapes } of await recovered) {
      expect(answer).toMatchObject({ status: 200 });
      expect(scrapes).toHaveLength(2);
      // Polls are 2 s apart, scrapes 1 s; the later of the two counts.
      expect(Math.min(...scrapes.map((each) => each.length))).toBeLessThanOrEqual(4);
    }
  });

  test('a scrape that began before the change does not count', async () => {
    const { answer, scrapes } = await changed;
    expect(answer).toMatchObject({ status: 200 });
    expect(scrapes).toHaveLength(2);
  });

  test('two that do not agree are shown, with what each has', async () => {
    await until('they disagree', async () => {
      const { disagreements, disagreeing } = await summary('?application=good&environment=apart');
      const words = disagreeing[0]?.prometheus.map(({ status }) => status);
      return disagreements === 1 && words?.join() === 'up,not_configured';
    });
    const answer = await ask<NotUp>(fleet.server, 'GET', `/api/v1/groups/good/apart/status?${PATIENT}`);
    expect(answer).toMatchObject({ status: 504, body: { errors: [{ code: 'not_configured' }] } });
  });

  test('the sums are those of all targets, and what is not up is listed with its reason', async () => {
    await Promise.all([recovered, changed, ...Object.values(ended)]);
    const expected = new Map<string, number>([
      ['up', 4],
      ['not_configured', 1],
    ]);
    const count = (word: string, more = 1) => expected.set(word, (expected.get(word) ?? 0) + more);
    for (const { status, targets } of Object.values({ ...SITUATIONS, ...CERTAIN })) count(status, targets.length);
    for (const word of ['up', 'merged', 'up', 'merged']) count(word);
    const isExpected = (targets: Status['targets']) =>
      Object.entries(targets).every(([word, number]) => number === (expected.get(word) ?? 0));
    await until('all is as it ends', async () => isExpected((await summary()).targets));
    const { targets, not_up } = await summary();
    expect(Object.keys(targets)).toEqual(TARGET_STATUSES);
    for (const [path, { status, error, advice }] of Object.entries(SITUATIONS)) {
      const [application, environment] = path.slice(1).split('/');
      const found = not_up.filter((each) => each.application === application && each.environment === environment);
      expect(found.map((each) => each.status)).toEqual(status === 'up' ? [] : found.map(() => status));
      expect(found).toHaveLength(status === 'up' ? 0 : (SITUATIONS[path]?.targets.length ?? 0));
      for (const each of found) {
        expect(each.error).toMatch(error ?? /^$/);
        expect(each.advice).toMatch(advice ?? /^$/);
      }
    }
  });

  asRoot('a file that Prometheus may not read is not read, which is told', async () => {
    const [target] = (await statusOf(fleet.server, '/good/plain')).targets;
    const groups = [{ targets: [target?.target], labels: { job: 'by-hand', env: 'plain' } }];
    writeFileSync(join(fleet.directory, 'by-hand@plain.json'), JSON.stringify(groups), { mode: 0o600 });
    await until('it is not read', async () => {
      const [found] = (await statusOf(fleet.server, '/by-hand/plain')).targets;
      const errors = found?.prometheus.map((on) => `${on.status}: ${on.error ?? ''}`) ?? [];
      return found?.status === 'not_read' && errors.every((error) => /^not_read: .*failed to read files/.test(error));
    });
  });

  test('while one of the pair is stopped the other counts, and when it is back it has to be up there too', async () => {
    await fleet.stopSecond();
    const path = '/api/v1/groups/good/apart/status';
    await until('it is left out', async () => (await statusOf(fleet.server, '/good/apart')).up);
    const { prometheus, targets } = await statusOf(fleet.server, '/good/apart');
    expect(prometheus).toMatchObject([
      { state: 'ok' },
      { state: 'unreachable', reason: expect.stringMatching(/refused/) as string },
    ]);
    expect(targets[0]?.prometheus.map(({ url }) => url)).toEqual(fleet.urls.slice(0, 1));
    expect(await ask(fleet.server, 'GET', `${path}?${PATIENT}`)).toMatchObject({ status: 200, body: { up: true } });
    await fleet.startSecond();
    await until('it is asked again', async () => !(await statusOf(fleet.server, '/good/plain')).up);
    const answer = await ask<GroupStatus>(fleet.server, 'GET', `/api/v1/groups/good/plain/status?${PATIENT}`);
    expect(answer.body.targets[0]?.prometheus.map(({ status }) => status)).toEqual(['up', 'up']);
  });
});
