import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf, readDocument, ROOT } from '../support/document.js';
import { describeWith } from '../support/needs.js';
import { promtool } from '../support/promtool.js';
import { type RunningServer, startServer } from '../support/running-server.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';

const README = readDocument('README.md');

/** When a group changed, which no document can know. */
const CHANGED_AT = /(?<="changed_at":")[^"]+/g;

/** The curl lines of a document, each with the block behind it, which is its answer. */
function examplesIn(document: string): readonly { readonly command: string; readonly answer: string }[] {
  const blocks = blocksOf(readDocument(document));
  return blocks.flatMap(({ language, text }, index) =>
    language === 'sh' && text.startsWith('curl') ? [{ command: text, answer: blocks[index + 1]?.text ?? '' }] : [],
  );
}

/** Those that need a Prometheus, which loop.spec.ts runs. */
const NEEDS_PROMETHEUS = /wait=up|\/status\b/;

const home = useTemporaryDirectory();
let server: RunningServer;

beforeEach(async () => {
  server = await startServer({ FILE_SD_DIRECTORY: join(home(), 'file_sd') });
});
afterEach(() => server.stop());

/** Runs a command as a reader would, and gives what it prints. */
function run(command: string): string {
  return execFileSync('sh', ['-ec', command.replaceAll('localhost:8000', new URL(server.url).host)], {
    cwd: home(),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

describeWith(['curl'])('the curl lines', () => {
  test.each(['README.md', 'docs/api.md'])('of %s, one after another, answer what it says', (document) => {
    const examples = examplesIn(document);
    expect(examples.length).toBeGreaterThan(4);
    const alone = examples.filter(({ command }) => !NEEDS_PROMETHEUS.test(command));
    const timeless = (text: string): string => text.replace(CHANGED_AT, '');
    expect(alone.map(({ command }) => timeless(run(command)))).toEqual(alone.map(({ answer }) => timeless(answer)));
  });
});

describeWith(['curl'])('the lines of docs/api.md that change what was read', () => {
  test('change it, unless somebody else did so meanwhile', () => {
    const [lines = ''] = blocksOf(readDocument('docs/api.md')).flatMap(({ text }) =>
      text.startsWith('tag=') ? [text] : [],
    );
    const edit = /^# … edit .*$/m;
    expect(lines).toMatch(edit);
    run('curl -fsS -X PUT localhost:8000/payments/prod -d targets=h:1');
    expect(run(lines.replace(edit, 'sed -i s/h:1/h:2/ group.json'))).toContain('"targets":["h:2"]');
    const meanwhile = lines.replace(edit, 'curl -fsS -X POST localhost:8000/payments/prod -d targets=h:3');
    expect(() => run(meanwhile)).toThrow(expect.objectContaining({ status: 22 }) as Error);
  });
});

describeWith(['curl'])('the commands for a file of groups', () => {
  test('write it, and apply it', async () => {
    const [script = ''] = blocksOf(README).flatMap(({ text }) => (text.startsWith('targetctl') ? [text] : []));
    expect(script).toContain('targetctl apply');
    const put = { method: 'PUT', body: new URLSearchParams({ targets: 'h:1' }) };
    await fetch(`${server.url}/payments/prod`, put);
    const command = `'${process.execPath}' '${join(ROOT, 'build', 'tested', 'targetctl.mjs')}' --url ${server.url} `;
    const lines = script.replaceAll(/^targetctl /gm, command).replaceAll('targets.yaml', join(home(), 'targets.yaml'));
    expect(execFileSync('sh', ['-ec', lines], { encoding: 'utf8' })).toContain('unchanged');
  });
});

test('the README is short', () => {
  expect(README.trimEnd().split('\n').length).toBeLessThanOrEqual(150);
});

describeWith(['curl', 'promtool'])('the configuration in the README', () => {
  test('is one that promtool accepts, with the files that the curl lines wrote', () => {
    const [snippet = ''] = blocksOf(README).flatMap(({ language, text }) => (language === 'yaml' ? [text] : []));
    const [other = ''] = /(?<=`)http_sd_configs: [^`]+(?=`)/.exec(README) ?? [];
    const config = join(home(), 'prometheus.yml');
    writeFileSync(config, snippet.replace('/path/to/target-eye/file_sd', join(home(), 'file_sd')));
    const overHttp = snippet.replace(/ {4}file_sd_configs:\n.*\n/, `    ${other}`);
    expect(overHttp).toContain('/http_sd');
    writeFileSync(join(home(), 'http_sd.yml'), overHttp);
    expect(promtool(['check', 'config', join(home(), 'http_sd.yml')])).toContain('SUCCESS');
    const check = () => spawnSync('promtool', ['check', 'config', config], { encoding: 'utf8' });
    execFileSync('curl', ['-sf', '-X', 'PUT', `${server.url}/a/b`, '-d', 'targets=h:1', '-d', '__scheme__=https']);
    expect(check()).toMatchObject({ status: 0, stdout: expect.stringContaining('SUCCESS') as string });
    writeFileSync(join(home(), 'file_sd', 'a@b.json'), '[{');
    expect(check().status).not.toBe(0);
  });
});
