import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parse } from 'yaml';
import { SETTING_NAMES, SETTINGS, variablesOf } from '../../src/settings/settings.js';
import { describeWith } from '../support/needs.js';
import { usePackaged } from '../support/packaged.js';
import { runProgram, startProgram } from '../support/running-server.js';
import { expectWholePage } from '../support/served-page.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';

const ROOT = join(__dirname, '..', '..', '..', '..');
const read = (...path: readonly string[]) => readFileSync(join(ROOT, ...path), 'utf8');

const MANIFEST = JSON.parse(read('package.json')) as {
  readonly version: string;
  readonly packageManager: string;
  readonly scripts: Readonly<Record<string, string>>;
};

const DOCKERFILE = read('docker', 'Dockerfile');
const README = read('docker', 'README.md');
const COMPOSE_FILES = ['compose.yaml', 'compose.syslog.yaml', 'compose.cluster.yaml'];

/** The targets of the Makefile that people call. */
const TARGETS = (/^\.PHONY: (.*)$/m.exec(read('docker', 'Makefile'))?.[1] ?? '')
  .split(' ')
  .filter((target) => target !== 'registry-is-set');

/** The variables of .env-sample and their values, those that are commented out too. */
const SAMPLE = new Map(
  [...read('docker', '.env-sample').matchAll(/^#?([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(
    ([, name = '', value = '']) => [name, value] as const,
  ),
);

/** The variables that docker/README.md has a row for. */
const COMPOSE_VARIABLES = [...README.matchAll(/^\| `([A-Z_]+)` +\|/gm)].map(([, name = '']) => name);

interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string; readonly args: object };
  readonly ports?: readonly string[];
  readonly mem_limit?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: readonly string[];
  readonly logging?: { readonly driver: string; readonly options: Readonly<Record<string, string>> };
}

const composeIn = (file: string) =>
  parse(read('docker', file), { merge: true }) as {
    readonly name?: string;
    readonly services: Readonly<Record<string, Service>>;
  };
const servicesIn = (file: string) => composeIn(file).services;

/** The variables in a Compose file with their defaults. */
const variablesIn = (file: string) =>
  [...read('docker', file).matchAll(/\$\{(\w+)(?::-([^}]*))?\}/g)].map(
    ([, name = '', fallback]) => [name, fallback] as const,
  );

describe('the Dockerfile', () => {
  test('copies from the repository only what is there and what .dockerignore lets in', () => {
    const copied = [...DOCKERFILE.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, list = '']) => list.split(' '));
    const letIn = [...read('.dockerignore').matchAll(/^!(.*)$/gm)].map(([, path]) => path);
    expect(copied).toContain('pnpm-lock.yaml');
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(new Set(copied.map((path) => path.split('/')[0]))).toEqual(new Set(letIn));
  });

  test('is built on an image that an argument names, so that it can be pinned, and labels the result', () => {
    expect(DOCKERFILE.match(/^FROM .*$/gm)).toEqual(['FROM ${NODE_IMAGE} AS build', 'FROM ${NODE_IMAGE}']);
    const labels = [...DOCKERFILE.matchAll(/org\.opencontainers\.image\.([\w.]+)="(.*?)"/g)];
    const expected = ['title', 'description', 'licenses', 'base.name', 'version', 'revision', 'created'];
    expect(labels.map(([, name]) => name)).toEqual(expected);
    expect(labels.map(([, , value]) => value)).toContain('BSD-3-Clause');
  });

  test('keeps what npm and pnpm fetch for the next build', () => {
    const fetching = DOCKERFILE.match(/^RUN .*\b(?:pnpm|npm) install\b.*$/gm) ?? [];
    expect(fetching).toHaveLength(2);
    for (const line of fetching) expect(line).toContain('--mount=type=cache,target=');
  });

  test('installs the pnpm that package.json names', () => {
    expect(DOCKERFILE.match(/pnpm@\S+/g)).toEqual([MANIFEST.packageManager]);
  });

  test('copies the manifest of every package before it installs', () => {
    const [before = ''] = DOCKERFILE.split('pnpm install');
    const packages = ['packages', 'apps'].flatMap((folder) =>
      readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`),
    );
    for (const path of packages) expect(before).toContain(`COPY ${path}/package.json ${path}/\n`);
  });

  test('ends as a user who is not root, with a health check and with commands that need no shell', () => {
    const final = DOCKERFILE.split(/^FROM /m).at(-1) ?? '';
    expect(final).toMatch(/^USER \$\{CONTAINER_UID\}:\$\{CONTAINER_UID\}$/m);
    expect(final).toMatch(/^ENTRYPOINT \["target-eye"\]$/m);
    expect(final).toMatch(/^HEALTHCHECK .*\\\n {2}CMD \["target-eye", "healthcheck"\]$/m);
    expect(SAMPLE.get('CONTAINER_UID')).toBe(/^ARG CONTAINER_UID=(.*)$/m.exec(final)?.[1]);
    expect(SAMPLE.get('BIND')).toBe(/\bBIND=(\S+)/.exec(final)?.[1]);
    expect(SAMPLE.get('BIND_PORT_CONTAINER')).toBe(/^EXPOSE (.*)$/m.exec(final)?.[1]);
    expect(SAMPLE.get('FILE_SD_DIRECTORY')).toBe(/\bFILE_SD_DIRECTORY=(\S+)/.exec(final)?.[1]);
  });
});

describe('the program in the image', () => {
  const packaged = usePackaged('package-program.mjs');
  const command = () => [process.execPath, join(packaged().archive, 'target-eye.mjs')];

  test('runs with nothing but Node, and its native packages are there', async () => {
    const directory = join(packaged().folder, 'file_sd');
    const server = await startProgram(command(), { BIND: '127.0.0.1:0', FILE_SD_DIRECTORY: directory });
    const body = new URLSearchParams({ targets: 'h:1' });
    expect((await fetch(`${server.url}/payments/prod`, { method: 'PUT', body })).status).toBe(200);
    await expectWholePage(server.url);
    const asked = { FILE_SD_DIRECTORY: directory, BIND: new URL(server.url).host };
    expect(await runProgram([...command(), 'healthcheck'], asked)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(await server.stop()).toBe(0);
    const require = createRequire(join(packaged().archive, 'target-eye.mjs'));
    expect((require('bcrypt') as { hashSync: (data: string, rounds: number) => string }).hashSync('x', 4)).toMatch(
      /^\$2b\$04\$/,
    );
  });

  test('is small, and comes with its licenses', () => {
    const files = readdirSync(packaged().archive, { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
    expect(bytes).toBeLessThan(5_000_000);
    const licenses = readFileSync(join(packaged().archive, 'THIRD-PARTY-LICENSES'), 'utf8');
    for (const name of ['express', 'bcrypt', 'fs-native-extensions']) expect(licenses).toContain(`\n${name} `);
    expect(files.map(({ name }) => name)).toContain('LICENSE');
  });
});

describe('the Compose files', () => {
  test.each(COMPOSE_FILES)(
    '%s is YAML, with variables that .env-sample has and the defaults that stand there',
    (file) => {
      expect(Object.keys(servicesIn(file))).toContainEqual(expect.stringMatching(/^target_eye(?:_a)?$/));
      for (const [name, fallback] of variablesIn(file)) {
        const sample = SAMPLE.get(name);
        expect([name, sample]).toEqual([name, expect.any(String)]);
        if (sample !== '') expect([name, fallback]).toEqual([name, sample]);
      }
    },
  );

  test('give neither container a root file system to write to nor a capability', () => {
    const services = Object.entries(servicesIn('compose.yaml'));
    expect(services.map(([name, { read_only, cap_drop }]) => [name, read_only, cap_drop])).toEqual([
      ['target_eye', true, ['ALL']],
      ['prometheus', true, ['ALL']],
    ]);
  });

  test('let Prometheus read what Target-eye writes, where its configuration looks', () => {
    const { target_eye, prometheus } = servicesIn('compose.yaml');
    const shared = '${FILE_SD_DIR_HOST:-file_sd}';
    expect(target_eye?.volumes).toContain(`${shared}:\${FILE_SD_DIRECTORY:-/target_eye_json_files/}`);
    expect(prometheus?.volumes).toContain(`${shared}:/etc/prometheus/file_sd:ro`);
    expect(read('docker', 'prometheus.yml')).toContain('- /etc/prometheus/file_sd/*.json\n');
  });

  test('publish ports to this host only, under a name of their own', () => {
    const { name, services } = composeIn('compose.yaml');
    expect(name).toBe('target-eye');
    expect(Object.values(services).flatMap(({ ports = [] }) => ports)).toEqual([
      '${BIND_ADDRESS_HOST:-127.0.0.1}:${BIND_PORT_HOST:-8000}:${BIND_PORT_CONTAINER:-12345}',
      '127.0.0.1:${PROMETHEUS_PORT_HOST:-9090}:9090',
    ]);
  });

  test('build the image with every argument that the Dockerfile takes and Compose knows', () => {
    const { context = '', dockerfile = '', args = {} } = servicesIn('compose.yaml')['target_eye']?.build ?? {};
    expect(readFileSync(join(ROOT, 'docker', context, dockerfile), 'utf8')).toBe(DOCKERFILE);
    const taken = new Set([...DOCKERFILE.matchAll(/^ARG (\w+)/gm)].map(([, name = '']) => name));
    expect([...Object.keys(args), 'REVISION', 'CREATED'].sort()).toEqual([...taken].sort());
  });

  test('bound memory and the log of each container', () => {
    for (const { mem_limit, logging } of Object.values(servicesIn('compose.yaml'))) {
      expect(mem_limit).toMatch(/^\dg$/);
      expect(logging).toEqual({ driver: 'json-file', options: { 'max-size': '10m', 'max-file': '5' } });
    }
  });

  test('mount nothing from this host but what lies beside them in the repository', () => {
    const sources = Object.values(servicesIn('compose.yaml'))
      .flatMap(({ volumes = [] }) => volumes)
      .map((volume) => volume.replace(/\$\{\w+:-([^}]*)\}/g, '$1').split(':')[0] ?? '');
    const paths = sources.filter((source) => !['file_sd', 'prometheus'].includes(source));
    expect(paths).toEqual(['./config', './prometheus.yml', '../docs/prometheus/target-eye.rules.yml']);
    for (const path of paths.slice(1)) expect(existsSync(join(ROOT, 'docker', path))).toBe(true);
  });

  test('log to syslog where that is asked for', () => {
    expect(servicesIn('compose.syslog.yaml')['target_eye']?.logging?.driver).toBe('syslog');
  });
});

describe('the cluster of Compose', () => {
  const services = servicesIn('compose.cluster.yaml');
  const named = (prefix: string) => Object.entries(services).filter(([name]) => name.startsWith(prefix));
  const config = parse(read('docker', 'prometheus.cluster.yml')) as {
    readonly scrape_configs: readonly {
      readonly job_name: string;
      readonly static_configs?: readonly { readonly targets: readonly string[] }[];
    }[];
  };
  const scraped = (job: string) =>
    config.scrape_configs.find(({ job_name }) => job_name === job)?.static_configs?.flatMap(({ targets }) => targets);

  test('has three nodes that know one another, and are reached by nobody else', () => {
    const nodes = named('etcd_');
    expect(nodes.map(([name]) => name)).toEqual(['etcd_0', 'etcd_1', 'etcd_2']);
    for (const [name, { environment = {}, ports = [], volumes = [] }] of nodes) {
      expect(ports).toEqual([]);
      expect(volumes).toEqual([`${name}:${environment['ETCD_DATA_DIR'] ?? ''}`]);
      expect(environment).toMatchObject({
        ETCD_NAME: name,
        ETCD_ADVERTISE_CLIENT_URLS: `http://${name}:2379`,
        ETCD_INITIAL_ADVERTISE_PEER_URLS: `http://${name}:2380`,
        ETCD_INITIAL_CLUSTER: nodes.map(([other]) => `${other}=http://${other}:2380`).join(','),
      });
    }
  });

  test('has two Target-eyes that differ in nothing but their directory and their port', () => {
    const [[, first], [, second]] = named('target_eye_') as [[string, Service], [string, Service]];
    const own = { build: undefined, ports: undefined, volumes: undefined };
    expect({ ...first, ...own }).toEqual({ ...second, ...own });
    expect(first.environment?.['ETCD_ENDPOINTS']).toBe(
      named('etcd_')
        .map(([name]) => `http://${name}:2379`)
        .join(','),
    );
    const asked = named('prometheus_').map(([name]) => `http://${name}:9090`);
    expect(first.environment?.['PROMETHEUS_URLS']).toBe(asked.join(','));
    for (const [name, value] of Object.entries(first.environment ?? {})) {
      const setting = SETTING_NAMES.find((one) => variablesOf(one).includes(name));
      expect(() => SETTINGS[setting ?? 'page'].parse(value)).not.toThrow();
    }
    expect(first.build).toEqual(servicesIn('compose.yaml')['target_eye']?.build);
  });

  test('lets each Prometheus read what the Target-eye beside it writes, and scrape both', () => {
    for (const host of ['a', 'b']) {
      const written = `file_sd_${host}:\${FILE_SD_DIRECTORY:-/target_eye_json_files/}`;
      expect(services[`target_eye_${host}`]?.volumes).toContain(written);
      expect(services[`prometheus_${host}`]?.volumes).toContain(`file_sd_${host}:/etc/prometheus/file_sd:ro`);
    }
    const port = SAMPLE.get('BIND_PORT_CONTAINER') ?? '';
    expect(scraped('target-eye')).toEqual(named('target_eye_').map(([name]) => `${name}:${port}`));
    expect(scraped('etcd')).toEqual(named('etcd_').map(([name]) => `${name}:2379`));
  });

  test('publishes ports to this host only, none of them twice', () => {
    const published = Object.values(services).flatMap(({ ports = [] }) => ports);
    const onHost = published.map((port) => /^127\.0\.0\.1:\$\{\w+:-(\d+)\}:/.exec(port)?.[1]);
    expect(onHost).toEqual(['8000', '8001', '9090', '9091']);
  });

  test('has the limits and the hardening of the others, in every container', () => {
    for (const service of Object.values(services)) {
      expect(service).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        mem_limit: expect.stringMatching(/^\dg$/) as string,
        logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '5' } },
      });
    }
  });
});

describeWith(['promtool'])('the Prometheus beside it', () => {
  const home = useTemporaryDirectory();

  const rules = join(ROOT, 'docs', 'prometheus', 'target-eye.rules.yml');

  test.each(['prometheus.yml', 'prometheus.cluster.yml'])('accepts %s, and finds the rules', (file) => {
    const config = read('docker', file).replace('/etc/prometheus/target-eye.rules.yml', rules);
    writeFileSync(join(home(), 'prometheus.yml'), config.replace('/etc/prometheus/file_sd', home()));
    const checked = spawnSync('promtool', ['check', 'config', join(home(), 'prometheus.yml')], { encoding: 'utf8' });
    expect(checked).toMatchObject({ status: 0, stdout: expect.stringContaining('1 rule files found') as string });
  });

  test('scrapes Target-eye where Compose has it, under the name of the job that the rules are about', () => {
    const config = read('docker', 'prometheus.yml');
    const { scrape_configs } = parse(config) as { scrape_configs: { job_name: string; static_configs?: unknown }[] };
    const job = scrape_configs.find(({ job_name }) => job_name === 'target-eye');
    expect(job?.static_configs).toEqual([{ targets: [`target_eye:${SAMPLE.get('BIND_PORT_CONTAINER') ?? ''}`] }]);
    expect(readFileSync(rules, 'utf8')).toContain('up{job="target-eye"}');
    expect(Object.keys(servicesIn('compose.yaml'))).toContain('target_eye');
  });
});

describe('the docker run line in docker/README.md', () => {
  const [line = ''] = /^docker run [^]*?[^\\]\n/m.exec(README) ?? [];
  const words = line.replaceAll(/\\\n/g, ' ').trim().split(/\s+/);
  const after = (option: string) => words.flatMap((word, index) => (word === option ? [words[index + 1] ?? ''] : []));

  test('publishes to this host only, mounts the directory of the image, and has the limits of Compose', () => {
    const { mem_limit, logging } = servicesIn('compose.yaml')['target_eye'] ?? {};
    expect(after('--publish')).toEqual(['127.0.0.1:8000:12345']);
    expect(`${after('--volume')[0]?.split(':')[1] ?? ''}/`).toBe(SAMPLE.get('FILE_SD_DIRECTORY'));
    expect(after('--memory')).toEqual([mem_limit]);
    const options = Object.entries(logging?.options ?? {}).map(([name, value]) => `${name}=${value}`);
    expect(after('--log-opt')).toEqual(options);
    expect(words).toEqual(expect.arrayContaining(['--init', '--read-only', '--cap-drop', '--security-opt']));
    expect(words.at(-1)).toBe(`target_eye:${MANIFEST.version}`);
  });
});

describe('.env-sample', () => {
  test('has no variable but those of settings and those that docker/README.md explains', () => {
    const known = new Set([...SETTING_NAMES.flatMap(variablesOf), 'CONFIG_FILE', ...COMPOSE_VARIABLES]);
    expect([...SAMPLE.keys()].filter((name) => !known.has(name))).toEqual([]);
    expect(COMPOSE_VARIABLES.filter((name) => !SAMPLE.has(name))).toEqual([]);
  });

  test('asks the Prometheus beside it', () => {
    const [, port] = /9090}:(\d+)'$/m.exec(read('docker', 'compose.yaml')) ?? [];
    expect(Object.keys(servicesIn('compose.yaml'))).toContain('prometheus');
    expect(SAMPLE.get('PROMETHEUS_URLS')).toBe(`http://prometheus:${String(port)}`);
  });

  test('accepts that everybody may write while only this host reaches the service', () => {
    const published = variablesIn('compose.yaml').find(([name]) => name === 'BIND_ADDRESS_HOST');
    expect([published, SAMPLE.get('BIND_ADDRESS_HOST')]).toEqual([['BIND_ADDRESS_HOST', '127.0.0.1'], '127.0.0.1']);
    expect([SAMPLE.get('BIND'), SAMPLE.get('ACCEPTED_WARNINGS')]).toEqual(['0.0.0.0:12345', 'open_to_everybody']);
  });

  test('has every setting, commented out with its default where the container needs no other', () => {
    const lines = read('docker', '.env-sample').split('\n');
    const setInContainer = [
      'FILE_SD_DIRECTORY',
      'BIND',
      'ACCEPTED_WARNINGS',
      'ACCESSLOG',
      'LOGLEVEL',
      'CERTFILE',
      'KEYFILE',
      'PROMETHEUS_URLS',
    ];
    for (const name of SETTING_NAMES) {
      const [variable = ''] = variablesOf(name);
      if (setInContainer.includes(variable)) expect([variable, SAMPLE.has(variable)]).toEqual([variable, true]);
      else expect(lines).toContain(`#${variable}=${SETTINGS[name].fallback ?? ''}`);
    }
  });

  test.each(
    Object.entries({
      FILE_SD_DIR_HOST: '',
      BIND_PORT_CONTAINER: '12345',
      BIND: '0.0.0.0:12345',
      CONTAINER_USER: 'nobody',
      CONTAINER_UID: '65534',
      ACCESSLOG: '-',
      LOGLEVEL: 'info',
      FILE_SD_DIRECTORY: '/target_eye_json_files/',
      IMAGE_VERSION: MANIFEST.version,
    }),
  )('sets %s to %j, as the predecessor does', (name, value) => {
    expect(read('docker', '.env-sample').split('\n')).toContain(`${name}=${value}`);
  });
});

describeWith(['make'])('the Makefile', () => {
  test.each(TARGETS)('%s can be made, and is a script of package.json', (target) => {
    const made = spawnSync('make', ['-n', '-C', join(ROOT, 'docker'), target], { encoding: 'utf8' });
    expect({ status: made.status, stderr: made.stderr }).toEqual({ status: 0, stderr: '' });
    expect(made.stdout).toMatch(/^(?:docker|install) /m);
    expect(MANIFEST.scripts[target]).toBe(`make -C docker ${target}`);
  });

  test('has every script of package.json that calls it', () => {
    const called = Object.values(MANIFEST.scripts).flatMap((script) => /^make -C docker (.*)$/.exec(script)?.[1] ?? []);
    expect(called.sort()).toEqual([...TARGETS].sort());
  });

  test.each(['docker-push-fa', 'docker-pull-fa'])('%s without a registry says what is missing', (target) => {
    const { status, stderr } = spawnSync('make', ['-C', join(ROOT, 'docker'), target, 'REGISTRY='], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([2, expect.stringContaining('REGISTRY is not set')]);
  });

  test('tags the version that package.json has', () => {
    const { stdout } = spawnSync('make', ['-n', '-C', join(ROOT, 'docker'), 'docker-build'], { encoding: 'utf8' });
    expect(stdout).toContain(`--tag "target_eye:${MANIFEST.version}"`);
  });
});
