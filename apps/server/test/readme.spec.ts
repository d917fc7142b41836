import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith } from './support/needs.js';
import { type RunningServer, startServer } from './support/running-server.js';
import { useTemporaryDirectory } from './support/temporary-directory.js';

const README = readFileSync(join(__dirname, '..', '..', '..', 'README.md'), 'utf8');

/** The fenced blocks of the README in their order. */
const BLOCKS = [...README.matchAll(/```(\w+)\n([^]*?)```/g)].map(([, language = '', text = '']) => ({
  language,
  text,
}));

const EXAMPLES = BLOCKS.flatMap(({ language, text }, index) => {
  const answer = BLOCKS[index + 1];
  return language === 'sh' && text.startsWith('curl') ? [{ command: text, answer: answer?.text ?? '' }] : [];
});

const home = useTemporaryDirectory();
let server: RunningServer;

beforeEach(async () => {
  server = await startServer({ FILE_SD_DIRECTORY: join(home(), 'file_sd') });
});
afterEach(() => server.stop());

/** Runs the examples one after another, as a reader would, and gives what they print. */
function runExamples(): readonly string[] {
  const { host } = new URL(server.url);
  return EXAMPLES.map(({ command }) =>
    execFileSync('sh', ['-c', command.replace('localhost:8000', host)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
}

describeWith(['curl'])('the README', () => {
  test('shows curl lines that answer what it says', () => {
    expect(EXAMPLES.length).toBeGreaterThan(10);
    expect(runExamples()).toEqual(EXAMPLES.map(({ answer }) => answer));
  });
});

describeWith(['curl', 'promtool'])('the configuration in the README', () => {
  test('is one that promtool accepts, with the files that the curl lines wrote', () => {
    const snippet = BLOCKS.find(({ language }) => language === 'yaml')?.text ?? '';
    const config = join(home(), 'prometheus.yml');
    writeFileSync(config, snippet.replace('/path/to/target-eye/file_sd', join(home(), 'file_sd')));
    const check = () => spawnSync('promtool', ['check', 'config', config], { encoding: 'utf8' });
    execFileSync('curl', ['-sf', '-X', 'PUT', `${server.url}/a/b`, '-d', 'targets=h:1', '-d', '__scheme__=https']);
    expect(check()).toMatchObject({ status: 0, stdout: expect.stringContaining('SUCCESS') as string });
    writeFileSync(join(home(), 'file_sd', 'a@b.json'), '[{');
    expect(check().status).not.toBe(0);
  });
});
