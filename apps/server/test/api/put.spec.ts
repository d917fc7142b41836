import { changed, shownAt, useApi } from '../support/api.js';
import { json } from '../support/content.js';
import { expectRefused } from '../support/refusal.js';

const api = useApi();
const GROUP = '/shop/prod';
const DEFAULTS = { job: 'shop', env: 'prod' };

describe('PUT of a group that is there', () => {
  const CURRENT = { job: 'own job', env: 'prod', team: 'x', zone: 'z' };

  beforeEach(() => api.send('PUT', GROUP, json({ targets: ['a:1', 'b:1'], labels: CURRENT })));

  test.each([
    [
      'targets and labels: both replaced, job and env fall back to application and environment',
      { targets: ['c:1'], labels: { team: 'y' } },
      { targets: ['c:1'], labels: { ...DEFAULTS, team: 'y' } },
    ],
    [
      'targets and labels with job: it is the one given',
      { targets: ['c:1'], labels: { job: 'new job' } },
      { targets: ['c:1'], labels: { job: 'new job', env: 'prod' } },
    ],
    [
      'targets and no label in labels: all labels go, job and env fall back',
      { targets: ['c:1'], labels: {} },
      { targets: ['c:1'], labels: DEFAULTS },
    ],
    [
      'targets only: targets replaced, labels kept',
      { targets: ['c:1', 'a:1'] },
      { targets: ['c:1', 'a:1'], labels: CURRENT },
    ],
    [
      'labels only: labels replaced, targets kept, job and env keep their values',
      { labels: { team: 'y' } },
      { targets: ['a:1', 'b:1'], labels: { job: 'own job', env: 'prod', team: 'y' } },
    ],
    [
      'labels only with env: it is the one given',
      { labels: { env: 'new env' } },
      { targets: ['a:1', 'b:1'], labels: { job: 'own job', env: 'new env' } },
    ],
    [
      'labels: {}: everything but job and env goes',
      { labels: {} },
      { targets: ['a:1', 'b:1'], labels: { job: 'own job', env: 'prod' } },
    ],
    ['{}: unchanged', {}, { targets: ['a:1', 'b:1'], labels: CURRENT }],
  ])('%s', async (_, body, result) => {
    expect(await changed(api, 'PUT', GROUP, json(body))).toEqual(result);
    expect(await changed(api, 'PUT', GROUP, json(body))).toEqual(result);
  });

  test('no body: unchanged', async () => {
    const before = await api.send('GET', GROUP);

    expect((await api.send('PUT', GROUP)).text).toBe(before.text);
    expect((await api.send('GET', GROUP)).text).toBe(before.text);
  });

  test.each<[string, object, { code: string; path: string; says: string }]>([
    ['no target in targets', { targets: [] }, { code: 'targets_empty', path: 'targets', says: 'empty' }],
    [
      'no target in targets, whatever the labels',
      { targets: [], labels: { team: 'y' } },
      { code: 'targets_empty', path: 'targets', says: 'empty' },
    ],
    ['a target that is none', { targets: ['c:1', 'h:0'] }, { code: 'invalid_target', path: 'targets[1]', says: 'h:0' }],
    [
      'a target that is none in a list',
      { targets: ['c:1,http://x'] },
      { code: 'invalid_target', path: 'targets[0]', says: 'http://x' },
    ],
    ['an empty target', { targets: [' '] }, { code: 'invalid_target', path: 'targets[0]', says: 'empty' }],
    ['a bad label name', { labels: { 'a-b': 'x' } }, { code: 'invalid_label_name', path: 'labels.a-b', says: 'a-b' }],
    ['an empty job', { labels: { job: '' } }, { code: 'label_required', path: 'labels.job', says: 'job' }],
    [
      'an empty env',
      { targets: ['c:1'], labels: { env: '' } },
      { code: 'label_required', path: 'labels.env', says: 'env' },
    ],
    [
      'a label that Prometheus ignores',
      { labels: { __address__: 'h:1' } },
      { code: 'label_refused', path: 'labels.__address__', says: 'Prometheus ignores' },
    ],
    [
      'a bad value of a label that Prometheus reads',
      { labels: { __scheme__: 'ftp' } },
      { code: 'invalid_label_value', path: 'labels.__scheme__', says: 'ftp' },
    ],
    [
      'a timeout above the interval',
      { labels: { __scrape_interval__: '1m', __scrape_timeout__: '61s' } },
      { code: 'invalid_label_value', path: 'labels.__scrape_timeout__', says: '61s' },
    ],
  ])('refuses %s', async (_, body, expected) => {
    await expectRefused(api, 'PUT', GROUP, json(body), expected);
  });

  test('lists every fault', async () => {
    const body = { targets: ['h:0', 'c:1', 'h:151234'], labels: { 'a-b': 'x', __scheme__: 'ftp' } };
    const { errors } = await expectRefused(api, 'PUT', GROUP, json(body), { code: 'invalid_target', says: '3 more' });

    expect(errors.map(({ path }) => path)).toEqual(['targets[0]', 'targets[2]', 'labels.a-b', 'labels.__scheme__']);
  });
});

describe('PUT of a group that is not there', () => {
  test.each([
    ['targets', { targets: ['a:1'] }, { targets: ['a:1'], labels: DEFAULTS }],
    [
      'targets and labels',
      { targets: ['a:1'], labels: { team: 'x', env: 'e' } },
      { targets: ['a:1'], labels: { job: 'shop', env: 'e', team: 'x' } },
    ],
    ['targets and labels: {}', { targets: ['a:1'], labels: {} }, { targets: ['a:1'], labels: DEFAULTS }],
  ])('creates it from %s', async (_, body, result) => {
    expect(await changed(api, 'PUT', GROUP, json(body))).toEqual(result);
  });

  test.each([
    ['labels only', json({ labels: { team: 'x' } })],
    ['labels: {}', json({ labels: {} })],
    ['{}', json({})],
    ['no body', undefined],
  ])('refuses %s: there is no target', async (_, sent) => {
    await expectRefused(api, 'PUT', GROUP, sent, { code: 'group_unknown', says: 'shop/prod' });
  });

  test('refuses targets: []', async () => {
    await expectRefused(api, 'PUT', GROUP, json({ targets: [] }), { code: 'targets_empty' });
    expect(await shownAt(api, GROUP)).toBeUndefined();
  });
});

test.each([
  ['targets given twice are stored once', ['a:1', 'b:1', 'a:1'], ['a:1', 'b:1']],
  ['also in one element', ['a:1,b:1,a:1'], ['a:1', 'b:1']],
  ['also with white space', ['a:1', ' a:1 '], ['a:1']],
  ['an element may be a comma-separated list', ['c:1,b:1', 'a:1'], ['c:1', 'b:1', 'a:1']],
  ['a target is stored as written', ['H:080', 'h', '[::1]'], ['H:080', 'h', '[::1]']],
])('%s', async (_, targets, stored) => {
  expect((await changed(api, 'PUT', GROUP, json({ targets })))?.targets).toEqual(stored);
});
