import { decodeFileSd, encodeFileSd } from './file-sd.js';

describe('a group in file_sd format', () => {
  test('is a list with the group in it, on one line', () => {
    expect(encodeFileSd({ targets: ['b:1', 'a:1'], labels: { job: 'shop', env: 'prod' } })).toBe(
      '[{"targets":["b:1","a:1"],"labels":{"job":"shop","env":"prod"}}]\n',
    );
  });

  test('is an empty list when there is none', () => {
    expect(encodeFileSd(undefined)).toBe('[]\n');
  });

  test('holds targets and labels and nothing else', () => {
    const group = { labels: {}, targets: [], source: 'x' };
    expect(encodeFileSd(group)).toBe('[{"targets":[],"labels":{}}]\n');
  });

  test('keeps a label with the name __proto__', () => {
    expect(encodeFileSd({ targets: [], labels: Object.fromEntries([['__proto__', 'own']]) })).toBe(
      '[{"targets":[],"labels":{"__proto__":"own"}}]\n',
    );
  });
});

describe('a file_sd document', () => {
  test('with one group is that group', () => {
    expect(decodeFileSd(' [ {"labels": {"env": "", "job": "shop"}, "targets": ["not a target", "a:1"]} ]\n')).toEqual({
      targets: ['not a target', 'a:1'],
      labels: { job: 'shop', env: '' },
    });
  });

  test('with an empty list is no group', () => {
    expect(decodeFileSd('[]')).toBeUndefined();
  });

  test('may leave out targets or labels', () => {
    expect(decodeFileSd('[{}]')).toEqual({ targets: [], labels: {} });
    expect(decodeFileSd('[{"targets":["a:1"]}]')).toEqual({ targets: ['a:1'], labels: {} });
  });

  test('keeps a label with the name __proto__', () => {
    const group = decodeFileSd('[{"targets":[],"labels":{"__proto__":"own","constructor":"c"}}]');
    expect(Object.entries(group?.labels ?? {})).toEqual([
      ['__proto__', 'own'],
      ['constructor', 'c'],
    ]);
  });

  test.each([
    ['two groups', '[{},{}]', /holds 2 target groups/],
    ['an object', '{"targets":[],"labels":{}}', /not a list of target groups/],
    ['null', 'null', /not a list of target groups/],
    ['a string', '"[]"', /not a list of target groups/],
    ['a list in a list', '[[]]', /not an object/],
    ['null in a list', '[null]', /not an object/],
    ['a string in a list', '["a:1"]', /not an object/],
    ['an unknown key', '[{"targets":[],"labels":{},"source":"x"}]', /unknown key "source"/],
    ['a key in another case', '[{"Targets":[]}]', /unknown key "Targets"/],
    ['the key __proto__', '[{"__proto__":{"targets":[]}}]', /unknown key "__proto__"/],
    ['targets that are a string', '[{"targets":"a:1"}]', /targets are not a list of strings/],
    ['targets that are null', '[{"targets":null}]', /targets are not a list of strings/],
    ['a target that is a number', '[{"targets":["a:1",9100]}]', /targets are not a list of strings/],
    ['labels that are a list', '[{"labels":[]}]', /labels are not an object of strings/],
    ['labels that are null', '[{"labels":null}]', /labels are not an object of strings/],
    ['a label that is a number', '[{"labels":{"a":"1","b":2}}]', /labels are not an object of strings/],
    ['a label that is null', '[{"labels":{"a":null}}]', /labels are not an object of strings/],
    ['a label name that Prometheus 2.x refuses', '[{"labels":{"a-b":"x"}}]', /label name "a-b"/],
    ['nothing', '', SyntaxError],
    ['half a document', '[{"targets":["a:1"', SyntaxError],
    ['something after the list', '[]x', SyntaxError],
  ])('is not %s', (_, text, reason) => {
    expect(() => decodeFileSd(text)).toThrow(reason);
  });
});
