import { encodeFileSd, groupKey, type TargetGroup } from '@target-eye/domain';
import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { useApis } from '../../../test/support/api.js';
import { json } from '../../../test/support/content.js';
import { RenderedGroups } from './rendered-groups.js';

const open = useApis();

test('what shows a group is made once', () => {
  const answers = new RenderedGroups();
  const group: TargetGroup = { targets: ['é:1'], labels: { job: 'a', env: 'b' } };

  expect(answers.showing(group).toString()).toBe('[{"targets":["é:1"],"labels":{"job":"a","env":"b"}}]\n');
  const long: TargetGroup = {
    ...group,
    targets: Array.from({ length: 100 }, (_, host) => `é-${String(host)}.example:1`),
  };
  expect(answers.showing(long).toString()).toBe(encodeFileSd(long));
  expect(answers.showing(long)).toBe(answers.showing(long));
  expect(answers.showing({ ...long })).not.toBe(answers.showing(long));
  expect(answers.showing(undefined).toString()).toBe('[]\n');
});

test('a change answers with what was stored together with it', async () => {
  const store = new InMemoryTargetGroupStore();
  const key = groupKey('shop', 'prod');
  const update = store.update.bind(store);
  store.update = async (...args) => {
    const transition = await update(...args);
    const { stored } = await update(key, (group) => group && { ...group, labels: { ...group.labels, by: 'another' } });
    return { ...transition, stored };
  };
  const api = await open({ store });

  const { text } = await api.send('POST', '/shop/prod', json({ targets: ['a:1'] }));

  expect(text).toContain('"by":"another"');
  expect((await api.send('GET', '/shop/prod')).text).toBe(text);
});

test('a change of a group that was removed together with it answers with what it had come to', async () => {
  const store = new InMemoryTargetGroupStore();
  const update = store.update.bind(store);
  store.update = async (...args) => ({ ...(await update(...args)), stored: undefined });
  const api = await open({ store });

  const { text } = await api.send('POST', '/shop/prod', json({ targets: ['a:1'] }));

  expect(text).toContain('"a:1"');
});
