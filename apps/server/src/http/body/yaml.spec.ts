import { changed, shownAt, useApi } from '../../../test/support/api.js';
import { json, yaml } from '../../../test/support/content.js';
import { expectRefused } from '../../../test/support/refusal.js';

const api = useApi();
const CHANGES = ['PUT', 'POST', 'DELETE'];
const GROUP = '/shop/prod';

beforeEach(() => api.send('PUT', GROUP, yaml('targets: [h:1]\nlabels: {team: x}')));

describe('scalars keep the spelling they were written with', () => {
  test.each([
    ['1.10', '1.10'],
    ['no', 'no'],
    ['yes', 'yes'],
    ['on', 'on'],
    ['~', '~'],
    ['null', 'null'],
    ['True', 'True'],
    ['0x1F', '0x1F'],
    ['0o17', '0o17'],
    ['007', '007'],
    ['1e3', '1e3'],
    ['1_000', '1_000'],
    ['+1', '+1'],
    ['-0', '-0'],
    ['.inf', '.inf'],
    ['12:30:45', '12:30:45'],
    ['2001-01-01', '2001-01-01'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['!!str 5', '5'],
    ['!<tag:yaml.org,2002:str> 5', '5'],
    ['! 5', '5'],
    ['', ''],
    ['"1.10"', '1.10'],
    ["'it''s'", "it's"],
    ['"\\u00e9\\t"', 'é\t'],
    ['  two  words  # and a comment', 'two  words'],
    ['|-\n    one\n    two', 'one\ntwo'],
    ['>-\n    one\n    two', 'one two'],
  ])('%j is %j', async (written, value) => {
    const sent = yaml(`targets: [h:1]\nlabels:\n  value: ${written}\n`);

    expect((await api.send('PUT', GROUP, sent)).status).toBe(200);
    expect((await shownAt(api, GROUP))?.labels['value']).toBe(value);
  });

  test('also under an older version of YAML', async () => {
    await api.send('PUT', GROUP, yaml('%YAML 1.1\n---\nlabels: {country: no, mode: 0644, time: 1:30}\n'));

    expect((await shownAt(api, GROUP))?.labels).toMatchObject({ country: 'no', mode: '0644', time: '1:30' });
  });

  test('also as names of labels', async () => {
    await api.send('PUT', GROUP, yaml('labels: {no: a, null: b, True: c}'));

    expect((await shownAt(api, GROUP))?.labels).toEqual({
      job: 'shop',
      env: 'prod',
      no: 'a',
      null: 'b',
      True: 'c',
    });
  });
});

test('the tags of texts, lists and objects say nothing new', async () => {
  await api.send('PUT', GROUP, yaml('!!map {! targets: !!seq [!!str a:1], labels: ! {!!str team: ! x}}'));

  expect(await shownAt(api, GROUP)).toMatchObject({ targets: ['a:1'], labels: { team: 'x' } });
});

test.each([
  ['block style', 'targets:\n- a:1\n- b:1\n'],
  ['flow style', '{targets: [a:1, b:1]}'],
  ['JSON', '{"targets":["a:1","b:1"]}'],
  ['comments and document marks', '# all\n---\ntargets: [a:1, b:1] # two\n...\n'],
  ['Windows line ends', 'targets:\r\n- a:1\r\n- b:1\r\n'],
  ['a comma-separated element', 'targets:\n- a:1,b:1\n'],
])('one object in %s', async (_, text) => {
  await api.send('PUT', GROUP, yaml(text));

  expect((await shownAt(api, GROUP))?.targets).toEqual(['a:1', 'b:1']);
});

test('an alias stands for what it names', async () => {
  await api.send('PUT', GROUP, yaml('targets: [&a a:1]\nlabels: {one: &x v, two: *x, address: *a}'));

  expect((await shownAt(api, GROUP))?.labels).toMatchObject({ one: 'v', two: 'v', address: 'a:1' });
});

describe('refused is', () => {
  test.each([
    ['malformed text', 'targets: [h:1'],
    ['a tab as indentation', 'labels:\n\tteam: x'],
    ['an unknown alias', 'targets: *all'],
    ['an alias inside what it names', 'labels: &x {team: *x}'],
    ['an object as a key', 'labels: {? {team: x} : y}'],
    ['the same top-level key twice', 'targets: [h:1]\ntargets: [h:1]'],
    ['the same label twice', 'labels: {team: x, team: x}'],
    ['the same label twice, spelt differently', 'labels: {team: x, "team": x}'],
    ['the same key twice, deeper still', 'labels: {team: {a: b, a: b}}'],
    ['several documents', 'targets: [h:1]\n---\nlabels: {team: x}'],
    ['a second document that is empty', 'targets: [h:1]\n---\n'],
    ['a merge key', 'labels: {<<: {team: x}}'],
  ])('%s', async (_, text) => {
    const before = await api.send('GET', GROUP);
    for (const verb of CHANGES) {
      const answer = await api.send(verb, GROUP, yaml(text));

      expect({ verb, status: answer.status }).toEqual({ verb, status: 400 });
    }
    expect((await api.send('GET', GROUP)).text).toBe(before.text);
  });

  test.each([
    ['a key that stands twice', 'targets: [a:1]\nlabels: {team: x, team: y}', ['"team"', 'twice', 'line 2']],
    ['malformed text', 'targets:\n- a:1\nlabels: ]\n', ['line 3']],
    ['a second document', 'targets: [a:1]\n---\n{}', ['document', 'line 2']],
    ['an alias of nothing', 'targets:\n- *.example.org', ['"*.example.org"', 'quote', 'line 2']],
    ['an alias before its anchor', 'labels:\n  a: *x\n  b: &x y', ['"*x"', 'line 2']],
    ['what cannot begin a text', 'labels:\n  team: @ops', ['@', 'quote', 'line 2']],
    ['two colons in a line', 'targets: [a:1]\nlabels:\n  team: a: b', ['": "', 'quote', 'line 3']],
    ['a tab in place of spaces', 'labels:\n\tteam: x', ['a tab', 'line 2']],
    ['a list as a key', 'targets: [a:1]\n? [x]\n: y', ['key', 'line 2']],
    ['an alias as a key', 'labels: {a: &x team,\n *x : y}', ['key', 'line 2']],
    ['a tag that is not known', 'targets: [a:1]\nlabels: {team: !x!y z}', ['!x!y', 'line 2']],
  ])('with the line of what is wrong: %s', async (_, text, says) => {
    const { message } = await expectRefused(api, 'PUT', GROUP, yaml(text), { code: 'body_malformed' });

    for (const part of says) expect(message).toContain(part);
  });

  test.each([
    ['!ENV', 'labels:\n  host: !ENV "${HOSTNAME}"'],
    ['!!binary', 'labels:\n  team: !!binary aGVsbG8='],
    ['!vault', 'labels:\n  secret: !vault |\n    6638'],
    ['!!int', 'labels:\n  version: !!int 5'],
    ['!!set', 'targets: [a:1]\nlabels: !!set {team}'],
    ['!secret', 'targets: [a:1]\n!secret labels: {team: x}'],
    ['!group', '# all\n!group {targets: [a:1]}'],
    ['!e!x', '%TAG !e! tag:example.org,2000:\n--- {labels: {team: !e!x y}}'],
    ['!!str', 'labels: {a: b,\n team: !!str [x]}'],
    ['!!map', 'targets: [a:1]\nlabels: {team: !!map x}'],
    ['!!seq', 'targets: [a:1]\nlabels: !!seq {team: x}'],
  ])('a tag that says that this is not the text, with its name and its line: %s', async (tag, text) => {
    for (const verb of CHANGES) {
      const failure = await expectRefused(api, verb, GROUP, yaml(text), {
        code: 'body_malformed',
        says: `the tag "${tag}"`,
      });
      expect(failure.message).toContain('(line 2)');
    }
  });

  test.each([
    'targets:\n- [2001:db8::1]:9100',
    'targets:\n- [::1]:9100',
    'targets: [a:1,\n  [::1]:9100]',
    'targets:\n- {{ host }}:9100',
    'targets: [a:1]\nlabels: {team: {{ team }}}',
    'targets: [a:1]\nlabels: {{ labels }}',
    'labels:\n  team: {{ team }}',
    'labels:\n  team: "x" # {{ not here }}\n  zone: [x]y',
  ])('a bracket or a brace without quotes, with the advice to quote it and the line: %j', async (text) => {
    const { message } = await expectRefused(api, 'PUT', GROUP, yaml(text), { code: 'body_malformed' });

    expect(message).toContain('quote text that begins with [ or {, such as "[::1]:9100"');
    expect(message).toContain(text.includes('zone') ? '(line 3)' : '(line 2)');
    expect(message).not.toMatch(/stringKeys|mapAsMap/);
  });

  test.each(['targets: [[::1]]', 'targets:\n- [::1]', 'labels: {team: {x}}'])(
    'a list or an object in place of a text, with the same advice: %j',
    async (text) => {
      const failure = await expectRefused(api, 'PUT', GROUP, yaml(text), { code: 'wrong_type' });

      expect(failure.message).toContain('quote text that begins with [ or {');
    },
  );

  test('an alias bomb', async () => {
    const levels = Array.from(
      { length: 30 },
      (_, level) => `a${String(level + 1)}: &a${String(level + 1)} ${twice(level)}`,
    );
    for (const verb of CHANGES)
      await expectRefused(api, verb, GROUP, yaml(`a0: &a0 x\n${levels.join('\n')}`), { code: 'body_malformed' });
  });

  test.each([
    ['lists', '['],
    ['closed lists', `targets: ${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['objects', '{a: '],
    ['lists in block style', '- '],
    ['keys', '? '],
  ])('100,000 nested %s', async (_, text) => {
    const deep = text.length > 100 ? text : text.repeat(100_000);
    for (const verb of CHANGES)
      await expectRefused(api, verb, GROUP, yaml(deep), { code: 'body_malformed', says: 'nested' });
  });
});

// Looking up an alias costs a walk through everything before it: 400 KB of these would keep the service busy for 30 s.
test('an alias bomb of many small aliases is refused', async () => {
  const sent = yaml(`targets: [${'&h h:1, *h, '.repeat(4000)}]`);

  await expectRefused(api, 'PUT', GROUP, sent, { code: 'body_malformed' });
});

test('aliases by the dozen are understood, and scalars that look like aliases are none', async () => {
  const aliases = yaml(
    `labels: {a: &v x, ${Array.from({ length: 50 }, (_, index) => `l${String(index)}: *v`).join()}}`,
  );
  const scalars = yaml(`labels: {${Array.from({ length: 200 }, (_, index) => `l${String(index)}: "*v"`).join()}}`);
  await api.send('PUT', '/a/b', json({ targets: ['h:1'] }));

  expect((await changed(api, 'PUT', '/a/b', aliases))?.labels).toMatchObject({ l49: 'x' });
  expect((await changed(api, 'PUT', '/a/b', scalars))?.labels).toMatchObject({ l199: '*v' });
});

test.each(['a\u0000b', 'a\u0001b', 'a\u007fb'])('a raw control character (%j) is refused', async (text) => {
  await expectRefused(api, 'PUT', GROUP, yaml(`labels: {a: ${text}}`), { code: 'body_malformed' });
});

function twice(level: number): string {
  const alias = `*a${String(level)}`;
  return `[${alias}, ${alias}]`;
}
