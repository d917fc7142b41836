import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { fileIn, readDocument, ROOT } from '../support/document.js';
import { describeWith } from '../support/needs.js';
import { TOKEN, useRecipeService } from '../support/recipes.js';
import type { Ended } from '../support/running-server.js';

const GUIDE = readDocument('docs/recipes.md');
const TARGETS = fileIn(GUIDE, 'targets.yaml');
const service = useRecipeService();

/** Runs a script in a folder, as the runner of GitLab does, where `targetctl` is. */
function run(folder: string, script: string, url = service.url()): Promise<Ended> {
  const bin = join(service.home(), 'bin');
  mkdirSync(bin, { recursive: true });
  const command = join(ROOT, 'build', 'tested', 'targetctl.mjs');
  writeFileSync(join(bin, 'targetctl'), `#!/bin/sh\nexec '${process.execPath}' '${command}' "$@"\n`);
  chmodSync(join(bin, 'targetctl'), 0o755);
  return service.run(['env', '-C', folder, 'bash', '-c', `set -eo pipefail\nPATH=${bin}:$PATH\n${script}`], {
    HOME: service.home(),
    TARGETCTL_URL: url,
    TARGETCTL_TOKEN: TOKEN,
  });
}

describeWith(['git', 'bash'])('a Git repository as the source', () => {
  const { check, apply } = parse(fileIn(GUIDE, 'pipeline.yml')) as Readonly<
    Record<'check' | 'apply', { readonly script: readonly string[] }>
  >;
  const git = 'git -c user.name=somebody -c user.email=somebody@example.org';
  let commits = 0;

  /** Commits the file to the repository, and runs the job in a clone of it. */
  async function runJob(job: { readonly script: readonly string[] }, file: string, url?: string): Promise<Ended> {
    const [repository, clone] = [join(service.home(), 'targets.git'), join(service.home(), `clone-${String(commits)}`)];
    commits += 1;
    mkdirSync(repository, { recursive: true });
    writeFileSync(join(repository, 'targets.yaml'), file);
    const commit = `git init -q -b main && git add . && ${git} commit -q --allow-empty -m change && git clone -q . ${clone}`;
    expect(await run(repository, commit)).toMatchObject({ status: 0 });
    return run(clone, job.script.join('\n'), url);
  }

  test('is shown, applied, and holds, and what others register stays', async () => {
    await service.change('PUT', '/payments/prod', { targets: '10.3.3.1:9100' });
    await service.change('PUT', '/router/old', { targets: '192.0.2.7:9116', source: 'git' });
    const checked = await runJob(check, TARGETS);
    expect(checked).toMatchObject({ status: 0, stdout: expect.stringContaining('192.0.2.9:9199') as string });
    expect(await service.shown('/ups/fra')).toBeUndefined();
    for (let count = 0; count < 2; count += 1) expect(await runJob(apply, TARGETS)).toMatchObject({ status: 0 });
    expect(await service.shown('/ups/fra')).toEqual({
      targets: ['192.0.2.9:9199'],
      labels: { job: 'ups', env: 'fra', source: 'git', team: 'facility' },
    });
    expect(await service.shown('/router/old')).toBeUndefined();
    expect(await service.shown('/payments/prod')).toMatchObject({ targets: ['10.3.3.1:9100'] });
  });

  test('is applied in full or not at all, and says where a fault is', async () => {
    await runJob(apply, TARGETS);
    const faulty = TARGETS.replace('192.0.2.9:9199', '192.0.2.9:91999').replace('192.0.2.1:9116, ', '');
    const { status, stderr } = await runJob(apply, faulty);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/targets\.yaml:9: .*192\.0\.2\.9:91999/)]);
    expect(await service.shown('/router/fra')).toMatchObject({ targets: ['192.0.2.1:9116', '192.0.2.2:9116'] });
  });

  test('does not lose many targets by mistake', async () => {
    const targets = Array.from({ length: 30 }, (_, index) => `192.0.2.${String(index + 1)}:9100`);
    const many = { application: 'switch', environment: 'fra', targets, labels: { source: 'git' } };
    const { groups } = parse(TARGETS) as { groups: readonly object[] };
    expect(await runJob(apply, stringify({ groups: [...groups, many] }))).toMatchObject({ status: 0 });
    const { status, stderr } = await runJob(apply, TARGETS);
    expect([status, stderr]).toEqual([1, expect.stringContaining('30')]);
    expect(await service.shown('/switch/fra')).toMatchObject({ targets });
    await service.change('DELETE', '/switch/fra');
  });

  test('is applied again when the answer was lost', async () => {
    expect(await runJob(apply, TARGETS, await service.losing(1))).toMatchObject({ status: 0 });
  });
});

describeWith(['promtool', 'bash'])('hand-written files', () => {
  test('become groups, and Prometheus sees no other targets when they are gone', async () => {
    const [old, config] = [join(service.home(), 'old'), join(service.home(), 'prometheus.yml')];
    mkdirSync(old, { recursive: true });
    for (const name of ['node.yml', 'blackbox.yml'])
      writeFileSync(join(old, name), fileIn(GUIDE, `/etc/prometheus/targets/${name}`));
    const seen = (...patterns: readonly string[]): readonly string[] => {
      const discovery = [{ files: patterns }];
      writeFileSync(config, JSON.stringify({ scrape_configs: [{ job_name: 'x', file_sd_configs: discovery }] }));
      const found = JSON.parse(
        execFileSync('promtool', ['check', 'service-discovery', '--timeout=1s', config, 'x'], { encoding: 'utf8' }),
      ) as {
        readonly labels: object;
      }[];
      return [...new Set(found.map(({ labels }) => JSON.stringify(labels)))].sort();
    };
    const before = seen(`${old}/*.yml`);
    const script = fileIn(GUIDE, 'migrate.sh').replaceAll('/etc/prometheus/targets', old);
    for (let count = 0; count < 2; count += 1) expect(await run(old, script)).toMatchObject({ status: 0 });
    const groups = ['node', 'blackbox'].map((job) => `${service.home()}/file_sd/${job}@*.json`);
    expect(before).toHaveLength(4);
    expect(seen(...groups)).toEqual(before);
    expect(seen(`${old}/*.yml`, ...groups)).toEqual(before);
  });

  test('with a fault change nothing, and the fault is named with its line', async () => {
    const folder = join(service.home(), 'faulty');
    mkdirSync(folder);
    const text = fileIn(GUIDE, '/etc/prometheus/targets/node.yml').replace(
      '192.0.2.3:9100',
      'http://192.0.2.3/metrics',
    );
    writeFileSync(join(folder, 'node.yml'), text.replaceAll('job: node', 'job: faulty'));
    const script = fileIn(GUIDE, 'migrate.sh').replaceAll('/etc/prometheus/targets', folder);
    const { status, stderr } = await run(folder, script);
    expect([status, stderr]).toEqual([2, expect.stringContaining('node.yml:4: ')]);
    expect(await service.shown('/faulty/a')).toBeUndefined();
  });
});
