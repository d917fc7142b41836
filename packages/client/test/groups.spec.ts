import { TargetEyeError } from '@target-eye/client';
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
  expect((await client().show(KEY)).group?.targets).toEqual(['h:1']);
});
