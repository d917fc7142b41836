import type { BulkGroup, GroupFilter, ListedGroup } from '@target-eye/client';
import { fault } from '@target-eye/domain';
import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { storeFault, throwUnconfirmed } from '../../file-sd-storage/src/store/store-fault.js';
import { rejection, useService } from './support/real-service.js';

let store: InMemoryTargetGroupStore;
beforeEach(() => {
  store = new InMemoryTargetGroupStore();
});
const client = useService(() => ({ store }));

const group = (environment: string, ...targets: readonly string[]): BulkGroup => ({
  application: 'shop',
  environment,
  targets,
});
const counts = (given: object) => ({ created: 0, changed: 0, unchanged: 0, removed: 0, failed: 0, ...given });
const SAYING_NOTHING: readonly GroupFilter[] = [{}, { application: undefined }, { application: [], label: undefined }];
const environmentsOf = (groups: readonly { readonly environment: string }[]) =>
  groups.map(({ environment }) => environment);

async function all(groups: AsyncIterable<ListedGroup>): Promise<readonly ListedGroup[]> {
  const found: ListedGroup[] = [];
  for await (const one of groups) found.push(one);
  return found;
}

describe('a list', () => {
  beforeEach(() =>
    client().replaceAll([
      { ...group('a', 'h:1'), labels: { team: 'core', tier: '1' } },
      { ...group('b', 'h:1', 'g:1'), labels: { team: 'core' } },
      group('c', 'h:2'),
      group('d & e=f', 'i:3'),
    ]),
  );

  test.each([
    [{}, ['a', 'b', 'c', 'd & e=f']],
    [{ environment: 'd & e=f' }, ['d & e=f']],
    [{ environment: ['a', 'c*'] }, ['a', 'c']],
    [{ target: 'h' }, ['a', 'b', 'c']],
    [{ target: ['h:2', 'g:*'] }, ['b', 'c']],
    [{ label: 'team=core' }, ['a', 'b']],
    [{ label: ['team=core', 'tier!=1'] }, ['b']],
    [{ search: 'TEAM=CO' }, ['a', 'b']],
    [{ application: 'x' }, []],
  ])('with the filter %j', async (filter, expected) => {
    const page = await client().list(filter);
    expect(environmentsOf(page.groups)).toEqual(expected);
    expect([page.matched, page.total, page.unreadable]).toEqual([expected.length, 4, []]);
  });

  test('comes in pages, and all of them as one', async () => {
    const first = await client().list({ limit: 3 });
    const second = await client().list({ limit: 3, after: first.next });
    expect([first, second].map(({ groups }) => groups.length)).toEqual([3, 1]);
    expect(second.next).toBeUndefined();
    expect(await all(client().listAll({ limit: 1 }))).toEqual((await client().list()).groups);
    expect(environmentsOf(await all(client().listAll({ limit: 1, target: 'h' })))).toEqual(['a', 'b', 'c']);
  });

  test('is asked for page by page, and ends with its signal', async () => {
    const asked: string[] = [];
    const counting = client({
      fetch: (url, options) => {
        asked.push(url);
        return fetch(url, options);
      },
    });
    for await (const { environment } of counting.listAll({ limit: 1 })) if (environment === 'b') break;
    expect(asked).toHaveLength(2);
    await expect(all(counting.listAll({}, { signal: AbortSignal.abort('enough') }))).rejects.toBe('enough');
    expect(asked).toHaveLength(2);
  });

  test('has elements that can be found one by one', async () => {
    const [first] = (await client().list()).groups;
    expect(await client().find({ application: 'shop', environment: 'a' })).toEqual(expect.objectContaining(first));
    expect(await client().find({ application: 'shop', environment: 'x' })).toBeUndefined();
  });

  test('is what Prometheus reads', async () => {
    expect(await client().httpSd({ environment: 'c' })).toEqual([
      {
        targets: ['h:2'],
        labels: {
          job: 'shop',
          env: 'c',
          __meta_target_eye_application: 'shop',
          __meta_target_eye_environment: 'c',
        },
      },
    ]);
  });

  test('refuses what it does not understand', async () => {
    expect(await rejection(client().list({ limit: 0 }))).toMatchObject({ status: 400, code: 'query_invalid' });
  });
});

describe('many groups', () => {
  test('are replaced, and the others removed when that is said', async () => {
    await client().replaceAll([group('a', 'h:1'), group('b', 'h:1')]);
    const wanted = [group('a', 'h:1'), group('c', 'h:3')];
    const filter = { environment: ['a', 'c'] };
    expect(await client().replaceAll(wanted, { prune: true, filter })).toMatchObject({
      created: 1,
      unchanged: 1,
      removed: 0,
    });
    expect(await client().replaceAll(wanted, { prune: true, dryRun: true })).toMatchObject({
      unchanged: 2,
      removed: 1,
    });
    expect((await client().list()).total).toBe(3);
    expect(await client().replaceAll(wanted, { prune: true })).toEqual({
      ...counts({ unchanged: 2, removed: 1 }),
      groups: [
        { application: 'shop', environment: 'a', outcome: 'unchanged' },
        { application: 'shop', environment: 'c', outcome: 'unchanged' },
        { application: 'shop', environment: 'b', outcome: 'removed' },
      ],
    });
  });

  test('are changed from the revision that was seen, and from no other', async () => {
    const { revision } = await client().list();
    await client().replaceAll([group('a', 'h:1')], { ifMatch: revision });
    const error = await rejection(client().replaceAll([group('b', 'h:1')], { ifMatch: revision }));
    expect(error).toMatchObject({ status: 412, code: 'precondition_failed', outcome: 'unchanged' });
    expect(await rejection(client().removeMatching({ target: 'h' }, { ifMatch: revision }))).toMatchObject({
      status: 412,
    });
    expect(await rejection(client().retire('h:1', { ifMatch: revision }))).toMatchObject({ status: 412 });
  });

  test('that lose too much at once are changed when the number is given', async () => {
    const targets = Array.from({ length: 30 }, (_, index) => `h:${String(index + 1)}`);
    await client().replaceAll([group('a', ...targets)]);
    const remove = (force?: number) => client().removeMatching({ application: 'shop' }, { force });
    const error = await rejection(remove());
    expect(error).toMatchObject({ status: 409, code: 'too_much_at_once', outcome: 'unchanged', force: 30 });
    expect(await rejection(remove(29))).toMatchObject({ force: 30 });
    expect(await remove(30)).toMatchObject({ removed: 1 });
    // As when the first answer was lost.
    expect(await remove(30)).toMatchObject({ removed: 0 });
  });

  test('of which a forced change reached only some need the number of what is left', async () => {
    const targets = Array.from({ length: 30 }, (_, index) => `h:${String(index + 1)}`);
    await client().replaceAll([group('a', ...targets), group('b', ...targets)]);
    const remove = (force: number) => client().removeMatching({ application: 'shop' }, { force });
    const update = store.update.bind(store);
    const failing = jest.spyOn(store, 'update').mockImplementation((key, ...rest) => {
      if (key.environment === 'b') throw fault('', 'storage_full', 'there is no space');
      return update(key, ...rest);
    });
    expect(await rejection(remove(60))).toMatchObject({ outcome: 'partial', result: { removed: 1, failed: 1 } });
    failing.mockRestore();
    expect(await rejection(remove(60))).toMatchObject({ code: 'too_much_at_once', force: 30 });
    expect(await remove(30)).toMatchObject({ removed: 1 });
  });

  test('lose a target, and go with their last one', async () => {
    await client().replaceAll([group('a', 'h:1'), group('b', 'h:1', 'h:2'), group('c', 'h:2')]);
    expect(await client().retire('h:1', { dryRun: true })).toMatchObject({ changed: 1, removed: 1 });
    expect(await client().retire('h:1')).toMatchObject({ changed: 1, removed: 1 });
    expect(await client().retire('h:1')).toMatchObject({ changed: 0, removed: 0 });
    expect(environmentsOf((await client().list()).groups)).toEqual(['b', 'c']);
  });

  test('are not removed without a filter', async () => {
    await client().replaceAll([group('a', 'h:1')]);
    for (const filter of SAYING_NOTHING)
      expect(await rejection(client().removeMatching(filter))).toBeInstanceOf(TypeError);
    expect((await client().list()).total).toBe(1);
  });

  test('are not pruned by a filter that says nothing, as they are without one', async () => {
    await client().replaceAll([group('a', 'h:1'), group('b', 'h:1')]);
    const prune = (filter?: GroupFilter) => client().replaceAll([group('a', 'h:1')], { prune: true, filter });
    for (const filter of SAYING_NOTHING) expect(await rejection(prune(filter))).toBeInstanceOf(TypeError);
    expect((await client().list()).total).toBe(2);
    expect(await prune({ application: 'shop', environment: [] })).toMatchObject({ removed: 1 });
    await client().replaceAll([group('b', 'h:1')]);
    expect(await prune(undefined)).toMatchObject({ removed: 1 });
  });

  test('of which the disk did not confirm one leave the outcome unknown, and of which none was stored are unchanged', async () => {
    const failing = (error: () => never) => {
      jest.spyOn(store, 'replace').mockImplementation(error);
      return rejection(client({ retries: false }).replaceAll([group('a', 'h:1')]));
    };
    const eio = Object.assign(new Error('it fails'), { code: 'EIO' });
    expect(await failing(() => throwUnconfirmed(eio))).toMatchObject({ status: 503, outcome: 'unknown' });
    const notStored = await failing(() => {
      throw storeFault(eio, 'a.json', undefined);
    });
    expect(notStored).toMatchObject({ status: 503, outcome: 'unchanged' });
  });

  test('may have the names that no URL can hold', async () => {
    await client().replaceAll([{ application: '..', environment: '.', targets: ['h:1'] }]);
    const filter = { application: '..', environment: '.' };
    expect((await client().list(filter)).groups).toMatchObject([{ application: '..', environment: '.' }]);
    expect(await client().removeMatching(filter)).toMatchObject({ removed: 1 });
  });

  test('of which some fail are listed in the error', async () => {
    const update = store.replace.bind(store);
    jest.spyOn(store, 'replace').mockImplementation((key, ...rest) => {
      if (key.environment === 'b') throw fault('', 'storage_full', 'there is no space');
      return update(key, ...rest);
    });
    const error = await rejection(client().replaceAll([group('a', 'h:1'), group('b', 'h:1')]));
    expect(error).toMatchObject({
      status: 507,
      code: 'storage_full',
      outcome: 'partial',
      attempts: 1,
      result: {
        created: 1,
        failed: 1,
        groups: [{ outcome: 'created' }, { outcome: 'failed', error: { code: 'storage_full' } }],
      },
    });
  });
});
