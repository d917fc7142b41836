import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActiveTarget, TargetGroup } from '@target-eye/domain';
import { discovered, InMemoryPrometheus, type Says, scraped, shown, viewOf } from '@target-eye/domain/testing';
import { useApi } from '../../server/test/support/api.js';
import { QUICK_POLLS } from '../../server/test/support/quick-polls.js';
import { runHere } from './support/run-here.js';

const GUIDE = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'targetctl.md'), 'utf8');

const TARGET = '10.3.3.1:9100';

/** A Prometheus that has read `payments/prod` after every change, and says this of its target. */
const saying =
  (said: Partial<ActiveTarget>, isDropped = false) =>
  (askedAt: number): Says => {
    const group: TargetGroup = { targets: [TARGET], labels: { job: 'payments', env: 'prod' } };
    const stored = { key: { application: 'payments', environment: 'prod' }, group, revision: '', changedAt: 0 };
    const read = { '/sd/payments@prod.json': Math.ceil(askedAt) };
    const active = [scraped(stored, askedAt, { lastScrape: askedAt + 1, ...said })];
    return viewOf(shown(read, isDropped ? { dropped: [discovered(stored)] } : { active }));
  };

let prometheus: InMemoryPrometheus;
const api = useApi(() => {
  prometheus = new InMemoryPrometheus(QUICK_POLLS, saying({}));
  return { prometheus: [prometheus], clock: QUICK_POLLS };
});
const runAt = (now: number | undefined, ...args: readonly string[]) =>
  runHere(args, { TARGETCTL_URL: `http://127.0.0.1:${String(api.port)}` }, now);
const run = (...args: readonly string[]) => runAt(undefined, ...args);

const home = mkdtempSync(join(tmpdir(), 'target-eye-'));
afterAll(() => {
  rmSync(home, { recursive: true });
});

test('a group is registered, waited for, and shown to be up', async () => {
  expect(await run('set', 'payments/prod', TARGET, '--wait')).toEqual({
    status: 0,
    stdout: 'payments/prod: 1 target, job="payments", env="prod", all up\n',
    stderr: '',
  });
  expect(await run('add', 'payments/prod', TARGET, '--wait')).toMatchObject({ status: 0 });
  expect(await run('wait', 'payments/prod')).toMatchObject({ status: 0, stdout: 'payments/prod: 1 target, all up\n' });
  expect(await run('status')).toEqual({ status: 0, stdout: '1 target: 1 up\n', stderr: '' });
  expect(await run('why', TARGET)).toMatchObject({ status: 0, stdout: expect.stringMatching(/ is up\n/) as string });
});

test('why says what the guide shows', async () => {
  await run('set', 'payments/prod', TARGET);
  prometheus.says = (askedAt) =>
    saying({ health: 'down', lastError: 'connection refused', lastScrape: askedAt - 4 })(askedAt);
  const [, shownThere] = /```\n(10\.3\.3\.1:9100 of [^]*?)```/.exec(GUIDE) ?? [];
  expect(await runAt(Date.now(), 'why', '10.3.3.1')).toEqual({ status: 1, stdout: shownThere, stderr: '' });
});

test('what will not be up is stored, and said with the reason and the advice', async () => {
  prometheus.says = saying({}, true);
  const file = join(home, 'groups.json');
  writeFileSync(file, JSON.stringify([{ application: 'payments', environment: 'prod', targets: [TARGET] }]));
  const reason = /the target "10\.3\.3\.1:9100" is dropped: .*; .*relabel.*\n$/;
  const applied = await run('apply', file, '--wait');
  expect(applied.status).toBe(1);
  expect(applied.stdout).toMatch(new RegExp(`\npayments/prod: not up\n {2}${reason.source}`));
  const again = await run('apply', file, '--wait');
  expect(again.status).toBe(1);
  expect(again.stdout).toMatch(new RegExp(`1 unchanged\npayments/prod: not up\n {2}${reason.source}`));
  const set = await run('set', 'payments/prod', TARGET, '--wait');
  expect([set.status, set.stdout]).toEqual([1, '']);
  expect(set.stderr).toMatch(
    new RegExp(
      `^targetctl: the change is stored, but a target will not be up as things are\ntargetctl: {3}${reason.source}`,
    ),
  );
});
