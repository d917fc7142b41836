import { changed, useApi } from '../support/api.js';
import { form, json } from '../support/content.js';
import { expectRefused } from '../support/refusal.js';

const api = useApi();
const GROUP = '/shop/prod';
const CURRENT = { job: 'own job', env: 'prod', team: 'x', empty: '', __scrape_interval__: '1m' };

beforeEach(() => api.send('PUT', GROUP, json({ targets: ['b:1', 'a:1'], labels: CURRENT })));

test.each([
  ['new targets go to the end', { targets: ['d:1', 'c:1'] }, ['b:1', 'a:1', 'd:1', 'c:1'], CURRENT],
  ['also from a comma-separated list', { targets: ['d:1, c:1'] }, ['b:1', 'a:1', 'd:1', 'c:1'], CURRENT],
  ['new labels are added', { labels: { zone: 'z' } }, ['b:1', 'a:1'], { ...CURRENT, zone: 'z' }],
  ['a new label may be empty', { labels: { zone: '' } }, ['b:1', 'a:1'], { ...CURRENT, zone: '' }],
  ['existing labels take the new value', { labels: { team: 'y' } }, ['b:1', 'a:1'], { ...CURRENT, team: 'y' }],
  ['job and env too', { labels: { job: 'j', env: 'e' } }, ['b:1', 'a:1'], { ...CURRENT, job: 'j', env: 'e' }],
  [
    'a label that stays does not matter beside one that changes',
    { labels: { team: 'x', zone: 'z' } },
    ['b:1', 'a:1'],
    { ...CURRENT, zone: 'z' },
  ],
  [
    'targets and labels at once',
    { targets: ['c:1'], labels: { team: 'y' } },
    ['b:1', 'a:1', 'c:1'],
    { ...CURRENT, team: 'y' },
  ],
  [
    'a timeout as long as the interval',
    { labels: { __scrape_timeout__: '60s' } },
    ['b:1', 'a:1'],
    { ...CURRENT, __scrape_timeout__: '60s' },
  ],
])('POST: %s', async (_, body, targets, labels) => {
  expect(await changed(api, 'POST', GROUP, json(body))).toEqual({ targets, labels });
});

describe('POST of a group that is not there', () => {
  test.each([
    ['targets', { targets: ['a:1'] }, { job: 'new', env: 'prod' }],
    ['targets and labels', { targets: ['a:1'], labels: { job: 'j', team: 'x' } }, { job: 'j', env: 'prod', team: 'x' }],
    ['labels that say what is the default', { targets: ['a:1'], labels: { job: 'new' } }, { job: 'new', env: 'prod' }],
  ])('creates it from %s', async (_, body, labels) => {
    expect(await changed(api, 'POST', '/new/prod', json(body))).toEqual({ targets: ['a:1'], labels });
  });

  test('refuses labels without a target', async () => {
    await expectRefused(api, 'POST', '/new/prod', json({ labels: { team: 'x' } }), {
      code: 'group_unknown',
      says: 'new/prod',
    });
  });
});

describe('POST is refused, and nothing at all changes, when', () => {
  test.each<[string, object, { code: string; path?: string; says?: string }]>([
    ['a target already exists', { targets: ['a:1'] }, { code: 'target_exists', path: 'targets[0]', says: '"a:1"' }],
    [
      'a target already exists beside a new one',
      { targets: ['c:1', 'b:1'], labels: { team: 'y' } },
      { code: 'target_exists', path: 'targets[1]', says: '"b:1"' },
    ],
    ['a target already exists but for white space', { targets: [' a:1 '] }, { code: 'target_exists', says: '"a:1"' }],
    [
      'a target stands twice in the request',
      { targets: ['c:1', 'd:1', 'c:1'] },
      { code: 'target_repeated', path: 'targets[2]', says: '"c:1"' },
    ],
    ['a target stands twice in one element', { targets: ['c:1,c:1'] }, { code: 'target_repeated', says: '"c:1"' }],
    [
      'labels are given and none of them changes anything',
      { labels: { team: 'x', env: 'prod' } },
      { code: 'labels_unchanged', path: 'labels', says: 'team' },
    ],
    [
      'labels are given and none of them changes anything, whatever the targets',
      { targets: ['c:1'], labels: { team: 'x' } },
      { code: 'labels_unchanged' },
    ],
    [
      'an existing label would get an empty value',
      { labels: { team: '' } },
      { code: 'label_value_blank', path: 'labels.team', says: '"team"' },
    ],
    [
      'an existing label would get a blank value',
      { labels: { team: ' \t', zone: 'z' } },
      { code: 'label_value_blank', path: 'labels.team' },
    ],
    [
      'an existing label that is empty would stay so',
      { labels: { empty: '', zone: 'z' } },
      { code: 'label_value_blank', path: 'labels.empty' },
    ],
    ['job would become empty', { labels: { job: '' } }, { code: 'label_required', path: 'labels.job' }],
    ['job would become blank', { labels: { job: ' ' } }, { code: 'label_value_blank', path: 'labels.job' }],
    ['targets: []', { targets: [] }, { code: 'targets_empty', path: 'targets' }],
    ['targets: [] beside labels', { targets: [], labels: { team: 'y' } }, { code: 'targets_empty' }],
    ['labels: {}', { labels: {} }, { code: 'labels_empty', path: 'labels' }],
    ['labels: {} beside targets', { targets: ['c:1'], labels: {} }, { code: 'labels_empty' }],
    ['neither is given', {}, { code: 'nothing_given' }],
    ['a target is none', { targets: ['c:1', 'h:٣'] }, { code: 'invalid_target', path: 'targets[1]', says: 'h:٣' }],
    [
      'a label has a bad name',
      { targets: ['c:1'], labels: { 'team\n': 'y' } },
      { code: 'invalid_label_name', path: 'labels.team\n' },
    ],
    [
      'a timeout would be above the interval that is there',
      { labels: { __scrape_timeout__: '2m' } },
      { code: 'invalid_label_value', path: 'labels.__scrape_timeout__', says: '2m' },
    ],
  ])('%s', async (_, body, expected) => {
    await expectRefused(api, 'POST', GROUP, json(body), expected);
  });

  test.each([
    ['there is no body', undefined],
    ['the form is empty', form('')],
  ])('%s', async (_, sent) => {
    await expectRefused(api, 'POST', GROUP, sent, { code: 'nothing_given' });
    await expectRefused(api, 'POST', '/new/prod', sent, { code: 'nothing_given' });
  });
});

test('POST lists every fault', async () => {
  const body = { targets: ['a:1', 'c:1', 'b:1'], labels: { team: '' } };
  const { errors, message } = await expectRefused(api, 'POST', GROUP, json(body), { code: 'target_exists' });

  expect(errors.map(({ path }) => path)).toEqual(['targets[0]', 'targets[2]', 'labels.team']);
  expect(message).toContain('2 more');
});

test('POST and then DELETE of the same is nothing', async () => {
  const before = await api.send('GET', GROUP);
  const body = json({ targets: ['c:1', 'd:1'], labels: { zone: 'z' } });
  await changed(api, 'POST', GROUP, body);
  await changed(api, 'DELETE', GROUP, body);

  expect((await api.send('GET', GROUP)).text).toBe(before.text);
});
