import fc from 'fast-check';
import { shownAt, useApi } from '../support/api.js';
import { chunked, content, form, FORM_TYPE, json, JSON_TYPE, yaml, YAML_TYPE } from '../support/content.js';
import type { Content } from '../support/raw-request.js';

const api = useApi();
const GROUP = '/shop/prod';

describe('labels that are named as properties of objects survive a round trip and pollute nothing', () => {
  const ODD = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];
  const object = `{${ODD.map((name) => `"${name}": "x"`).join(', ')}}`;

  test.each<[string, Content, Content]>([
    ['JSON', content(JSON_TYPE, `{"targets":["h:1"],"labels":${object}}`), content(JSON_TYPE, `{"labels":${object}}`)],
    ['YAML', yaml(`targets: [h:1]\nlabels: ${object}`), yaml(`labels: ${object}`)],
    [
      'form',
      form(`targets=h:1&${ODD.map((name) => `${name}=x`).join('&')}`),
      form(ODD.map((name) => `${name}=x`).join('&')),
    ],
  ])('%s', async (_, whole, labels) => {
    for (const verb of ['PUT', 'POST']) {
      expect((await api.send(verb, GROUP, whole)).status).toBe(200);
      expect(Object.entries((await shownAt(api, GROUP))?.labels ?? {})).toEqual(
        expect.arrayContaining([...ODD.map((name) => [name, 'x']), ['job', 'shop'], ['env', 'prod']]),
      );
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect((await api.send('DELETE', GROUP, labels)).status).toBe(200);
      expect(await shownAt(api, GROUP)).toEqual({ targets: ['h:1'], labels: { job: 'shop', env: 'prod' } });
      await api.send('DELETE', GROUP);
    }
  });

  test.each(ODD)('%s is not there before it is set', async (name) => {
    await api.send('PUT', GROUP, json({ targets: ['h:1'] }));

    expect((await api.send('DELETE', GROUP, form(`${name}=x`))).status).toBe(400);
    expect((await api.send('POST', GROUP, form(`${name}=`))).status).toBe(200);
  });
});

test('the three formats say the same', async () => {
  for (const [path, sent] of [
    ['/json/x', json({ targets: ['a:1', 'b:1'], labels: { job: 'j', env: 'e', team: 'é' } })],
    ['/yaml/x', yaml('targets: [a:1, b:1]\nlabels: {job: j, env: e, team: é}')],
    ['/form/x', form('targets=a:1,b:1&job=j&env=e&team=é')],
  ] as const) {
    await api.send('PUT', path, sent);

    expect(await shownAt(api, path)).toEqual({
      targets: ['a:1', 'b:1'],
      labels: { job: 'j', env: 'e', team: 'é' },
    });
  }
});

test('whatever body a DELETE carries that is not understood, the group is still there', async () => {
  await api.send('PUT', GROUP, json({ targets: ['h:1'], labels: { team: 'x' } }));
  const before = await api.send('GET', GROUP);
  const anyType = fc.option(
    fc.constantFrom(JSON_TYPE, YAML_TYPE, FORM_TYPE, `${JSON_TYPE}; charset=utf-8`, 'text/plain', '', 'x'),
    { nil: undefined },
  );
  const anyText = fc.oneof(
    fc.constantFrom('{', '{}', '[]', 'null', '""', '~', '{"target":["h:1"]}', '{"targets":[]}', '{"labels":{}}', ' '),
    fc.json(),
    fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '-', ' ', '\n', '&', '=', '%', 'a', '1') }),
  );
  const anyBody = fc.oneof(
    anyText.map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.from(bytes)),
  );

  await fc.assert(
    fc.asyncProperty(anyType, anyBody, fc.boolean(), async (type, body, isChunked) => {
      fc.pre(type !== undefined || body.length > 0);
      const sent: Content = type === undefined ? { body } : content(type, body);
      const answer = await api.send('DELETE', GROUP, isChunked ? chunked(sent) : sent);

      expect(answer.status).toBe(400);
      expect((await api.send('GET', GROUP)).text).toBe(before.text);
    }),
    { numRuns: 500 },
  );
});
