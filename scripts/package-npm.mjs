import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundleServer, NATIVE, SERVER } from './bundle.mjs';
import { copyDocuments } from './documents.mjs';
import { packageAt } from './installed-packages.mjs';
import { ROOT } from './set-up.mjs';
import { thirdPartyLicenses } from './third-party-licenses.mjs';

const output = resolve(process.argv[2] ?? join(ROOT, 'build'));
const stage = join(output, 'npm');

rmSync(stage, { recursive: true, force: true });
mkdirSync(stage, { recursive: true });
const bundled = await bundleServer(stage);
writeFileSync(join(stage, 'package.json'), `${JSON.stringify(manifest(), undefined, 2)}\n`);
writeFileSync(join(stage, 'THIRD-PARTY-LICENSES'), thirdPartyLicenses(bundled));
for (const file of ['LICENSE', 'CHANGELOG.md']) copy(file, file);
copyDocuments(stage, { LICENSE: 'LICENSE', 'CHANGELOG.md': 'CHANGELOG.md' });
copy('packaging/systemd', 'systemd');
copy('packaging/debian/default', 'systemd/default');
copy('packaging/target-eye.toml', 'target-eye.toml');
copy('packaging/target-eye.8', 'target-eye.8');
if (existsSync(join(ROOT, 'docker', '.env-sample'))) copy('docker/.env-sample', '.env-sample');

const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', output], {
  cwd: stage,
  encoding: 'utf8',
});
process.stdout.write(`${join(output, packed.trim())}\n`);

function copy(from, to) {
  cpSync(join(ROOT, from), join(stage, to), { recursive: true });
}

function manifest() {
  const { version, license, engines } = SERVER;
  return {
    name: 'target-eye',
    version,
    description: packageAt(ROOT).description,
    keywords: ['prometheus', 'file_sd', 'service-discovery'],
    license,
    type: 'module',
    bin: { 'target-eye': 'target-eye.mjs' },
    man: ['target-eye.8'],
    engines,
    dependencies: Object.fromEntries(NATIVE.map((each) => [each.name, each.version])),
  };
}
