import { encodeFileSd, groupKey, type StoredGroup, type TargetGroup } from '@target-eye/domain';
import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { useApis } from '../../../test/support/api.js';
import { json } from '../../../test/support/content.js';
import { RenderedGroups, renderOnce } from './rendered-groups.js';

const open = useApis();

const group: TargetGroup = { targets: ['é:1'], labels: { job: 'a', env: 'b' } };
const stored = (content: TargetGroup): StoredGroup => ({
  key: groupKey('a', 'b'),
  group: content,
  revision: '5f',
  changedAt: 0,
});

test('what shows a group is made once', () => {
  const answers = new RenderedGroups();
  expect(answers.showing(stored(group)).body.toString()).toBe('[{"targets":["é:1"],"labels":{"job":"a","env":"b"}}]\n');
  const long = stored({ ...group, targets: Array.from({ length: 100 }, (_, host) => `é-${String(host)}.example:1`) });
  expect(answers.showing(long).body.toString()).toBe(encodeFileSd(long.group));
  expect(answers.showing(long)).toBe(answers.showing(long));
  expect(answers.showing({ ...long })).not.toBe(answers.showing(long));
});

test('what is not stored has no validators', () => {
  expect(new RenderedGroups().showing(undefined)).toEqual({ body: '[]\n', headers: [] });
  expect(renderOnce(group)).toEqual({ body: encodeFileSd(group), headers: [] });
});

test.each([
  ['the time of the last change, in whole seconds', 1_764_153_067.98, 'Wed, 26 Nov 2025 10:31:07 GMT'],
  ['now for a time in the future, which a file may have', 1e18, 'Thu, 26 Nov 2026 10:31:07 GMT'],
  ['the beginning of the epoch for a time before it', -1e18, 'Thu, 01 Jan 1970 00:00:00 GMT'],
])('the date of a group is %s', (_, changedAt, date) => {
  const answers = new RenderedGroups(() => Date.UTC(2026, 10, 26, 10, 31, 7));
  expect(answers.showing({ ...stored(group), changedAt }).headers).toEqual(['ETag', '"5f"', 'Last-Modified', date]);
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

  const { text, headers } = await api.send('POST', '/shop/prod', json({ targets: ['a:1'] }));

  expect(text).toContain('"by":"another"');
  const shown = await api.send('GET', '/shop/prod');
  expect(shown.text).toBe(text);
  expect(shown.headers['etag']).toBe(headers['etag']);
});

test('a change of a group that was removed together with it answers with what it had come to', async () => {
  const store = new InMemoryTargetGroupStore();
  const update = store.update.bind(store);
  store.update = async (...args) => ({ ...(await update(...args)), stored: undefined });
  const api = await open({ store });

  const { text, headers } = await api.send('POST', '/shop/prod', json({ targets: ['a:1'] }));

  expect(text).toContain('"a:1"');
  expect(headers).not.toHaveProperty('etag');
});
