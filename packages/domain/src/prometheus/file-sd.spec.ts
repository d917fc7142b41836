import { decodeFileSd, encodeFileSd, type FileSdError } from './file-sd.js';

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

// cspell:ignore argets
describe('a file_sd document', () => {
  test('with one group is that group', () => {
    expect(decodeFileSd(' [ {"labels": {"env": "", "job": "shop"}, "targets": ["not a target", "a:1"]} ]\n')).toEqual({
      targets: ['not a target', 'a:1'],
      labels: { job: 'shop', env: '' },
    });
  });

  test.each(['[]', 'null', ' null\n'])('without a group (%j) is no group', (text) => {
    expect(decodeFileSd(text)).toBeUndefined();
  });

  test.each<readonly [string, string, object]>([
    ['null for nothing', '[{"targets":null,"labels":null}]', { targets: [], labels: {} }],
    ['null for empty', '[{"targets":["a:1",null],"labels":{"a":null}}]', { targets: ['a:1', ''], labels: { a: '' } }],
    ['keys in another case', '[{"Targets":["a:1"],"LABELS":{"A":"b"}}]', { targets: ['a:1'], labels: { A: 'b' } }],
    ['keys that Unicode folds', '[{"target\u017f":["a:1"]}]', { targets: ['a:1'], labels: {} }],
    ['escaped keys', String.raw`[{"\u0074argets":["a:1"]}]`, { targets: ['a:1'], labels: {} }],
    [
      'the last of repeated keys',
      '[{"targets":["a:1"],"Targets":["b:1"],"targets" : ["c:1"],"labels":{"a":"1"},"labels":{"b":"2","b":"3"}}]',
      { targets: ['c:1'], labels: { b: '3' } },
    ],
    ['nothing for a repeated key that is null', '[{"targets":["a:1"],"targets":null}]', { targets: [], labels: {} }],
    [
      'half of a surrogate pair as U+FFFD',
      String.raw`[{"targets":["\ud800\ud83d\ude00"],"labels":{"a":"\udc00x"}}]`,
      { targets: ['\uFFFD\u{1F600}'], labels: { a: '\uFFFDx' } },
    ],
    [
      'texts that look like keys',
      String.raw`[{"targets":["\":", "1:x", ":", "\\"],"labels":{"a":"\\\":"}}]`,
      { targets: ['":', '1:x', ':', '\\'], labels: { a: '\\":' } },
    ],
  ])('is read as Prometheus reads it: %s', (_, text, group) => {
    expect(decodeFileSd(text)).toEqual(group);
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
    ['a string', '"[]"', /not a list of target groups/],
    ['a list in a list', '[[]]', /not an object/],
    ['null in a list', '[null]', /not an object/],
    ['a string in a list', '["a:1"]', /not an object/],
    [
      'an unknown key',
      '[{"targets":[],"labels":{},"source":"x"}]',
      /key that is neither "targets" nor "labels": "source"/,
    ],
    ['the key __proto__', '[{"__proto__":{"targets":[]}}]', /neither "targets" nor "labels": "__proto__"/],
    ['a fault in the first of repeated keys', '[{"targets":5,"targets":["a:1"]}]', /targets are not a list of strings/],
    ['null among repeated targets', '[{"targets":["a:1"],"targets":[null]}]', /given twice/],
    ['a byte order mark', '\uFEFF[]', /byte order mark/],
    ['a byte order mark within', '[\uFEFF]', /not JSON/],
    ['targets that are a string', '[{"targets":"a:1"}]', /targets are not a list of strings/],
    ['a target that is a number', '[{"targets":["a:1",9100]}]', /targets are not a list of strings/],
    ['labels that are a list', '[{"labels":[]}]', /labels are not an object of strings/],
    ['a label that is a number', '[{"labels":{"a":"1","b":2}}]', /labels are not an object of strings/],
    [
      'a label name that Prometheus 2.x refuses',
      '[{"labels":{"a-b":"x"}}]',
      /label name that makes Prometheus refuse all of it: "a-b"/,
    ],
    ['nothing', '', /^it is not JSON$/],
    ['half a document', '[{"targets":["a:1"', /^it is not JSON$/],
    ['something after the list', '[]x', /^it is not JSON$/],
  ])('is not %s', (_, text, reason) => {
    expect(() => decodeFileSd(text)).toThrow(reason);
  });

  test.each(['[{"sEcret":1}]', '[{"labels":{"sEcret!":"sEcret"}}]', '[{"targets":["sEcret"', 'sEcret'])(
    '(%s) is refused with a reason that quotes nothing of it',
    (text) => {
      expect.assertions(1);
      try {
        decodeFileSd(text);
      } catch (error) {
        expect((error as FileSdError).reason).not.toContain('sEcret');
      }
    },
  );
});
