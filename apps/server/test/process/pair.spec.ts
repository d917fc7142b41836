import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compact, groupsOf } from '../support/cluster-keys.js';
import { startExporter } from '../support/exporters.js';
import { sampleOf } from '../support/exposition.js';
import { filesIn } from '../support/kept-groups.js';
import { describeWith } from '../support/needs.js';
import { type Host, type Pair, startPair } from '../support/pair.js';
import { PATIENT } from '../support/scrape-flows.js';
import { ask, statusOf } from '../support/scrape-status.js';
import { until } from '../support/until.js';

/** For targets where nothing answers. */
const RARELY = { __scrape_interval__: '1h' };

describeWith(['etcd', 'etcdctl', 'prometheus', 'promtool'])('two hosts on one cluster', () => {
  let pair: Pair;
  let a: Host;
  let b: Host;
  let address: string;

  beforeAll(async () => {
    pair = await startPair();
    [a, b] = pair.hosts;
    ({ address } = await startExporter());
  });
  afterAll(() => pair.stop());
  // Whatever became of the cluster or of a host, in the end both have the same.
  afterEach(() => pair.settled());

  const send = (host: Host, method: string, path: string, body?: object) =>
    ask<{ readonly code?: string; readonly message?: string }>(host.server(), method, path, body);
  async function change(host: Host, method: string, path: string, body?: object): Promise<void> {
    expect(await send(host, method, path, body)).toMatchObject({ status: 200 });
  }
  const put = (host: Host, application: string, ...targets: readonly string[]) =>
    change(host, 'PUT', `/${application}/prod`, { targets, labels: { ...RARELY, team: application } });
  /** Adds targets one after another and gives those whose addition was answered with success. */
  async function add(host: Host, application: string, name: string, count: number): Promise<readonly string[]> {
    const added: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const target = `${name}-${String(index)}:1`;
      const { status } = await send(host, 'POST', `/${application}/prod`, {
        targets: [target],
        labels: { last: target },
      });
      if (status === 200) added.push(target);
    }
    return added;
  }
  /** What is in the files that a host keeps aside. */
  const keptOn = ({ directory }: Host): readonly string[] =>
    readdirSync(join(directory, '.target-eye', 'quarantine'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  const pages = (host: Host) => Promise.all(READ.map((path) => fetch(host.server().url + path)));
  const READ = ['/payments/prod', '/api/v1/groups', '/http_sd', '/api/v1/groups/payments/prod/status'];

  test('what is registered on one is scraped by the Prometheus of both', async () => {
    const labels = { team: 'checkout' };
    await change(a, 'PUT', `/payments/prod?${PATIENT}`, { targets: [address], labels });
    for (const { prometheus } of pair.hosts)
      expect(await prometheus.activeTargets()).toMatchObject([
        { health: 'up', labels: { job: 'payments', env: 'prod', team: 'checkout', instance: address } },
      ]);
    const path = `/api/v1/groups/payments/prod/status?${PATIENT}`;
    expect(await ask(b.server(), 'GET', path)).toMatchObject({ status: 200, body: { up: true } });
    const [target] = (await statusOf(b.server(), '/payments/prod')).targets;
    expect(target?.prometheus.map(({ url, status }) => [url, status])).toEqual(pair.urls.map((url) => [url, 'up']));
  });

  test('while one is killed the other goes on, and it catches up', async () => {
    await put(a, 'seen', 'h:1');
    await a.server().stop('SIGKILL');
    await put(b, 'seen', 'h:1', 'h:2');
    await put(b, 'unseen', 'h:3');
    await a.start();
    await a.ready();
    expect(Object.keys(filesIn(a.directory))).toContain('unseen@prod.json');
  });

  test('no acknowledged change is lost or made twice when the leader is killed', async () => {
    const before = Promise.all(pair.hosts.map((host, index) => add(host, 'counted', `before-${String(index)}`, 40)));
    const leader = await pair.cluster.leader();
    await leader.end();
    const acknowledged = [
      await before,
      await Promise.all(pair.hosts.map((host, index) => add(host, 'counted', `after-${String(index)}`, 3))),
    ];
    const { targets = [] } = (await groupsOf(pair.cluster)).get('counted/prod') ?? {};
    expect(targets).toEqual(expect.arrayContaining(acknowledged.flat(2)));
    expect(new Set(targets).size).toBe(targets.length);
    expect(acknowledged[1]?.map(({ length }) => length)).toEqual([3, 3]);
    await leader.start();
  });

  test('without a majority reads go on and changes are refused, and later nothing is lost and nothing comes back', async () => {
    const [first, second] = pair.cluster.nodes;
    await put(a, 'short', 'h:1');
    await change(b, 'DELETE', '/short/prod');
    await pair.settled();
    const files = filesIn(a.directory);
    await Promise.all([first?.end(), second?.end()]);
    await a.server().stop('SIGKILL');
    await a.start();
    const unmade: string[] = [];
    for (const [index, host] of pair.hosts.entries()) {
      const path = `/refused-${String(index)}/prod`;
      const { status, body } = await send(host, 'PUT', path, { targets: ['h:1'], labels: RARELY });
      expect([status, body]).toEqual([503, expect.objectContaining({ code: 'storage_unavailable' })]);
      expect(body.message).toMatch(/nothing was changed|it is not known whether|it is not known which/);
      // A node that waits for the others may still make what it was asked for, which the answer must not deny.
      if (body.message?.includes('not known whether') !== true) unmade.push(path);
      const ready = await send(host, 'GET', '/-/ready');
      expect([ready.status, ready.body.message]).toEqual([503, expect.stringMatching(/cluster/)]);
    }
    const seen = await pages(b);
    expect(seen.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    for (const { headers } of seen) expect(headers.get('age')).toMatch(/^\d+$/);
    expect((await send(b, 'GET', '/-/ready')).body.message).toMatch(/since \d{4}-\d\d-\d\dT/);
    // Nobody may take it for a service without groups.
    expect((await pages(a)).map(({ status }) => status)).toEqual([503, 503, 503, 503]);
    expect([filesIn(a.directory), filesIn(b.directory)]).toEqual([files, files]);
    await Promise.all([first?.start(), second?.start()]);
    await Promise.all(pair.hosts.map(({ ready }) => ready()));
    await put(a, 'later', 'h:1');
    for (const path of unmade) expect(await send(b, 'GET', path)).toMatchObject({ status: 200, body: [] });
    expect(await send(b, 'GET', '/short/prod')).toMatchObject({ status: 200, body: [] });
    await until('nothing is old', async () => (await pages(b)).every(({ headers }) => !headers.has('age')));
  });

  test('a node that hangs holds up neither', async () => {
    const [first] = pair.cluster.nodes;
    await first?.pause();
    await Promise.all([put(a, 'hangs', 'a:1'), put(b, 'hangs', 'b:1')]);
    await put(b, 'meanwhile', 'h:1');
    await until('both have it', () =>
      pair.hosts.every(({ directory }) => Object.keys(filesIn(directory)).includes('meanwhile@prod.json')),
    );
    first?.resume();
  });

  test('a group that is removed while a host is away goes there, too, even if the history is forgotten', async () => {
    await put(a, 'removed', 'h:1');
    await put(a, 'changed', 'h:1');
    await pair.settled();
    await a.server().stop();
    const kept = keptOn(a);
    await change(b, 'DELETE', '/removed/prod');
    await put(b, 'changed', 'h:2');
    await compact(pair.cluster);
    expect(Object.keys(filesIn(a.directory))).toContain('removed@prod.json');
    await a.start();
    await a.ready();
    expect(Object.keys(filesIn(a.directory))).not.toContain('removed@prod.json');
    expect(filesIn(a.directory)['changed@prod.json']).toContain('h:2');
    // Both files were the service's own.
    expect(keptOn(a)).toEqual(kept);
    expect(a.server().output()).not.toContain('its bytes are kept');
  });

  test('what a hand does to a file is put back, and kept aside', async () => {
    const path = join(a.directory, 'payments@prod.json');
    const text = readFileSync(path, 'utf8');
    const edited = text.replace(address, 'edited:1');
    writeFileSync(path, edited);
    await until('it is put back', () => readFileSync(path, 'utf8') === text);
    rmSync(path);
    await until('it is there again', () => filesIn(a.directory)['payments@prod.json'] === text);
    writeFileSync(join(a.directory, 'nobody@knows.json'), edited);
    await until('what nobody knows is gone', () => !('nobody@knows.json' in filesIn(a.directory)));
    expect(keptOn(a).filter((content) => content === edited)).toHaveLength(2);
    const exposition = await (await fetch(`${a.server().url}/metrics`)).text();
    expect(sampleOf(exposition, 'target_eye_mirror_writes_total{operation="put_back"}')).toBeGreaterThanOrEqual(2);
    expect((await send(b, 'GET', '/payments/prod')).body).toEqual(JSON.parse(text));
  });

  test('a directory that is removed and made again is filled again', async () => {
    const files = filesIn(a.directory);
    // The service may put back one thing while another is being removed.
    await until('it is removed', () => {
      rmSync(a.directory, { recursive: true, maxRetries: 10 });
      return true;
    });
    await until('it is missed', async () => (await send(a, 'GET', '/-/ready')).status === 503);
    expect(await send(b, 'GET', '/-/ready')).toMatchObject({ status: 200 });
    mkdirSync(a.directory);
    await until('it is filled', () => JSON.stringify(filesIn(a.directory)) === JSON.stringify(files));
  });

  test('a cluster that is restored from a backup is followed', async () => {
    await put(a, 'kept', 'h:1');
    const restore = await pair.cluster.backUp();
    await put(a, 'kept', 'h:2');
    await put(b, 'lost', 'h:1');
    await change(b, 'DELETE', '/seen/prod');
    await pair.settled();
    await restore();
    await until('all is as it was kept', () =>
      pair.hosts.every(({ directory }) => {
        const { 'kept@prod.json': kept = '', ...others } = filesIn(directory);
        return kept.includes('h:1') && !('lost@prod.json' in others) && 'seen@prod.json' in others;
      }),
    );
    await put(b, 'afterwards', 'h:1');
  });

  test('a cluster that is set up anew and is empty takes no file away, and is neither shown nor changed', async () => {
    const groups = Array.from({ length: 30 }, (_, index) => ({
      ...{ application: `many-${String(index)}`, environment: 'prod' },
      ...{ targets: ['h:1'], labels: RARELY },
    }));
    await change(a, 'PUT', '/api/v1/groups', { groups });
    await pair.settled();
    const files = filesIn(a.directory);
    const restore = await pair.cluster.backUp();
    await pair.cluster.renew();
    // One goes on, the other one starts while the cluster is empty.
    await b.server().stop();
    await b.start();
    await until('both say that the groups are not there', async () => {
      const ready = await Promise.all(pair.hosts.map((host) => send(host, 'GET', '/-/ready')));
      return ready.every(({ body }) => body.message?.includes('are not stored in') === true);
    });
    for (const host of pair.hosts) {
      for (const answer of await pages(host)) {
        expect(answer.status).toBe(503);
        expect(await answer.text()).toContain('ETCD_PREFIX');
      }
      for (const [method, path, body] of [
        ['POST', '/payments/prod', { targets: ['lost:1'] }],
        ['DELETE', '/payments/prod', undefined],
        ['PUT', '/api/v1/groups', { groups }],
      ] as const)
        expect(await send(host, method, path, body)).toMatchObject({
          status: 503,
          body: { code: 'storage_unavailable', message: expect.stringContaining('none is shown or changed') as string },
        });
    }
    expect([filesIn(a.directory), filesIn(b.directory)]).toEqual([files, files]);
    expect(await groupsOf(pair.cluster)).toEqual(new Map());
    await restore();
  });
});
