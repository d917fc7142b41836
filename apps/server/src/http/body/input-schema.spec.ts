import { shownAt, useApi } from '../../../test/support/api.js';
import { content, json, JSON_TYPE, yaml } from '../../../test/support/content.js';
import { expectRefused } from '../../../test/support/refusal.js';

const api = useApi();
const CHANGES = ['PUT', 'POST', 'DELETE'];
const GROUP = '/shop/prod';

beforeEach(() => api.send('PUT', GROUP, json({ targets: ['h:1'], labels: { team: 'x' } })));

test.each([
  ['JSON', content(JSON_TYPE, '')],
  ['JSON of white space', content(JSON_TYPE, ' \r\n\t')],
  ['YAML', yaml('')],
  ['YAML of white space', yaml(' \n')],
  ['YAML with a comment only', yaml('# nothing')],
])('a document that is empty is refused: %s', async (_, sent) => {
  for (const verb of ['PUT', 'POST'])
    await expectRefused(api, verb, GROUP, sent, { code: 'body_malformed', says: 'it is empty' });
});

describe('JSON carries one object', () => {
  test.each([
    ['cut short', '{"targets":["h:1"]'],
    ['a trailing comma', '{"targets":["h:1"],}'],
    ['single quotes', "{'targets':['h:1']}"],
    ['a comment', '{"targets":["h:1"]} // all'],
    ['two texts', '{"targets":["h:1"]}{"labels":{"team":"x"}}'],
    ['a bare word', 'targets'],
    ['a raw line break in a string', '{"targets":["h:1\n"]}'],
    ['100,000 lists that do not end', '['.repeat(100_000)],
    ['YAML', 'targets: [h:1]'],
    ['a form', 'targets=h:1'],
  ])('malformed text is refused: %s', async (_, text) => {
    for (const verb of CHANGES)
      await expectRefused(api, verb, GROUP, content(JSON_TYPE, text), { code: 'body_malformed', says: 'JSON' });
  });

  test.each([
    ['null', 'null'],
    ['true', 'true'],
    ['5', '5'],
    ['"h:1"', 'text "h:1"'],
    ['[]', 'an empty list'],
    ['[{"targets":["h:1"]},{"labels":{"team":"x"}}]', 'a list of 2, not an object or a list with one object'],
    ['[{"targets":["h:1"]},null]', 'a list of 2'],
    ['[null]', 'a list'],
    ['["h:1"]', 'a list'],
    ['[[{"targets":["h:1"]}]]', 'a list'],
  ])('a non-object is refused: %s', async (text, says) => {
    for (const verb of CHANGES)
      await expectRefused(api, verb, GROUP, content(JSON_TYPE, text), { code: 'wrong_type', path: '', says });
  });
});

describe('a list with exactly one object is that object', () => {
  test('so that what GET shows can be sent back', async () => {
    const { text } = await api.send('GET', GROUP);
    await api.send('PUT', '/copy/prod', content(JSON_TYPE, text));

    expect(await shownAt(api, '/copy/prod')).toEqual(await shownAt(api, GROUP));
    expect((await api.send('PUT', GROUP, yaml(text))).text).toBe(text);
    expect((await api.send('DELETE', GROUP, content(JSON_TYPE, text))).text).toBe(text);
    expect(await shownAt(api, GROUP)).toBeUndefined();
  });

  test('in block style too', async () => {
    await api.send('POST', GROUP, yaml('- targets:\n  - h:2\n  labels:\n    team: y\n'));

    expect(await shownAt(api, GROUP)).toMatchObject({ targets: ['h:1', 'h:2'], labels: { team: 'y' } });
  });

  test('with all its rules', async () => {
    for (const verb of CHANGES) {
      await expectRefused(api, verb, GROUP, json([{ targets: [1] }]), { code: 'wrong_type', path: 'targets[0]' });
      await expectRefused(api, verb, GROUP, json([{ target: [] }]), { code: 'unknown_key', path: 'target' });
    }
    await expectRefused(api, 'DELETE', GROUP, json([{}]), { code: 'nothing_given' });
  });

  test.each(['[]', '[{"targets":["h:1"]},{"targets":["h:2"]}]'])('none and several are refused: %s', async (text) => {
    for (const verb of CHANGES) {
      for (const sent of [content(JSON_TYPE, text), yaml(text)])
        await expectRefused(api, verb, GROUP, sent, { code: 'wrong_type', path: '', says: 'list' });
    }
  });
});

test.each(['- h:1', 'h:1', '~', 'null', '5'])('YAML that is no object is refused: %p', async (text) => {
  for (const verb of CHANGES) await expectRefused(api, verb, GROUP, yaml(text), { code: 'wrong_type', path: '' });
});

describe('a value of another type is refused and named with its place', () => {
  test.each<[unknown, string, string]>([
    [{ targets: 'h:1' }, 'targets', 'h:1'],
    [{ targets: null }, 'targets', 'null'],
    [{ targets: 1 }, 'targets', '1'],
    [{ targets: { 0: 'h:1' } }, 'targets', 'an object'],
    [{ targets: [1.5] }, 'targets[0]', '1.5'],
    [{ targets: ['h:1', null] }, 'targets[1]', 'null'],
    [{ targets: ['h:1', true] }, 'targets[1]', 'true'],
    [{ targets: ['h:1', 'h:2', ['h:3']] }, 'targets[2]', 'a list'],
    [{ targets: [{ host: 'h' }] }, 'targets[0]', 'an object'],
    [{ labels: null }, 'labels', 'null'],
    [{ labels: [] }, 'labels', 'a list'],
    [{ labels: 'team=x' }, 'labels', 'team=x'],
    [{ labels: { team: 9100 } }, 'labels.team', '9100'],
    [{ labels: { team: null } }, 'labels.team', 'null'],
    [{ labels: { team: false } }, 'labels.team', 'false'],
    [{ labels: { team: ['x'] } }, 'labels.team', 'a list'],
    [{ labels: { team: { x: 'y' } } }, 'labels.team', 'an object'],
    [{ labels: { 'a/b~c': 1 } }, 'labels.a/b~c', '1'],
  ])('JSON %j', async (body, path, says) => {
    for (const verb of CHANGES) {
      const failure = await expectRefused(api, verb, GROUP, json(body), { code: 'wrong_type', path, says });

      expect(failure.message).toContain(path);
    }
  });

  test.each([
    ['targets: h:1', 'targets'],
    ['targets:', 'targets'],
    ['targets: {h: 1}', 'targets'],
    ['targets: [h:1, [h:2]]', 'targets[1]'],
    ['targets:\n- host: 1', 'targets[0]'],
    ['labels: [team]', 'labels'],
    ['labels:', 'labels'],
    ['labels: {team: [x]}', 'labels.team'],
    ['labels:\n  team:\n    x: y', 'labels.team'],
  ])('YAML %j', async (text, path) => {
    for (const verb of CHANGES) await expectRefused(api, verb, GROUP, yaml(text), { code: 'wrong_type', path });
  });

  test.each([
    ['lists', `{"targets":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'targets[0]'],
    ['objects', `{"labels":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`, 'labels.a'],
  ])('100,000 nested %s in JSON', async (_, text, path) => {
    for (const verb of CHANGES)
      await expectRefused(api, verb, GROUP, content(JSON_TYPE, text), { code: 'wrong_type', path });
  });
});

// cspell:ignore taregts lables
describe('any other top-level key is refused and named', () => {
  test.each(['target', 'Targets', 'label', 'job', '', '__proto__', 'constructor', 'toString'])('%p', async (key) => {
    const object = `{${JSON.stringify(key)}: ["h:1"]}`;
    for (const verb of CHANGES) {
      for (const sent of [content(JSON_TYPE, object), yaml(object)])
        await expectRefused(api, verb, GROUP, sent, { code: 'unknown_key', path: key, says: JSON.stringify(key) });
    }
  });

  test.each([
    ['target', 'did you mean "targets"?'],
    ['Targets', 'did you mean "targets"?'],
    ['taregts', 'did you mean "targets"?'],
    ['lables', 'did you mean "labels"?'],
    ['team', 'a body has "targets" and "labels"'],
  ])('saying what was meant where that is near: %s', async (key, says) => {
    for (const sent of [json({ [key]: [] }), yaml(`${key}: []`)])
      await expectRefused(api, 'PUT', GROUP, sent, { code: 'unknown_key', path: key, says });
  });

  test('also beside keys that are known', async () => {
    for (const verb of CHANGES)
      await expectRefused(api, verb, GROUP, json({ targets: ['h:1'], labels: { team: 'x' }, lables: {} }), {
        code: 'unknown_key',
        path: 'lables',
      });
  });
});

test('errors lists every fault found, not just the first', async () => {
  const body = { targets: [1, 'h:1', null], labels: { team: [], zone: 2 }, extra: 0, more: 0 };
  const { errors, message } = await expectRefused(api, 'PUT', GROUP, json(body), { code: 'unknown_key' });

  expect(errors.map(({ path }) => path).sort()).toEqual(
    ['extra', 'labels.team', 'labels.zone', 'more', 'targets[0]', 'targets[2]'].sort(),
  );
  expect(message).toContain('5 more');
});

describe('a lone surrogate is refused', () => {
  test.each([
    ['a target', '{"targets":["new\\ud800:1"]}'],
    ['a label value', '{"targets":["new:1"],"labels":{"team":"\\udc00"}}'],
    ['a label name', '{"targets":["new:1"],"labels":{"te\\ud800am":"x"}}'],
    ['a top-level key', '{"targets":["new:1"],"\\ud800":"x"}'],
  ])('in %s', async (_, text) => {
    const before = await api.send('GET', GROUP);
    for (const verb of CHANGES) {
      for (const sent of [content(JSON_TYPE, text), yaml(text)])
        expect((await api.send(verb, GROUP, sent)).status).toBe(400);
    }
    expect((await api.send('GET', GROUP)).text).toBe(before.text);
  });
});

describe('what one request may name is bounded', () => {
  const labels = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`l${String(index)}`, 'x']));

  test.each([
    ['200,001 targets', 'PUT', JSON.stringify({ targets: Array(200_001).fill('h') })],
    ['200,001 targets in a list of one', 'POST', JSON.stringify({ targets: [','.repeat(200_000)] })],
    ['faults in place of targets', 'DELETE', JSON.stringify({ targets: Array(200_001).fill(1) })],
  ])('%s in a %s', async (_, verb, text) => {
    const refusal = { status: 400, code: 'too_many_targets', says: '200,000 targets' };
    await expectRefused(api, verb, GROUP, content(JSON_TYPE, text), refusal);
  });

  test.each([['10,001 labels', JSON.stringify({ targets: ['h:1'], labels: labels(10_001) }), '10,000 labels']])(
    '%s',
    async (_, text, says) => {
      for (const verb of CHANGES)
        await expectRefused(api, verb, GROUP, content(JSON_TYPE, text), {
          status: 413,
          code: 'body_too_complex',
          says,
        });
    },
  );

  test('10,000 labels are not too many', async () => {
    expect((await api.send('PUT', GROUP, json({ targets: ['h:1'], labels: labels(10_000) }))).status).toBe(200);
  });
});
