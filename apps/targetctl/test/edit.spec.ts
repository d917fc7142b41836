import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Ended } from '../../server/test/support/running-server.js';
import { useTemporaryDirectory } from '../../server/test/support/temporary-directory.js';
import { runTargetctl } from './support/run-targetctl.js';
import { useServer } from './support/use-server.js';

const server = useServer();
const home = useTemporaryDirectory();
const path = (...names: readonly string[]): string => join(home(), ...names);

const KEY = 'payments/prod';
const shown = async (): Promise<unknown> => (await fetch(`${server().url}/${KEY}`)).json();

async function put(targets: readonly string[], labels: object = {}): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  await fetch(`${server().url}/${KEY}`, { method: 'PUT', headers, body: JSON.stringify({ targets, labels }) });
}

beforeEach(async () => {
  await put(['a:1', 'b:1'], { team: 'core' });
  mkdirSync(path('tmp'));
});

/**
 * Edits with a script: each time the editor opens, the next of these shell commands changes the file `$1`. What it found
 * is kept.
 */
async function edit(...rounds: readonly string[]): Promise<Ended & { readonly texts: readonly string[] }> {
  const editor = path('editor');
  const cases = rounds.map((round, index) => `${String(index + 1)}) ${round} ;;`);
  writeFileSync(
    editor,
    `#!/bin/sh\nset -e\nround=$(($(ls "${home()}" | grep -c '^text' || true) + 1))\ncp "$1" "${home()}/text$round"\ncase $round in\n${cases.join('\n')}\n*) exit 99 ;;\nesac\n`,
  );
  chmodSync(editor, 0o755);
  const ended = await runTargetctl(['edit', KEY, '--url', server().url], {
    env: { VISUAL: editor, EDITOR: 'false', TMPDIR: path('tmp') },
  });
  const texts = rounds.flatMap((_, index) => {
    const text = path(`text${String(index + 1)}`);
    return existsSync(text) ? [readFileSync(text, 'utf8')] : [];
  });
  return { ...ended, texts };
}

const put2 = (body: string): string =>
  `curl -sf -o /dev/null -X PUT -H 'Content-Type: application/json' -d '${body}' "${server().url}/${KEY}"`;

test('the text is targets and labels; what is saved is stored', async () => {
  const { status, stdout, texts } = await edit(`sed -i 's/b:1/c:1/; s/core/data/' "$1"`);
  expect([status, stdout]).toEqual([0, 'payments/prod: 2 targets, job="payments", env="prod", team="data"\n']);
  expect(texts[0]?.replace(/^#.*\n/gm, '')).toBe(
    'targets:\n  - a:1\n  - b:1\nlabels:\n  job: payments\n  env: prod\n  team: core\n',
  );
  expect(texts[0]).toMatch(new RegExp(`^# The group payments/prod of ${server().url}`));
  expect(await shown()).toEqual([{ targets: ['a:1', 'c:1'], labels: { job: 'payments', env: 'prod', team: 'data' } }]);
  expect(readdirSync(path('tmp'))).toEqual([]);
});

test('labels that are taken out go', async () => {
  await edit(`sed -i '/^labels/,$d' "$1"`);
  expect(await shown()).toEqual([{ targets: ['a:1', 'b:1'], labels: { job: 'payments', env: 'prod' } }]);
});

test.each([
  ['is not saved', 'true'],
  ['is saved as it was', 'touch "$1"'],
  ['is emptied', ': > "$1"'],
])('a text that %s changes nothing', async (_, round) => {
  const before = await shown();
  expect(await edit(round)).toMatchObject({ status: 0, stdout: '', stderr: 'nothing was changed\n' });
  expect(await shown()).toEqual(before);
  expect(readdirSync(path('tmp'))).toEqual([]);
});

test('what is refused comes back with every fault above the text as it was saved, until it is mended', async () => {
  const { status, texts } = await edit(
    `sed -i 's/b:1/b:99999/; s/team/1team/; s/^targets:/targets: # mine/' "$1"`,
    `printf 'targets: [' > "$1"`,
    `printf 'targets: [x:1]\\nlabel: {}\\n' > "$1"`,
    `printf 'targets: [x:1]\\n' > "$1"`,
  );
  expect(status).toBe(0);
  expect(texts).toHaveLength(4);
  expect(texts[1]).toMatch(/^# This was refused:\n# targets\[1\]: "b:99999".*\n# labels\.1team: .*\n/);
  expect(texts[1]).toMatch(/^targets: # mine$/m);
  expect(texts[1]).toMatch(/^ {2}1team: core$/m);
  expect(texts[2]).toMatch(/^# This was refused:\n# the text:1: /);
  expect(texts[3]).toMatch(/^# This was refused:\n# label: it is neither targets nor labels\n/);
  expect(await shown()).toMatchObject([{ targets: ['x:1'] }]);
});

test.each([
  ['not saved', 'true'],
  // As an editor without a person does each time.
  ['saved as it was refused', `sed -i 's/b:1/b:99999/' "$1"`],
])('a fault that is not mended ends it, and the text is kept: %s', async (_, round) => {
  const { status, stderr, texts } = await edit(`sed -i 's/b:1/b:99999/' "$1"`, round);
  expect(texts).toHaveLength(2);
  expect(status).toBe(1);
  const [, kept = ''] = /^targetctl: "b:99999".*\ntargetctl: your text is kept in (.*)\n$/.exec(stderr) ?? [];
  expect(dirname(dirname(kept))).toBe(path('tmp'));
  expect(readFileSync(kept, 'utf8')).toContain('  - b:99999');
  expect(await shown()).toMatchObject([{ targets: ['a:1', 'b:1'] }]);
});

test('what somebody else changed meanwhile is shown above the text, which is kept; saved again it is sent', async () => {
  const other = put2('{"targets":["a:1","z:1"],"labels":{"team":"ops"}}');
  const { status, texts } = await edit(`${other}; sed -i 's/b:1/c:1/' "$1"`, 'touch "$1"');
  expect(status).toBe(0);
  expect(texts[1]).toMatch(
    /^# Somebody else changed the group meanwhile:\n# {3}- b:1\n# {3}- team="core"\n# {3}\+ z:1\n# {3}\+ team="ops"\n# Save to send your text all the same\.\n/,
  );
  expect(texts[1]).toMatch(/- c:1/);
  expect(await shown()).toMatchObject([{ targets: ['a:1', 'c:1'], labels: { team: 'core' } }]);
});

test('and not saved again, theirs stays', async () => {
  const other = put2('{"targets":["z:1"],"labels":{}}');
  const { status, stderr } = await edit(`${other}; sed -i 's/b:1/c:1/' "$1"`, 'true');
  expect(status).toBe(1);
  expect(stderr).toMatch(/your text is kept in/);
  expect(await shown()).toMatchObject([{ targets: ['z:1'] }]);
});

test('a group that is not there is created, unless somebody else was faster', async () => {
  await fetch(`${server().url}/${KEY}`, { method: 'DELETE' });
  const { status, texts } = await edit(`${put2('{"targets":["z:1"]}')}; printf 'targets: [n:1]' > "$1"`, 'true');
  expect(texts[0]).toMatch(/^# There is no group payments\/prod .* yet; with targets it is created\./);
  expect(texts[1]).toMatch(/\+ z:1/);
  expect(status).toBe(1);
  await fetch(`${server().url}/${KEY}`, { method: 'DELETE' });
  for (const name of ['text1', 'text2']) writeFileSync(path(name), '');
  expect((await edit('true', 'true', `printf 'targets: [n:1]' > "$1"`)).status).toBe(0);
  expect(await shown()).toMatchObject([{ targets: ['n:1'] }]);
});

test('an editor that fails changes nothing, and without an editor and a terminal there is none', async () => {
  expect(await edit('exit 3')).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/ended with 3; nothing was changed/) as string,
  });
  const { status, stderr } = await runTargetctl(['edit', KEY, '--url', server().url]);
  expect([status, stderr]).toEqual([2, expect.stringMatching(/no terminal to edit on; set VISUAL or EDITOR/)]);
});
