import { InMemoryTargetGroupStore } from '../../testing/index.js';
import { fault } from '../faults/target-group-error.js';
import { TargetGroupService } from './target-group-service.js';
import { groupKey, type TargetGroup, type TargetGroupInput } from '../groups/target-group.js';
import { ONE_TURN } from '../turns.js';

const key = groupKey('shop', 'prod');
const other = groupKey('shop', 'test');
const LABELS = { job: 'shop', env: 'prod' };
const group: TargetGroup = { targets: ['a:1', 'b:1'], labels: LABELS };

describe('the service', () => {
  let service: TargetGroupService;

  beforeEach(() => {
    service = new TargetGroupService(new InMemoryTargetGroupStore());
  });

  test('shows nothing of a group that is not there', async () => {
    expect(await service.show(key)).toBeUndefined();
  });

  test('replaces: what was, what is, and what is shown then', async () => {
    expect(await service.replace(key, { targets: ['a:1', 'b:1'] })).toMatchObject({ before: undefined, after: group });
    expect(await service.replace(key, { targets: ['c:1'], labels: {} })).toMatchObject({
      before: group,
      after: { targets: ['c:1'], labels: LABELS },
    });
    expect((await service.show(key))?.group).toEqual({ targets: ['c:1'], labels: LABELS });
  });

  test('adds: what was, what is, and what is shown then', async () => {
    await service.add(key, { targets: ['a:1'] });
    expect(await service.add(key, { targets: ['b:1'] })).toMatchObject({
      before: { ...group, targets: ['a:1'] },
      after: group,
    });
    expect((await service.show(key))?.group).toEqual(group);
  });

  test('removes a part: what was, what is, and what is shown then', async () => {
    await service.add(key, group);
    expect(await service.remove(key, { targets: ['a:1'] })).toMatchObject({
      before: group,
      after: { targets: ['b:1'], labels: LABELS },
    });
    expect((await service.show(key))?.group).toEqual({ targets: ['b:1'], labels: LABELS });
  });

  test('removes a group without an input and tells what it was', async () => {
    await service.add(key, group);
    expect(await service.remove(key, undefined)).toMatchObject({ before: group, after: undefined });
    expect(await service.show(key)).toBeUndefined();
  });

  test('adds and removes what is missing or there, if that is enough', async () => {
    const idempotent = true;
    await service.add(key, { targets: ['a:1'] });
    const input = { targets: ['a:1', 'b:1', 'b:1'], labels: { job: 'shop' } };
    for (let count = 1; count <= 2; count += 1)
      expect((await service.add(key, input, { idempotent })).after?.targets).toEqual(['a:1', 'b:1']);
    for (let count = 1; count <= 2; count += 1)
      expect((await service.remove(key, { targets: ['a:1', 'c:1'] }, { idempotent })).after?.targets).toEqual(['b:1']);
    for (const before of [{ ...group, targets: ['b:1'] }, undefined])
      expect(await service.remove(key, undefined, { idempotent })).toMatchObject({ before, after: undefined });
    await expect(service.remove(key, undefined)).rejects.toMatchObject({ code: 'group_unknown' });
    expect((await service.replace(key, group, { idempotent })).after).toEqual(group);
  });

  test('tries a change, to one revision or another', async () => {
    await service.add(key, group);
    const { revision = '' } = (await service.show(key)) ?? {};
    const options = { dryRun: true, onlyIf: { anyOf: [revision] } };
    for (const change of [
      () => service.replace(key, { targets: ['c:1'], labels: {} }, options),
      () => service.add(key, { targets: ['c:1'] }, options),
      () => service.remove(key, { targets: ['a:1'] }, options),
    ])
      expect(await change()).toMatchObject({ before: group, stored: expect.objectContaining({ key }) as object });
    expect((await service.show(key))?.group).toEqual(group);
    const refused = { code: 'precondition_failed' };
    await service.replace(key, { targets: ['c:1'] });
    await expect(service.replace(key, { ...group, labels: {} }, options)).rejects.toMatchObject(refused);
    await expect(service.remove(key, undefined, { onlyIf: options.onlyIf })).rejects.toMatchObject(refused);
  });

  test('leaves other groups alone', async () => {
    await service.add(key, group);
    await service.add(other, { targets: ['c:1'] });
    await service.remove(other, undefined);
    expect((await service.show(key))?.group).toEqual(group);
  });

  test.each<[string, () => Promise<unknown>, string]>([
    ['a PUT', () => service.replace(key, { targets: ['c:0'] }), 'invalid_target'],
    ['a POST', () => service.add(key, { targets: ['c:1', 'a:1'], labels: { team: 'x' } }), 'target_exists'],
    ['a DELETE', () => service.remove(key, { targets: ['a:1', 'c:1'] }), 'target_unknown'],
    ['a PUT of an unknown group', () => service.replace(other, { labels: {} }), 'group_unknown'],
    ['a POST to an unknown group', () => service.add(other, { labels: { team: 'x' } }), 'group_unknown'],
    ['a DELETE of an unknown group', () => service.remove(other, undefined), 'group_unknown'],
  ])('%s that is refused changes nothing', async (_, request, code) => {
    await service.add(key, group);
    await expect(request()).rejects.toMatchObject({ name: 'TargetGroupError', code });
    expect((await service.show(key))?.group).toEqual(group);
    expect(await service.show(other)).toBeUndefined();
  });
});

describe('in front of a store that cannot read the group', () => {
  const unreadable = fault('', 'unreadable', 'broken');
  const store = Object.assign(new InMemoryTargetGroupStore(), {
    find: () => Promise.reject(unreadable),
    update: () => Promise.reject(unreadable),
  });
  store.replace = (of, after) => new InMemoryTargetGroupStore().replace(of, after);
  const service = new TargetGroupService(store);

  test('a PUT with targets and labels goes through', async () => {
    expect(await service.replace(key, { targets: ['a:1'], labels: { team: 'x' } })).toMatchObject({
      before: undefined,
      after: { targets: ['a:1'], labels: { ...LABELS, team: 'x' } },
    });
  });

  test.each<[string, () => Promise<unknown>]>([
    ['GET', () => service.show(key)],
    ['PUT with targets only', () => service.replace(key, { targets: ['a:1'] })],
    ['PUT with labels only', () => service.replace(key, { labels: {} })],
    ['PUT with neither', () => service.replace(key, {})],
    ['POST', () => service.add(key, { targets: ['a:1'] })],
    ['DELETE of a target', () => service.remove(key, { targets: ['a:1'] })],
    ['DELETE of the group', () => service.remove(key, undefined)],
  ])('%s fails as the store does', async (_, request) => {
    await expect(request()).rejects.toBe(unreadable);
  });

  test.each<[string, (input: TargetGroupInput) => Promise<unknown>]>([
    ['PUT', (input) => service.replace(key, input)],
    ['POST', (input) => service.add(key, input)],
    ['DELETE', (input) => service.remove(key, input)],
  ])('the input of a %s is checked before the store is asked', async (_, request) => {
    await expect(request({ targets: [] })).rejects.toMatchObject({ code: 'targets_empty' });
  });
});

describe('a group has at most so many targets', () => {
  const limits = { maxTargets: 3, turns: ONE_TURN };
  const targets = ['a:1', 'b:1', 'c:1', 'd:1', 'e:1'];
  let store: InMemoryTargetGroupStore;
  let service: TargetGroupService;

  beforeEach(() => {
    store = new InMemoryTargetGroupStore();
    service = new TargetGroupService(store, [], limits);
  });

  const tooMany = (has: number, wouldHave: number) => ({
    code: 'too_many_targets',
    faults: [expect.objectContaining({ path: 'targets' })],
    message: `the target group "shop/prod" has ${String(has)} targets and would have ${String(wouldHave)}; it may have 3`,
  });

  test('also when it is new or replaced as a whole', async () => {
    for (const input of [{ targets }, { targets, labels: {} }]) {
      await expect(service.replace(key, input)).rejects.toMatchObject(tooMany(0, 5));
      await expect(service.add(key, { ...input, labels: { team: 'x' } })).rejects.toMatchObject(tooMany(0, 5));
    }
    expect(await service.show(key)).toBeUndefined();
    const most = [...targets.slice(0, 3), 'a:1'];
    expect((await service.replace(key, { targets: most })).after?.targets).toEqual(targets.slice(0, 3));
    await expect(service.add(key, { targets: ['d:1'] })).rejects.toMatchObject(tooMany(3, 4));
    expect((await service.show(key))?.group.targets).toEqual(targets.slice(0, 3));
  });

  test('but one that has more is shown, and can be changed as long as it does not grow', async () => {
    await new TargetGroupService(store).replace(key, { targets, labels: { team: 'x' } });
    expect((await service.show(key))?.group.targets).toEqual(targets);
    await expect(service.add(key, { targets: ['f:1'] })).rejects.toMatchObject(tooMany(5, 6));
    await expect(service.replace(key, { targets: [...targets, 'f:1'], labels: {} })).rejects.toMatchObject(
      tooMany(5, 6),
    );
    expect((await service.replace(key, {})).after?.targets).toEqual(targets);
    expect((await service.add(key, { labels: { team: 'y' } })).after?.labels['team']).toBe('y');
    expect((await service.replace(key, { labels: {} })).after?.targets).toEqual(targets);
    expect((await service.replace(key, { targets, labels: {} })).after?.targets).toEqual(targets);
    expect((await service.replace(key, { targets: targets.slice(1) })).after?.targets).toHaveLength(4);
    expect((await service.remove(key, { targets: ['b:1'] })).after?.targets).toEqual(['c:1', 'd:1', 'e:1']);
    await expect(service.replace(key, { targets })).rejects.toMatchObject(tooMany(3, 5));
    expect((await service.remove(key, undefined)).after).toBeUndefined();
  });
});
