import { changed, groupIn, shownAt, useApi } from '../support/api.js';
import { form, json } from '../support/content.js';
import { expectRefused } from '../support/refusal.js';

const api = useApi();
const GROUP = '/shop/prod';
const BARE = '/bare/prod';
const TARGETS = ['c:1', 'a:1', 'b:1'];
const REQUIRED = { job: 'own job', env: 'prod' };
const OTHERS = { team: 'x', zone: '' };

beforeEach(async () => {
  await api.send('PUT', GROUP, json({ targets: TARGETS, labels: { ...REQUIRED, ...OTHERS } }));
  await api.send('PUT', BARE, json({ targets: ['a:1', 'b:1'] }));
});

describe('DELETE removes the group and answers with what was removed', () => {
  test.each([
    ['no body', GROUP, undefined],
    ['all targets and all labels', GROUP, json({ targets: TARGETS, labels: OTHERS })],
    ['all targets in any order', GROUP, json({ targets: ['a:1', 'b:1, c:1'], labels: OTHERS })],
    ['job as well', GROUP, json({ targets: TARGETS, labels: { ...OTHERS, job: 'own job' } })],
    ['job and env as well', GROUP, json({ targets: TARGETS, labels: { ...OTHERS, ...REQUIRED } })],
    ['a form', GROUP, form('targets=c:1,a:1,b:1&team=x&zone=')],
    [
      'job and env where there is no other label',
      BARE,
      json({ targets: ['a:1', 'b:1'], labels: { job: 'bare', env: 'prod' } }),
    ],
  ])('%s', async (_, path, sent) => {
    const before = await api.send('GET', path);
    const answer = await api.send('DELETE', path, sent);

    expect(groupIn(answer)).toBeDefined();
    expect(answer.text).toBe(before.text);
    expect(await shownAt(api, path)).toBeUndefined();
    await expectRefused(api, 'DELETE', path, sent, { code: 'group_unknown', says: path.slice(1) });
  });

  test('and no other group', async () => {
    await api.send('DELETE', GROUP);

    expect((await shownAt(api, BARE))?.targets).toEqual(['a:1', 'b:1']);
  });
});

describe('with targets or labels in the body exactly these go, and the order is kept', () => {
  test.each([
    ['a target', { targets: ['a:1'] }, ['c:1', 'b:1'], OTHERS],
    ['a target with white space around it', { targets: [' c:1 '] }, ['a:1', 'b:1'], OTHERS],
    ['a comma-separated list', { targets: ['b:1,c:1'] }, ['a:1'], OTHERS],
    ['a label', { labels: { team: 'x' } }, TARGETS, { zone: '' }],
    ['an empty label', { labels: { zone: '' } }, TARGETS, { team: 'x' }],
    ['all labels', { labels: OTHERS }, TARGETS, {}],
    ['a target and a label', { targets: ['c:1'], labels: { zone: '' } }, ['a:1', 'b:1'], { team: 'x' }],
    ['some targets and all labels', { targets: ['c:1', 'b:1'], labels: OTHERS }, ['a:1'], {}],
  ])('%s', async (_, body, targets, labels) => {
    expect(await changed(api, 'DELETE', GROUP, json(body))).toEqual({ targets, labels: { ...REQUIRED, ...labels } });
  });
});

describe('DELETE is refused, and nothing changes, when', () => {
  test.each<[string, object, { code: string; path?: string; says?: string }]>([
    ['a target is not there', { targets: ['x:1'] }, { code: 'target_unknown', path: 'targets[0]', says: '"x:1"' }],
    [
      'a target is not there beside one that is',
      { targets: ['a:1', 'A:1'] },
      { code: 'target_unknown', path: 'targets[1]', says: '"A:1"' },
    ],
    [
      'all targets and one more are named',
      { targets: [...TARGETS, 'x:1'], labels: OTHERS },
      { code: 'target_unknown', path: 'targets[3]' },
    ],
    [
      'a target stands twice in the request',
      { targets: ['a:1', 'b:1', 'a:1'] },
      { code: 'target_repeated', path: 'targets[2]', says: '"a:1"' },
    ],
    ['a label is not there', { labels: { rack: 'x' } }, { code: 'label_unknown', path: 'labels.rack', says: 'rack' }],
    [
      'a label has another value',
      { labels: { team: 'y' } },
      { code: 'label_value_differs', path: 'labels.team', says: 'y' },
    ],
    [
      'a label has another value beside one that has not',
      { targets: ['a:1'], labels: { zone: '', team: '' } },
      { code: 'label_value_differs', path: 'labels.team' },
    ],
    ['job is to go', { labels: { job: 'own job' } }, { code: 'label_required', path: 'labels.job', says: 'job' }],
    ['env is to go', { targets: ['a:1'], labels: { env: 'prod' } }, { code: 'label_required', path: 'labels.env' }],
    ['job is to go with all other labels', { labels: { ...OTHERS, job: 'own job' } }, { code: 'label_required' }],
    ['all targets are to go without labels', { targets: TARGETS }, { code: 'labels_remain', says: 'team, zone' }],
    [
      'all targets are to go without one label',
      { targets: TARGETS, labels: { team: 'x' } },
      { code: 'labels_remain', path: 'labels', says: 'zone' },
    ],
    ['all targets are to go with job and env only', { targets: TARGETS, labels: REQUIRED }, { code: 'labels_remain' }],
    [
      'the group is to go but job has another value',
      { targets: TARGETS, labels: { ...OTHERS, job: 'shop' } },
      { code: 'label_value_differs', path: 'labels.job', says: 'shop' },
    ],
    ['targets: []', { targets: [] }, { code: 'targets_empty', path: 'targets' }],
    ['targets: [] beside labels', { targets: [], labels: { team: 'x' } }, { code: 'targets_empty' }],
    ['labels: {}', { labels: {} }, { code: 'labels_empty', path: 'labels' }],
    ['labels: {} beside targets', { targets: ['a:1'], labels: {} }, { code: 'labels_empty' }],
    ['labels: {} beside all targets', { targets: TARGETS, labels: {} }, { code: 'labels_empty' }],
    ['the body has neither key', {}, { code: 'nothing_given', says: 'send neither a body nor a Content-Type' }],
    ['the body has a misspelt key', { target: ['a:1'] }, { code: 'unknown_key', path: 'target', says: '"target"' }],
  ])('%s', async (_, body, expected) => {
    await expectRefused(api, 'DELETE', GROUP, json(body), expected);
  });

  test.each([
    ['no labels at all', { targets: ['a:1', 'b:1'] }],
    ['job only', { targets: ['a:1', 'b:1'], labels: { job: 'bare' } }],
    ['env only', { targets: ['a:1', 'b:1'], labels: { env: 'prod' } }],
  ])('all targets of a group without other labels are to go with %s', async (_, body) => {
    await expectRefused(api, 'DELETE', BARE, json(body), { code: 'labels_remain' });
  });

  test.each([
    ['no body', undefined],
    ['a target', json({ targets: ['a:1'] })],
    ['a label', json({ labels: { job: 'none' } })],
  ])('the group is unknown: %s', async (_, sent) => {
    await expectRefused(api, 'DELETE', '/none/prod', sent, { code: 'group_unknown', says: 'none/prod' });
  });
});

test('DELETE lists every fault', async () => {
  const body = { targets: ['x:1', 'a:1', 'y:1'], labels: { rack: 'r', team: 'y' } };
  const { errors, message } = await expectRefused(api, 'DELETE', GROUP, json(body), { code: 'target_unknown' });

  expect(errors.map(({ path }) => path)).toEqual(['targets[0]', 'targets[2]', 'labels.rack', 'labels.team']);
  expect(message).toContain('3 more');
});
