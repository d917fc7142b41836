import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..', '..', '..');
const DEPCRUISE = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');

/** Imports that break a rule: the rule, the folder of the file, what it imports. */
const VIOLATIONS: readonly (readonly [rule: string, folder: string, imported: string])[] = [
  ['domain-is-pure', 'packages/domain/src', 'node:fs'],
  ['domain-is-pure', 'packages/domain/src', 'yaml'],
  ['storage-knows-only-the-domain', 'packages/file-sd-storage/src', '../../../apps/server/src/logging/logger.js'],
  ['http-api-knows-only-the-domain', 'packages/http-api/src', 'node:http'],
  ['http-api-knows-only-the-domain', 'packages/http-api/src', '../../../apps/server/src/http/answer/answer.js'],
  ['client-knows-only-the-wire', 'packages/client/src', 'node:http'],
  ['client-knows-only-the-wire', 'packages/client/src', 'undici'],
  ['storage-knows-only-the-domain', 'packages/etcd-storage/src', '../../file-sd-storage/src/index.js'],
  ['storage-knows-only-the-domain', 'packages/file-sd-storage/src', '@target-eye/etcd-storage'],
  ['client-knows-only-the-wire', 'packages/client/src', '../../file-sd-storage/src/index.js'],
  ['targetctl-stands-on-the-client', 'apps/targetctl/src/commands', '@target-eye/file-sd-storage'],
  ['targetctl-stands-on-the-client', 'apps/targetctl/src', '../../server/src/version.js'],
  ['page-stands-on-the-client', 'apps/page/src/service', 'node:http'],
  ['page-stands-on-the-client', 'apps/page/src/elements', '@target-eye/file-sd-storage'],
  ['page-stands-on-the-client', 'apps/page/src', '../../server/src/version.js'],
  ['page-stands-on-the-client', 'apps/page/src/views/groups', 'express'],
  ['http-knows-neither-storage-nor-settings', 'apps/server/src/http/server', '@target-eye/file-sd-storage'],
  ['http-knows-neither-storage-nor-settings', 'apps/server/src/routes/health', '@target-eye/file-sd-storage'],
  ['http-knows-neither-storage-nor-settings', 'apps/server/src/http/answer', '../../composition/container.js'],
  ['http-knows-neither-storage-nor-settings', 'apps/server/src/routes', '../settings/settings.js'],
  ['http-knows-neither-storage-nor-settings', 'apps/server/src/http/request', '../../cli/command-line.js'],
  ['stores-are-plugged-in', 'apps/server/src', '@target-eye/file-sd-storage'],
  ['stores-are-plugged-in', 'apps/server/src/cli', '@target-eye/file-sd-storage'],
  ['http-knows-no-route', 'apps/server/src/http/body', '../../routes/health/health-routes.js'],
  ['routes-stand-alone', 'apps/server/src/routes/health', '../metrics/metrics-routes.js'],
  ['routes-stand-alone', 'apps/server/src/routes/target-groups', '../app.js'],
  ['parts-below-http-and-settings', 'apps/server/src/access', '../http/request/guard.js'],
  ['parts-below-http-and-settings', 'apps/server/src/etcd', '../settings/settings.js'],
  ['parts-below-http-and-settings', 'apps/server/src/http-config', '../settings/settings.js'],
  ['parts-below-http-and-settings', 'apps/server/src/logging', '../settings/settings.js'],
  ['parts-below-http-and-settings', 'apps/server/src/net', '../http/request/source.js'],
  ['parts-below-http-and-settings', 'apps/server/src/operator-files', '../settings/settings.js'],
  ['parts-below-http-and-settings', 'apps/server/src/prometheus-api', '../settings/settings.js'],
  ['parts-below-http-and-settings', 'apps/server/src/systemd', '../settings/configuration.js'],
  ['parts-below-http-and-settings', 'apps/server/src/target-policy', '../metrics/metrics.js'],
  ['parts-below-http-and-settings', 'apps/server/src/tls', '../composition/container.js'],
  ['parts-below-http-and-settings', 'apps/server/src/turns', '../routes/app.js'],
  ['parts-below-http-and-settings', 'apps/server/src/web-config', '../http/answer/answer.js'],
  ['operator-files-are-the-ground', 'apps/server/src/operator-files', '../net/networks.js'],
  ['settings-are-the-roof', 'apps/server/src/settings', '../routes/app.js'],
  ['settings-are-the-roof', 'apps/server/src/settings', '../composition/container.js'],
  ['metrics-are-plugged-in', 'apps/server/src/http/request', '../../metrics/http-metrics.js'],
  ['metrics-are-plugged-in', 'apps/server/src', 'prom-client'],
  ['inversify-only-in-composition', 'apps/server/src', 'inversify'],
  ['inversify-only-in-composition', 'packages/file-sd-storage/src', 'reflect-metadata'],
  ['no-test-code-in-the-product', 'apps/server/src', '@target-eye/domain/testing'],
  ['no-circular', 'apps/server/src', './SELF.js'],
];

const plantedFile = (index: number) => `${VIOLATIONS[index]?.[1] ?? ''}/planted-${String(index)}.ts`;

describe('the dependency rules', () => {
  let home: string;
  /** What one look at a copy of the tree finds in which every violation is planted. */
  let found: readonly string[];

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'target-eye-rules-'));
    for (const name of readdirSync(ROOT).filter((entry) => !['node_modules', '.git'].includes(entry)))
      cpSync(join(ROOT, name), join(home, name), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) => !/\/(?:node_modules|dist|build)$/.test(path),
      });
    symlinkSync(join(ROOT, 'node_modules'), join(home, 'node_modules'));
    VIOLATIONS.forEach(([, , imported], index) => {
      const planted = `import '${imported.replace('SELF', `planted-${String(index)}`)}';\n`;
      writeFileSync(join(home, plantedFile(index)), planted);
    });
    const { stdout } = spawnSync(
      process.execPath,
      [DEPCRUISE, '--config', '.dependency-cruiser.cjs', 'packages', 'apps'],
      {
        cwd: home,
        encoding: 'utf8',
      },
    );
    found = [...stdout.matchAll(/error (\S+: \S+)/g)].map(([, violation = '']) => violation);
  });
  afterAll(() => {
    rmSync(home, { recursive: true });
  });

  test('are kept by the tree as it is', () => {
    expect(found.filter((violation) => !/\/planted-\d+\.ts$/.test(violation))).toEqual([]);
  });

  test.each(VIOLATIONS.map((violation, index) => [...violation, index] as const))(
    'bite: %s: a file in %s imports %s',
    (rule, _folder, _imported, index) => {
      expect(found).toContain(`${rule}: ${plantedFile(index)}`);
    },
  );
});

/** Which sources of the product in these folders have a line that matches. */
function sourcesWith(pattern: string, ...folders: readonly string[]): readonly string[] {
  const { stdout } = spawnSync('grep', ['-rnE', pattern, '--include=*.ts', '--exclude=*.spec.ts', ...folders], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((line) => line !== '');
}

const filesOf = (lines: readonly string[]) => [...new Set(lines.map((line) => line.split(':')[0]))];

test('process.env is read in one file of each program, and the domain knows no global of Node', () => {
  const product = [
    'apps/server/src',
    'apps/targetctl/src',
    'packages/domain/src',
    'packages/etcd-storage/src',
    'packages/file-sd-storage/src',
  ];
  expect(filesOf(sourcesWith('process\\.env\\b', ...product))).toEqual([
    'apps/server/src/settings/configuration.ts',
    'apps/targetctl/src/settings/environment.ts',
  ]);
  expect(sourcesWith('\\b(process|Buffer|console|require|__dirname|globalThis)\\b|^@', 'packages/domain/src')).toEqual(
    [],
  );
});

// cspell:ignore odies ettings iles
describe('what belongs to an adapter is not spoken of below it, comments included:', () => {
  const HTTP =
    '\\b(GET|HEAD|PUT|POST|DELETE|HTTP|body|Body|bodies|Bodies|Content-Type)\\b|\\b(PUT|POST|DELETE)s\\b|/-/';
  const SETTINGS = '\\b(setting|Setting)s?\\b|\\b(allowed_hosts|allowed_ports|denied_networks|max_[a-z_]+)\\b';
  const FILES = '\\b(file|File)s?\\b([^-]|$)';

  test.each([
    ['HTTP', 'the domain', HTTP, 'packages/domain/src'],
    ['settings', 'the domain', SETTINGS, 'packages/domain/src'],
    ['files', 'the domain', FILES, 'packages/domain/src'],
    ['HTTP', 'the directory as a store', HTTP, 'packages/file-sd-storage/src'],
    ['settings', 'the directory as a store', SETTINGS, 'packages/file-sd-storage/src'],
    ['settings', 'the cluster as a store', SETTINGS, 'packages/etcd-storage/src'],
    ['files', 'the cluster as a store', FILES, 'packages/etcd-storage/src'],
  ])('%s in %s', (_what, _where, pattern, folder) => {
    expect(sourcesWith(pattern, folder).filter((line) => !isOfPrometheus(line))).toEqual([]);
  });

  /** The files that a Prometheus has read are facts about it, wherever the groups are kept. */
  function isOfPrometheus(line: string): boolean {
    return line.startsWith('packages/domain/src/scrapes/') && !new RegExp(`${HTTP}|${SETTINGS}`).test(line);
  }
});
