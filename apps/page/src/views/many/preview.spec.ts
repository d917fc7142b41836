import { type Client, createClient } from '@target-eye/client';
import { type Api, openApi } from '../../../../server/test/support/api.js';
import { differenceIn } from './differences.js';
import { type Plan, previewOf } from './preview.js';

const A = { application: 'a', environment: 'prod' };
const B = { application: 'b', environment: 'prod' };
const PLAN: Plan = { groups: [], isAddition: false, prune: false, filter: undefined };

let api: Api;
let client: Client;
beforeEach(async () => {
  api = await openApi();
  client = createClient({ url: `http://127.0.0.1:${String(api.port)}` });
  await client.replace(A, { targets: ['x:1', 'y:1'], labels: { team: 'core' } });
});
afterEach(() => api.stop());

const shown = (key: typeof A): Promise<unknown> => client.show(key).then(({ group }) => group);

test('a preview says what would become of each group, and nothing is changed', async () => {
  const groups = [
    { ...A, targets: ['y:1', 'z:1'] },
    { ...B, targets: ['x:1, x:1'] },
  ];
  const preview = await previewOf(client, { ...PLAN, groups });
  expect(preview.result).toMatchObject({ changed: 1, created: 1 });
  expect(differenceIn(preview, A)).toEqual({
    added: { targets: ['z:1'], labels: {} },
    removed: { targets: ['x:1'], labels: { team: 'core' } },
  });
  expect(differenceIn(preview, B)).toEqual({
    added: { targets: ['x:1'], labels: { job: 'b', env: 'prod' } },
    removed: { targets: [], labels: {} },
  });
  expect(await shown(B)).toBeUndefined();
});

test('hosts that are added come behind those that are there, and the labels stay', async () => {
  const plan = { ...PLAN, groups: [{ ...A, targets: ['z:1', 'x:1'] }], isAddition: true };
  await (await previewOf(client, plan)).carryOut(client);
  expect(await shown(A)).toEqual({
    targets: ['x:1', 'y:1', 'z:1'],
    labels: { job: 'a', env: 'prod', team: 'core' },
  });
});

test('what is pruned is shown with what goes, within the filter', async () => {
  await client.replace(B, { targets: ['x:1'] });
  const plan = { ...PLAN, groups: [{ application: 'a', environment: 'dev', targets: ['x:1'] }], prune: true };
  const preview = await previewOf(client, { ...plan, filter: { application: 'a' } });
  expect(preview.result).toMatchObject({ created: 1, removed: 1 });
  expect(differenceIn(preview, A).removed.targets).toEqual(['x:1', 'y:1']);
});

test('where too much would go, the preview says how much, and it goes with that number only', async () => {
  const targets = Array.from({ length: 30 }, (_, index) => `h${String(index)}:1`);
  await client.replace(B, { targets });
  const plan = { ...PLAN, groups: [{ ...B, targets: ['h0:1'] }] };
  const preview = await previewOf(client, plan);
  expect(preview).toMatchObject({ fuse: { code: 'too_much_at_once', force: 29 }, result: { changed: 1 } });
  await expect(client.replaceAll(plan.groups)).rejects.toMatchObject({ code: 'too_much_at_once' });
  expect(await preview.carryOut(client)).toMatchObject({ changed: 1 });
});

describe('when groups change between the preview and the change', () => {
  const plan = { ...PLAN, groups: [{ ...A, targets: ['z:1'] }] };

  test('it is made all the same if the same would become of each group', async () => {
    const preview = await previewOf(client, plan);
    await client.replace(B, { targets: ['x:1'] });
    expect(await preview.carryOut(client)).toMatchObject({ changed: 1 });
  });

  test('it is not made otherwise, and shown anew', async () => {
    const preview = await previewOf(client, plan);
    await client.add(A, { targets: ['w:1'] });
    const again = await preview.carryOut(client);
    expect(again).toMatchObject({ isNew: true });
    expect('before' in again && differenceIn(again, A).removed.targets).toEqual(['x:1', 'y:1', 'w:1']);
    expect(await shown(A)).toMatchObject({ targets: ['x:1', 'y:1', 'w:1'] });
  });
});
