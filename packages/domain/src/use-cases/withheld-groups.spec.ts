import { describeTargetGroupStore, InMemoryTargetGroupStore } from '../../testing/index.js';
import { groupKey } from '../groups/target-group.js';
import { WithheldGroups } from './withheld-groups.js';

const key = groupKey('shop', 'prod');
const group = { targets: ['h:1'], labels: {} };

describeTargetGroupStore('groups that nobody doubts', () => {
  const store = new WithheldGroups(new InMemoryTargetGroupStore(), () => undefined);
  return Promise.resolve({ store, close: () => store.close() });
});

test('groups that are in doubt are neither shown nor changed, also not for a trial', async () => {
  const stored = new InMemoryTargetGroupStore();
  let doubt: string | undefined = 'they come from somewhere else';
  const store = new WithheldGroups(stored, () => doubt);
  const told: string[] = [];
  store.subscribe(({ key }) => void told.push(key.application));
  const change = jest.fn(() => group);
  for (const call of [
    () => store.find(key),
    () => store.snapshot(),
    () => store.update(key, change),
    () => store.update(key, change, { dryRun: true }),
    () => store.replace(key, group),
  ])
    await expect(call()).rejects.toMatchObject({
      code: 'storage_unavailable',
      message:
        'it is not certain which target groups there are, so none is shown or changed: they come from somewhere else',
    });
  expect(change).not.toHaveBeenCalled();
  expect((await stored.snapshot()).groups).toEqual([]);
  doubt = undefined;
  await store.replace(key, group);
  expect([(await store.find(key))?.group, told]).toEqual([group, ['shop']]);
});
