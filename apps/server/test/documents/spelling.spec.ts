import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { useTemporaryDirectory } from '../support/temporary-directory.js';

const ROOT = join(__dirname, '..', '..', '..', '..');
const CSPELL = join(ROOT, 'node_modules', 'cspell', 'bin.mjs');
const TERMS = 'cspell-words.txt';

const home = useTemporaryDirectory();

// cspell:ignore derectory behaviour
const MISSPELT: readonly (readonly [path: string, text: string])[] = [
  ['src/comment.ts', '/** Reads the derectory. */\n'],
  ['src/message.ts', "throw new Error('the derectory is gone');\n"],
  ['src/name.ts', 'const derectory = 1;\n'],
  ['src/worker.mts', '// The derectory.\n'],
  ['scripts/start.mjs', '// The derectory.\n'],
  ['docs/api.md', 'The derectory.\n'],
  ['docs/locale.md', 'The behaviour.\n'],
  ['rules.yml', 'summary: The derectory\n'],
  ['compose.yaml', '# The derectory\n'],
  ['.ci/run', '# The derectory\n'],
  ['docker/Dockerfile', '# The derectory\n'],
  ['docker/.env-sample', '# The derectory\n'],
  ['debian/postinst', '# The derectory\n'],
  ['target-eye.service', '# The derectory\n'],
  ['target-eye.toml', '# The derectory\n'],
  ['target-eye.8', 'The derectory\n'],
];

test('a misspelt word is found in every kind of file', () => {
  for (const name of ['cspell.json', TERMS]) cpSync(join(ROOT, name), join(home(), name));
  for (const [path, text] of MISSPELT) {
    mkdirSync(dirname(join(home(), path)), { recursive: true });
    writeFileSync(join(home(), path), text);
  }
  const { status, stdout } = spawnSync(process.execPath, [CSPELL, 'lint', '--no-progress', '--no-color'], {
    cwd: home(),
    encoding: 'utf8',
  });
  const found = [...stdout.matchAll(/^(.+?):\d+:\d+ - Unknown word/gm)].map(([, path]) => path);
  expect({ status, found: found.sort() }).toEqual({ status: 1, found: MISSPELT.map(([path]) => path).sort() });
});

test('the terms of the project are sorted, and each is in use', () => {
  const terms = readFileSync(join(ROOT, TERMS), 'utf8').trimEnd().split('\n');
  const byLetters = new Intl.Collator('en').compare;
  expect(terms).toEqual([...new Set(terms)].sort(byLetters));
  const text = textsUnder(ROOT).join('\n').toLowerCase();
  expect(terms.filter((term) => !text.includes(term.toLowerCase()))).toEqual([]);
});

const NOT_OURS = ['node_modules', 'dist', '.git', 'build', 'coverage', 'file_sd', 'pnpm-lock.yaml', TERMS];

function textsUnder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.includes(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return textsUnder(path);
      return entry.isFile() ? [readFileSync(path, 'utf8')] : [];
    });
}
