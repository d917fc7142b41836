import { TargetEyeError, type TargetGroupInput } from '@target-eye/client';
import { rejection, useService } from './support/real-service.js';

const client = useService();

const KEY = { application: 'payments', environment: 'prod' };

test('a group that is replaced is shown', async () => {
  const group = { targets: ['h:1'], labels: { job: 'payments', env: 'prod', team: 'core' } };
  const { group: replaced, dryRun } = await client().replace(KEY, { targets: ['h:1'], labels: { team: 'core' } });
  expect([replaced, dryRun]).toEqual([group, false]);
  expect((await client().show(KEY)).group).toEqual(group);
});

test('there is no group to be shown', async () => {
  expect((await client().show(KEY)).group).toBeUndefined();
});

test.each(['/', '%2F', '%2e%2e', '@', '~', ' ', '日本', '😀', "!'()*", '\\', '?', '#', '...', '-', '__proto__'])(
  'the name %j reaches the service as it is',
  async (environment) => {
    const key = { application: 'a/b', environment };
    await client().replace(key, { targets: ['h:1'] });
    expect((await client().show(key)).group?.labels['env']).toBe(environment);
  },
);

test.each(['', '.', '..', '\ud800'])('the name %j is refused, because fetch would send another one', async (name) => {
  const error = await rejection(client().show({ application: name, environment: 'x' }));
  expect(error).toMatchObject({ code: 'name_not_sendable', attempts: 0, outcome: 'unchanged' });
});

test('what reaches a name that no URL can hold is said apart from the fact, in terms of this package', async () => {
  const error = (await rejection(client().show({ application: '..', environment: 'x' }))) as TargetEyeError;
  expect(error.fact).toBe('the application ".." would be a step in the path of a URL');
  expect(error.message).toBe(`${error.fact}; replaceAll, list and removeMatching reach it`);
});

test('a refusal has everything that the service said', async () => {
  const error = await rejection(client().replace(KEY, { targets: ['h:0', 'h:1', 'h 2'] }));
  expect(error).toBeInstanceOf(TargetEyeError);
  expect(error).toMatchObject({
    status: 400,
    code: 'invalid_target',
    faults: [
      { path: 'targets[0]', code: 'invalid_target', message: expect.stringContaining('h:0') as string },
      { path: 'targets[2]', code: 'invalid_target' },
    ],
    requestId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    outcome: 'unchanged',
    attempts: 1,
  });
});

test('ready is an answer, and so is not ready', async () => {
  expect(await client().ready()).toEqual({ isReady: true });
});

test('to remove nothing is no request, whatever the types say', async () => {
  await client().replace(KEY, { targets: ['h:1'] });
  for (const nothing of [undefined, null, 'h:1'])
    expect(await rejection(client().remove(KEY, nothing as never))).toBeInstanceOf(TypeError);
  for (const nothing of [{}, { targets: [] }, { labels: {} }, { targets: [], labels: {} }, { targets: undefined }])
    expect(await rejection(client().remove(KEY, nothing as TargetGroupInput))).toBeInstanceOf(TypeError);
  expect((await client().show(KEY)).group?.targets).toEqual(['h:1']);
});

describe('a condition', () => {
  test('lets a change through from the revision that was seen, and from no other', async () => {
    const { revision } = await client().replace(KEY, { targets: ['h:1'] });
    expect((await client().show(KEY)).revision).toBe(revision);
    const next = await client().add(KEY, { targets: ['h:2'] }, { ifMatch: revision });
    expect(next.group?.targets).toEqual(['h:1', 'h:2']);
    const error = await rejection(client().remove(KEY, { targets: ['h:1'] }, { ifMatch: revision }));
    expect(error).toMatchObject({
      status: 412,
      code: 'precondition_failed',
      revision: next.revision,
      outcome: 'unchanged',
    });
    expect(await rejection(client().removeGroup(KEY, { ifMatch: revision }))).toMatchObject({ status: 412 });
    expect(await client().removeGroup(KEY, { ifMatch: next.revision })).toMatchObject({ revision: undefined });
  });

  test('lets a group be created once', async () => {
    await client().replace(KEY, { targets: ['h:1'] }, { ifAbsent: true });
    for (const again of [
      client().replace(KEY, { targets: ['h:2'] }, { ifAbsent: true }),
      client().add(KEY, { targets: ['h:2'] }, { ifAbsent: true }),
    ])
      expect(await rejection(again)).toMatchObject({ status: 412, code: 'precondition_failed' });
    const both = client().replace(KEY, {}, { ifAbsent: true, ifMatch: 'x' });
    expect(await rejection(both)).toBeInstanceOf(TypeError);
  });

  test('that fails after a try without an answer leaves the outcome unknown, because the try may have made the change', async () => {
    const { revision } = await client().replace(KEY, { targets: ['h:1'] });
    let tries = 0;
    const losing = client({
      retries: { firstPause: 1 },
      fetch: async (url, options) => {
        const answer = await fetch(url, options);
        if (++tries === 1) throw new TypeError('the answer is lost');
        return answer;
      },
    });
    const error = await rejection(losing.replace(KEY, { targets: ['h:2'] }, { ifMatch: revision }));
    expect(error).toMatchObject({ status: 412, outcome: 'unknown', attempts: 2 });
    expect((await client().show(KEY)).group?.targets).toEqual(['h:2']);
  });
});

test('what is only tried changes nothing', async () => {
  const tried = await client().replace(KEY, { targets: ['h:1'] }, { dryRun: true });
  expect(tried).toMatchObject({ dryRun: true, group: { targets: ['h:1'] } });
  expect((await client().show(KEY)).group).toBeUndefined();
  await client().replace(KEY, { targets: ['h:1'], labels: { a: 'b' } });
  for (const change of [
    client().add(KEY, { targets: ['h:2'] }, { dryRun: true }),
    client().remove(KEY, { labels: { a: 'b' } }, { dryRun: true }),
    client().removeGroup(KEY, { dryRun: true }),
  ])
    expect(await change).toMatchObject({ dryRun: true });
  expect((await client().show(KEY)).group).toMatchObject({ targets: ['h:1'], labels: { a: 'b' } });
});

test('what is so already counts as done, unless it may be done only once', async () => {
  await client().replace(KEY, { targets: ['h:1', 'h:2'], labels: { a: 'b' } });
  const twice = async (change: () => Promise<{ readonly group: unknown }>) => {
    await change();
    expect((await change()).group).toEqual((await client().show(KEY)).group);
  };
  await twice(() => client().add(KEY, { targets: ['h:3'], labels: { c: 'd' } }));
  await twice(() => client().remove(KEY, { targets: ['h:1'], labels: { a: 'b' } }));
  const once = { idempotent: false };
  expect(await rejection(client().add(KEY, { targets: ['h:3'] }, once))).toMatchObject({ code: 'target_exists' });
  expect(await rejection(client().remove(KEY, { targets: ['h:1'] }, once))).toMatchObject({ code: 'target_unknown' });
  expect((await client().removeGroup(KEY)).group?.targets).toEqual(['h:2', 'h:3']);
  expect(await client().removeGroup(KEY)).toEqual({ group: undefined, revision: undefined, dryRun: false });
  expect(await rejection(client().removeGroup(KEY, once))).toMatchObject({ code: 'group_unknown' });
});
