import { changed, shownAt, useApi } from '../support/api.js';
import { content, json, JSON_TYPE, yaml } from '../support/content.js';
import { expectFailure, expectRefused } from '../support/refusal.js';

/** What the Python predecessor got wrong and a client could see. */
const api = useApi();
const GROUP = '/shop/prod';

beforeEach(() => api.send('PUT', GROUP, json({ targets: ['c:1', 'a:1', 'b:1', 'd:1'], labels: { team: 'x' } })));

test.each([
  ['malformed JSON', content(JSON_TYPE, '{"targets": ["a:1"'), 'body_malformed'],
  ['a misspelt key', json({ target: ['a:1'] }), 'unknown_key'],
  ['{}', json({}), 'nothing_given'],
  ['another Content-Type', content('text/plain', '{"targets":["a:1"]}'), 'content_type_unknown'],
])('DELETE with %s removes nothing', async (_, sent, code) => {
  await expectRefused(api, 'DELETE', GROUP, sent, { code });
});

test('application/json; charset=utf-8 is read', async () => {
  const sent = content('application/json; charset=utf-8', '{"targets":["e:1"]}');

  expect((await changed(api, 'PUT', GROUP, sent))?.targets).toEqual(['e:1']);
});

test('malformed JSON in PUT is refused', async () => {
  await expectRefused(api, 'PUT', GROUP, content(JSON_TYPE, '{"targets":["e:1"]'), { code: 'body_malformed' });
});

test.each([
  ['a bad name', { 'a-b': 'x' }, 'invalid_label_name'],
  ['no change', { team: 'x' }, 'labels_unchanged'],
  ['a blank value', { team: ' ' }, 'label_value_blank'],
])('POST with good targets and bad labels (%s) adds no target, not even later', async (_, labels, code) => {
  await expectRefused(api, 'POST', GROUP, json({ targets: ['e:1'], labels }), { code });

  expect((await changed(api, 'POST', GROUP, json({ targets: ['f:1'] })))?.targets).not.toContain('e:1');
});

test('/ab/c and /a/bc are two groups', async () => {
  await api.send('PUT', '/ab/c', json({ targets: ['one:1'] }));
  await api.send('PUT', '/a/bc', json({ targets: ['two:1'] }));
  await api.send('DELETE', '/a/bc');

  expect((await shownAt(api, '/ab/c'))?.targets).toEqual(['one:1']);
});

test('a group whose job was overridden stays one group and goes as one', async () => {
  await api.send('POST', GROUP, json({ labels: { job: 'other', env: 'test' } }));
  await api.send('POST', GROUP, json({ targets: ['e:1'] }));
  expect(await shownAt(api, '/other/test')).toBeUndefined();
  await api.send('DELETE', GROUP);

  expect(await shownAt(api, GROUP)).toBeUndefined();
});

test.each([9100, null, ['x'], { x: 'y' }, true])('a target or a label value of %j is a 400 in JSON', async (value) => {
  for (const verb of ['PUT', 'POST', 'DELETE']) {
    await expectRefused(api, verb, GROUP, json({ targets: [value] }), { code: 'wrong_type', path: 'targets[0]' });
    await expectRefused(api, verb, GROUP, json({ labels: { team: value } }), {
      code: 'wrong_type',
      path: 'labels.team',
    });
  }
});

test.each([
  ['h\\n:80', { targets: ['h\n:80'] }, 'invalid_target'],
  ['h:٣', { targets: ['h:٣'] }, 'invalid_target'],
  ['h:151234', { targets: ['h:151234'] }, 'invalid_target'],
  ['the label a\\n', { labels: { 'a\n': 'x' } }, 'invalid_label_name'],
])('%s is refused', async (_, body, code) => {
  for (const verb of ['PUT', 'POST']) await expectRefused(api, verb, GROUP, json(body), { code });
});

test('DELETE of one target keeps the order of the others', async () => {
  const sent = json({ targets: ['a:1'] });

  expect((await changed(api, 'DELETE', GROUP, sent))?.targets).toEqual(['c:1', 'b:1', 'd:1']);
});

test.each([
  [{ labels: { job: 'shop' } }, 'label_required', 'the label "job" cannot be removed'],
  [{ labels: { rack: 'r' } }, 'label_unknown', 'the label "rack" is not in the group'],
  [{ labels: { team: 'y' } }, 'label_value_differs', 'the label "team" has the value "x", not "y"'],
])('a label fault of DELETE %j says what it is', async (body, code, says) => {
  const failure = await expectRefused(api, 'DELETE', GROUP, json(body), { code, says });

  expect(failure.errors).toHaveLength(1);
});

test.each([
  ['JSON', json({ targets: [{ host: 'a' }] })],
  ['YAML', yaml('targets: [{host: a}]')],
])('no error text shows how an object of the program prints: %s', async (_, sent) => {
  const { message } = await expectRefused(api, 'PUT', GROUP, sent, { code: 'wrong_type' });

  expect(message).toMatch(/^targets\[0\] is an object, not a string(?:; quote .+)?$/);
});

test.each([
  ['GET', '/index.html', 404, 'not_found'],
  ['GET', '/favicon.ico', 404, 'not_found'],
  ['PATCH', GROUP, 405, 'method_not_allowed'],
  ['OPTIONS', GROUP, 405, 'method_not_allowed'],
])('%s %s is a %i in JSON', async (method, path, status, code) => {
  expectFailure(await api.send(method, path), { status, code });
});
