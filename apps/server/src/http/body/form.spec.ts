import { shownAt, useApi } from '../../../test/support/api.js';
import { form, json } from '../../../test/support/content.js';
import { expectRefused } from '../../../test/support/refusal.js';

const api = useApi();
const CHANGES = ['PUT', 'POST', 'DELETE'];
const GROUP = '/shop/prod';

beforeEach(() => api.send('PUT', GROUP, json({ targets: ['h:1'], labels: { team: 'x' } })));

describe('targets is a comma-separated list and may be repeated', () => {
  test.each([
    ['one', 'targets=a:1', ['a:1']],
    ['a list', 'targets=a:1,b:1,c:1', ['a:1', 'b:1', 'c:1']],
    ['white space around them', 'targets=a:1, b:1+,%09c:1', ['a:1', 'b:1', 'c:1']],
    ['repeated', 'targets=a:1&targets=b:1', ['a:1', 'b:1']],
    ['repeated lists', 'targets=a:1,b:1&zone=z&targets=c:1', ['a:1', 'b:1', 'c:1']],
    ['an encoded comma', 'targets=a:1%2Cb:1', ['a:1', 'b:1']],
    ['an encoded name', 't%61rgets=a:1', ['a:1']],
    ['encoded colons and brackets', 'targets=%5B%3A%3A1%5D%3A1', ['[::1]:1']],
    ['fields without anything', '&targets=a:1&&', ['a:1']],
  ])('%s', async (_, text, targets) => {
    expect((await api.send('PUT', GROUP, form(text))).status).toBe(200);
    expect((await shownAt(api, GROUP))?.targets).toEqual(targets);
  });

  test.each([
    ['targets=', ''],
    ['targets', ''],
    ['targets=a:1,', ''],
    ['targets=,a:1', ''],
    ['targets=+', ''],
    ['targets=a:1&targets=', ''],
    ['targets=a:1;b:1', 'a:1;b:1'],
  ])('an empty or impossible target is refused: %s', async (text, says) => {
    for (const verb of ['PUT', 'POST'])
      await expectRefused(api, verb, GROUP, form(text), { code: 'invalid_target', says: JSON.stringify(says) });
    await expectRefused(api, 'DELETE', GROUP, form(text), { code: 'target_unknown' });
  });
});

describe('every other field is a label', () => {
  test.each([
    ['plus is a space', 'value=a+b', 'a b'],
    ['an encoded plus is a plus', 'value=a%2Bb', 'a+b'],
    ['percent-encoding', 'value=%41%26%3D%25', 'A&=%'],
    ['percent-encoded UTF-8', 'value=caf%C3%A9', 'café'],
    ['raw UTF-8', 'value=日本 😀', '日本 😀'],
    ['the first equals sign counts', 'value=a=b=c', 'a=b=c'],
    ['commas are part of it', 'value=a,b', 'a,b'],
    ['line breaks are part of it', 'value=a%0Ab\n', 'a\nb\n'],
    ['empty', 'value=', ''],
    ['without an equals sign', 'value', ''],
  ])('%s', async (_, text, value) => {
    expect((await api.send('PUT', GROUP, form(text))).status).toBe(200);
    expect((await shownAt(api, GROUP))?.labels).toEqual({ job: 'shop', env: 'prod', value });
  });

  test('also one that is called labels, job or targets in capitals', async () => {
    await api.send('PUT', GROUP, form('labels=a&job=b&TARGETS=c'));

    expect(await shownAt(api, GROUP)).toEqual({
      targets: ['h:1'],
      labels: { job: 'b', env: 'prod', labels: 'a', TARGETS: 'c' },
    });
  });

  test.each(['team=a&team=b', 'team=a&team=a', 'team&zone=z&team=', 'team=a&te%61m=b'])(
    'the same label twice is refused: %s',
    async (text) => {
      for (const verb of CHANGES)
        await expectRefused(api, verb, GROUP, form(text), { code: 'body_malformed', says: '"team"' });
    },
  );

  test.each([
    ['=x', '""'],
    ['a-b=x', '"a-b"'],
    ['a+=x', '"a "'],
    ['a%0A=x', '"a\\n"'],
    ['labels[team]=x', '"labels[team]"'],
  ])('a name that no label has is refused: %s', async (text, says) => {
    for (const verb of ['PUT', 'POST'])
      await expectRefused(api, verb, GROUP, form(text), { code: 'invalid_label_name', says });
    await expectRefused(api, 'DELETE', GROUP, form(text), { code: 'label_unknown', says });
  });
});

test.each(['%', '%zz', '%4', 'a%', '%ff', '%c3', '%c0%af', '%ed%a0%80', '%u0041'])(
  'bad percent-encoding is refused: %s',
  async (bad) => {
    for (const text of [`targets=${bad}`, `team=${bad}`, `${bad}=x`]) {
      for (const verb of CHANGES)
        await expectRefused(api, verb, GROUP, form(text), { code: 'body_malformed', says: bad });
    }
  },
);

test.each(['{"targets":["h:1"]}', '{}', ' [1]'])('JSON that curl -d sends is refused with advice: %s', async (text) => {
  for (const verb of CHANGES)
    await expectRefused(api, verb, GROUP, form(text), {
      code: 'body_malformed',
      says: 'Content-Type: application/json',
    });
});

test('YAML that curl -d sends is refused', async () => {
  const text = 'targets: [h:1]';
  for (const verb of CHANGES) {
    const code = verb === 'DELETE' ? 'label_unknown' : 'invalid_label_name';
    await expectRefused(api, verb, GROUP, form(text), { code, says: JSON.stringify(text) });
  }
});
