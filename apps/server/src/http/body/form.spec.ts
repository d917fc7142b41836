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

// cspell:ignore taregts lables
describe('every other field is a label', () => {
  test.each([
    ['plus is a space', 'value=a+b', 'a b'],
    ['an encoded plus is a plus', 'value=a%2Bb', 'a+b'],
    ['percent-encoding', 'value=%41%26%3D%25', 'A&=%'],
    ['percent-encoded UTF-8', 'value=caf%C3%A9', 'café'],
    ['raw UTF-8', 'value=日本 😀', '日本 😀'],
    ['the first equals sign counts', 'value=a=b=c', 'a=b=c'],
    ['commas are part of it', 'value=a,b', 'a,b'],
    ['encoded line ends are part of it', 'value=a%0Ab%0D%0A', 'a\nb\r\n'],
    ['a line end behind it is not', 'value=a\n', 'a'],
    ['nor is one of Windows', 'value=a\r\n', 'a'],
    ['empty', 'value=', ''],
    ['empty with a line end behind it', 'value=\n', ''],
  ])('%s', async (_, text, value) => {
    expect((await api.send('PUT', GROUP, form(text))).status).toBe(200);
    expect((await shownAt(api, GROUP))?.labels).toEqual({ job: 'shop', env: 'prod', value });
  });

  test('also one that is called job, or a little like targets', async () => {
    await api.send('PUT', GROUP, form('job=b&market=m&target_os=linux&levels=3'));

    expect(await shownAt(api, GROUP)).toEqual({
      targets: ['h:1'],
      labels: { job: 'b', env: 'prod', market: 'm', target_os: 'linux', levels: '3' },
    });
  });

  test.each([
    ['target=h3:80', 'target', '"targets"'],
    ['taregts=h4:80', 'taregts', '"targets"'],
    ['Targets=h4:80', 'Targets', '"targets"'],
    ['targets[]=a:1&targets[]=b:1', 'targets[]', '"targets"'],
    ['targets%5B0%5D=a:1', 'targets[0]', '"targets"'],
    ['labels=team', 'labels', 'a field of its own'],
    ['labels[team]=x', 'labels[team]', 'a field of its own'],
    ['targets=a:1&lables=x', 'lables', 'a field of its own'],
  ])('but one that is nearly targets or labels is refused, naming the field meant: %s', async (text, path, says) => {
    for (const verb of CHANGES) {
      const failure = await expectRefused(api, verb, GROUP, form(text), { code: 'unknown_key', path, says });
      expect(failure.message).toContain(JSON.stringify(path));
    }
  });

  test.each([
    ['target=x', true],
    ['labels=x', true],
    ['targets[]=x', false],
    ['labels[team]=x', false],
  ])('only one that a label can have may be sent in JSON: %s', async (text, isLabelName) => {
    const failure = await expectRefused(api, 'PUT', GROUP, form(text), { code: 'unknown_key' });

    expect(failure.message.includes('in JSON or YAML')).toBe(isLabelName);
  });

  test.each([
    [
      'target=x',
      'the field "target" is not known; did you mean "targets"? A label of that name can be sent in JSON or YAML',
    ],
    ['targets[]=x', 'the field "targets[]" is not known; did you mean "targets"?'],
    [
      'label=x',
      'the field "label" is not known; in a form every label is a field of its own, such as team=checkout. A label of that name can be sent in JSON or YAML',
    ],
    [
      'labels[team]=x',
      'the field "labels[team]" is not known; in a form every label is a field of its own, such as team=checkout',
    ],
  ])('the message is one that can be read: %s', async (text, message) => {
    const failure = await expectRefused(api, 'PUT', GROUP, form(text), { code: 'unknown_key' });

    expect(failure.message).toBe(message);
  });

  test('a label of such a name can be given in JSON', async () => {
    await api.send('PUT', GROUP, json({ labels: { target: 'x', labels: 'y' } }));

    expect((await shownAt(api, GROUP))?.labels).toMatchObject({ target: 'x', labels: 'y' });
  });

  test.each(['team=a&team=b', 'team=a&team=a', 'team=&zone=z&team=', 'team=a&te%61m=b'])(
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
    ['team[x]=x', '"team[x]"'],
  ])('a name that no label has is refused: %s', async (text, says) => {
    for (const verb of ['PUT', 'POST'])
      await expectRefused(api, verb, GROUP, form(text), { code: 'invalid_label_name', says });
    await expectRefused(api, 'DELETE', GROUP, form(text), { code: 'label_unknown', says });
  });
});

test.each([
  ['team=R&D', 'D'],
  ['targets', 'targets'],
  ['targets=a:1&team', 'team'],
  ['team=x&targets: [h:1]', 'targets: [h:1]'],
])('a field without an equals sign is refused with the advice to write %%26: %s', async (text, field) => {
  for (const verb of CHANGES) {
    const failure = await expectRefused(api, verb, GROUP, form(text), { code: 'body_malformed', says: '%26' });
    expect(failure.message).toContain(JSON.stringify(field));
  }
});

test.each([
  ['a line end inside', 'targets=a:1\n&team=x', '"\\n"'],
  ['a line end of Windows inside', 'targets=a:1\r\n&team=x\r\n', '"\\r"'],
  ['two line ends at the end', 'team=x\n\n', '"\\n"'],
  ['a carriage return at the end', 'team=x\r', '"\\r"'],
  ['a tab', 'team=a\tb', '"\\t"'],
  ['a null', 'team=\0', '"\\u0000"'],
  ['in a name', 'te\u0085am=x', '"\u0085"'],
])('a raw control character is refused: %s', async (_, text, says) => {
  for (const verb of CHANGES) await expectRefused(api, verb, GROUP, form(text), { code: 'body_malformed', says });
});

test.each(['\n', '\r\n'])('a line end (%j) at the end of the form is no part of it', async (end) => {
  await api.send('PUT', GROUP, form(`targets=a:1&team=checkout${end}`));
  await api.send('POST', GROUP, form(`team=x&targets=b:1${end}`));

  expect(await shownAt(api, GROUP)).toEqual({
    targets: ['a:1', 'b:1'],
    labels: { job: 'shop', env: 'prod', team: 'x' },
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
  for (const verb of CHANGES)
    await expectRefused(api, verb, GROUP, form('targets: [h:1]'), { code: 'body_malformed', says: '"targets: [h:1]"' });
});
