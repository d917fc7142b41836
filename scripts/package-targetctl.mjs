import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundleCommand, TARGETCTL } from './bundle.mjs';
import { commandDocuments } from './command-documents.mjs';
import { relinked } from './documents.mjs';
import { ROOT } from './set-up.mjs';
import { thirdPartyLicenses } from './third-party-licenses.mjs';

/** The documents of the package: path in the repository → path in the package. */
const DOCUMENTS = {
  'apps/targetctl/README.md': 'README.md',
  'docs/targetctl.md': 'targetctl.md',
  'CHANGELOG.md': 'CHANGELOG.md',
};

const output = resolve(process.argv[2] ?? join(ROOT, 'build'));
const stage = join(output, 'targetctl');

rmSync(stage, { recursive: true, force: true });
mkdirSync(join(stage, 'completions'), { recursive: true });
const bundled = await bundleCommand(stage);
const { manual, bash, zsh, fish } = commandDocuments(stage);
put('targetctl.1', manual);
put('completions/targetctl.bash', bash);
put('completions/_targetctl', zsh);
put('completions/targetctl.fish', fish);
put('package.json', `${JSON.stringify(manifest(), undefined, 2)}\n`);
put('THIRD-PARTY-LICENSES', thirdPartyLicenses(bundled));
for (const [from, to] of Object.entries(DOCUMENTS))
  put(
    to,
    relinked(from, readFileSync(join(ROOT, from), 'utf8'), (path) => DOCUMENTS[path]),
  );
cpSync(join(ROOT, 'LICENSE'), join(stage, 'LICENSE'));

const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', output], {
  cwd: stage,
  encoding: 'utf8',
});
process.stdout.write(`${join(output, packed.trim())}\n`);

function put(path, content) {
  writeFileSync(join(stage, path), content);
}

function manifest() {
  const { name, version, description, license, engines } = TARGETCTL;
  return {
    name,
    version,
    description,
    keywords: ['prometheus', 'file_sd', 'service-discovery'],
    license,
    type: 'module',
    bin: { targetctl: 'targetctl.mjs' },
    man: ['targetctl.1'],
    engines,
  };
}
