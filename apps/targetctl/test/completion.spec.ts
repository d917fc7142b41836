// cspell:ignore autoload bindkey MANWIDTH compadd compgen compinit compopt CWORD COMPREPLY norc zmodload zpty zstyle
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWith } from '../../server/test/support/needs.js';
import { tableOf } from '../src/manual/command-table.js';
import { createProgram } from '../src/program.js';
import { runHere } from './support/run-here.js';

const TABLE = tableOf(createProgram());
const COMMANDS = TABLE.commands.map(({ name }) => name);
const GUIDE = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'targetctl.md'), 'utf8');
const home = mkdtempSync(join(tmpdir(), 'target-eye-'));

const optionsOf = (command: string): readonly string[] =>
  TABLE.commands.find(({ name }) => name === command)?.options.flatMap(({ names }) => names) ?? [];

beforeAll(async () => {
  mkdirSync(join(home, 'zsh'));
  for (const [shell, path] of [
    ['bash', 'targetctl.bash'],
    ['zsh', 'zsh/_targetctl'],
    ['fish', 'targetctl.fish'],
  ] as const)
    writeFileSync(join(home, path), (await runHere(['completion', shell])).stdout);
  writeFileSync(join(home, 'groups.yaml'), '');
});
afterAll(() => {
  rmSync(home, { recursive: true });
});

/** What each shell offers behind these words, the last of which is being typed. */
const SHELLS = {
  bash: (words: readonly string[]) => {
    const index = String(words.length - 1);
    const script = `. ./targetctl.bash; compopt() { compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"; }
      COMP_WORDS=("$@") COMP_CWORD=${index}; _targetctl; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['--norc', '-c', script, 'bash', ...words], { cwd: home, encoding: 'utf8' });
  },
  fish: (words: readonly string[]) => {
    const script = `source ./targetctl.fish; complete -C '${words.join(' ')}'`;
    return execFileSync('fish', ['--no-config', '-c', script], {
      cwd: home,
      encoding: 'utf8',
      env: { ...process.env, HOME: home },
    });
  },
  zsh: (words: readonly string[]) => {
    // Zsh completes only at a prompt, so one is opened, and its completions are caught on their way to the screen.
    const script = `
      zmodload zsh/zpty
      zpty shell 'PS1= zsh -f -i'
      zpty -w shell 'cd ${home}; fpath=(${home}/zsh $fpath); autoload -Uz compinit; compinit -u -D'
      zpty -w shell 'compadd () { local -a found; if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
        builtin compadd -A found "$@"; print -rl -- offer:$^found }'
      zpty -w shell 'zstyle ":completion:*" list-prompt ""; bindkey "^I" complete-word; print ready'
      zpty -r shell text '*ready*ready*'
      zpty -n -w shell $'${words.join(' ')}\\t'
      all=
      for ((i = 0; i < 100; i++)); do
        sleep 0.1
        before=$all
        while zpty -r -t shell text; do all+=$text; done
        [[ $all == *offer:* && $all == $before ]] && break
      done
      print -r -- "$all"
      zpty -d shell`;
    const shown = execFileSync('zsh', ['-f', '-c', script], { cwd: home, encoding: 'utf8' });
    return [...shown.matchAll(/offer:(.+?)\r?\n/g)].map(([, offer = '']) => `${offer}\n`).join('');
  },
};

describe.each(['bash', 'fish', 'zsh'] as const)('%s', (shell) => {
  const offers = (...words: readonly string[]): readonly string[] =>
    SHELLS[shell](['targetctl', ...words])
      .split('\n')
      .map((line) => line.replace(/\t.*/, '').trim())
      .filter(Boolean);

  describeWith([shell])('offers', () => {
    test('the commands', () => {
      expect(offers('')).toEqual(expect.arrayContaining([...COMMANDS, 'help']));
      expect(offers('ex')).toEqual(['export']);
    });

    test('the options of a command, also behind options that all take', () => {
      const options = offers('--url', 'http://a', 'list', '--');
      expect(options).toEqual(expect.arrayContaining(optionsOf('list').filter((name) => name.startsWith('--'))));
      expect(options).toContain('--ca-file');
      expect(options).not.toContain('--prune');
    });

    test('what an option or an argument can be', () => {
      expect(offers('list', '-o', '').toSorted()).toEqual(['json', 'table', 'yaml']);
      expect(offers('completion', 'f')).toEqual(['fish']);
    });

    test('files where they are meant', () => {
      expect(offers('apply', 'gr')).toEqual(['groups.yaml']);
      expect(offers('list', '--ca-file', 'gr')).toEqual(['groups.yaml']);
    });
  });
});

test('the manual page has the exit codes of the guide, and that of Ctrl-C', async () => {
  const [, inPage = ''] = /\n\.SH EXIT STATUS\n([^]*?)\n\.SH/.exec((await runHere(['manual'])).stdout) ?? [];
  const [, inGuide = ''] = /\n## Exit codes\n([^]*)$/.exec(GUIDE) ?? [];
  const codes = [...inPage.matchAll(/^\.B (\d+)$/gm)].map(([, code]) => code);
  expect(codes).toContain(String(128 + constants.signals.SIGINT));
  expect([...inGuide.matchAll(/^\| (\d+) /gm)].map(([, code]) => code)).toEqual(codes);
});

describeWith(['man'])('the manual page', () => {
  test('has every command, option, variable and example, and is formatted without a warning', async () => {
    const page = (await runHere(['manual'])).stdout;
    writeFileSync(join(home, 'targetctl.1'), page);
    const plain = execFileSync('man', ['--warnings', '-l', join(home, 'targetctl.1')], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', MANWIDTH: '200', LC_ALL: 'C.UTF-8' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for (const { name, usage, options, examples } of TABLE.commands) {
      expect(plain).toContain(`targetctl ${name} ${usage}`);
      for (const option of options) expect(plain).toContain(option.names.join(', '));
      for (const { line } of examples) expect(plain).toContain(line);
    }
    for (const { names } of TABLE.options) expect(plain).toContain(names.join(', '));
    expect(plain).toContain('TARGETCTL_TOKEN_FILE');
  });
});

test('every command has a summary, and examples that name it', () => {
  for (const { name, summary, examples } of TABLE.commands) {
    expect(summary).toMatch(/^[a-z].*[a-z]$/);
    expect(examples.length).toBeGreaterThan(0);
    for (const { line } of examples) expect(line).toContain(`targetctl ${name}`);
  }
});
