import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundleCommand, SERVER } from './bundle.mjs';
import { commandDocuments } from './command-documents.mjs';
import { copyrightFile } from './copyright-file.mjs';
import { copyDocuments } from './documents.mjs';
import { writeProgram } from './program.mjs';
import { ROOT } from './set-up.mjs';

const PACKAGING = join(ROOT, 'packaging');
const LIBRARY = 'usr/lib/target-eye';
const DOCUMENTS = 'usr/share/doc/target-eye';
const EXECUTABLE =
  /^(?:DEBIAN\/(?:postinst|prerm|postrm)|usr\/(?:bin\/target-eye|lib\/target-eye\/(?:target-eye|targetctl)\.mjs))$/;

const output = resolve(process.argv[2] ?? join(ROOT, 'build'));
const stage = join(output, 'deb');
const architecture = execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).trim();
const { version, date } = latestChange(readFileSync(join(PACKAGING, 'debian', 'changelog'), 'utf8'));

rmSync(stage, { recursive: true, force: true });
await stageProgram();
stageConfiguration();
stageDocuments();
stageControl();
for (const path of stagedPaths()) setMode(path);

const archive = join(output, `target-eye_${version}_${architecture}.deb`);
execFileSync('dpkg-deb', ['--root-owner-group', '--build', stage, archive], {
  stdio: ['ignore', 2, 2],
  env: { ...process.env, SOURCE_DATE_EPOCH: String(date.getTime() / 1000) },
});
process.stdout.write(`${archive}\n`);

/** The version and date of the newest entry, which must be for the version that is packaged. */
function latestChange(changelog) {
  const [, found = ''] = /^target-eye \(([^)]+)\)/.exec(changelog) ?? [];
  const [, written = ''] = /^ -- .*> {2}(.+)$/m.exec(changelog) ?? [];
  if (found.replace(/-[^-]*$/, '') !== SERVER.version)
    throw new Error(`packaging/debian/changelog is about ${found}, not ${SERVER.version}; add an entry`);
  return { version: found, date: new Date(written) };
}

async function stageProgram() {
  const ofServer = await writeProgram(join(stage, LIBRARY));
  const ofCommand = await bundleCommand(join(stage, LIBRARY));
  const thirdParties = [...new Map([...ofServer, ...ofCommand].map((each) => [each.folder, each])).values()];
  for (const path of stagedPaths().filter((staged) => staged.endsWith('.node')))
    execFileSync('strip', ['--strip-unneeded', join(stage, path)]);
  put('usr/bin/target-eye', readFileSync(join(PACKAGING, 'debian', 'target-eye.sh')));
  symlinkSync('../lib/target-eye/targetctl.mjs', join(stage, 'usr/bin/targetctl'));
  const head = readFileSync(join(PACKAGING, 'debian', 'copyright'), 'utf8');
  const license = readFileSync(join(ROOT, 'LICENSE'), 'utf8');
  put(`${DOCUMENTS}/copyright`, copyrightFile(head, { ...SERVER, notices: [license] }, thirdParties));
}

function stageConfiguration() {
  for (const unit of ['target-eye.service', 'target-eye.socket'])
    put(`usr/lib/systemd/system/${unit}`, readFileSync(join(PACKAGING, 'systemd', unit)));
  put('etc/default/target-eye', readFileSync(join(PACKAGING, 'debian', 'default')));
  put('etc/target-eye/target-eye.toml', readFileSync(join(PACKAGING, 'target-eye.toml')));
}

function stageDocuments() {
  put(`${DOCUMENTS}/changelog.gz`, zip(join(ROOT, 'CHANGELOG.md')));
  put(`${DOCUMENTS}/changelog.Debian.gz`, zip(join(PACKAGING, 'debian', 'changelog')));
  put('usr/share/man/man8/target-eye.8.gz', zip(join(PACKAGING, 'target-eye.8')));
  const { manual, bash, zsh, fish } = commandDocuments(join(stage, LIBRARY));
  put('usr/share/man/man1/targetctl.1.gz', gzipSync(manual, { level: 9 }));
  put('usr/share/bash-completion/completions/targetctl', bash);
  put('usr/share/zsh/vendor-completions/_targetctl', zsh);
  put('usr/share/fish/vendor_completions.d/targetctl.fish', fish);
  put('usr/share/lintian/overrides/target-eye', readFileSync(join(PACKAGING, 'debian', 'lintian-overrides')));
  copyDocuments(join(stage, DOCUMENTS), { LICENSE: 'copyright', 'CHANGELOG.md': 'changelog.gz' });
}

function stageControl() {
  const installed = stagedPaths().filter((path) => lstatSync(join(stage, path)).isFile());
  const bytes = installed.reduce((sum, path) => sum + readFileSync(join(stage, path)).length, 0);
  const sums = installed.map((path) => `${md5(join(stage, path))}  ${path}\n`);
  const fields = [
    readFileSync(join(PACKAGING, 'debian', 'control'), 'utf8').trimEnd(),
    `Version: ${version}`,
    `Architecture: ${architecture}`,
    `Installed-Size: ${Math.ceil(bytes / 1024)}`,
  ];
  put('DEBIAN/control', `${fields.join('\n')}\n`);
  put('DEBIAN/md5sums', sums.join(''));
  for (const file of ['conffiles', 'postinst', 'prerm', 'postrm'])
    put(`DEBIAN/${file}`, readFileSync(join(PACKAGING, 'debian', file)));
}

function put(path, content) {
  mkdirSync(dirname(join(stage, path)), { recursive: true });
  writeFileSync(join(stage, path), content);
}

function zip(file) {
  return gzipSync(readFileSync(file), { level: 9 });
}

function md5(file) {
  return createHash('md5').update(readFileSync(file)).digest('hex');
}

function stagedPaths() {
  return readdirSync(stage, { recursive: true }).sort();
}

/** Modes as Debian's policy wants them, whatever the umask of the checkout was. */
function setMode(path) {
  const status = lstatSync(join(stage, path));
  if (status.isSymbolicLink()) return;
  chmodSync(join(stage, path), status.isDirectory() || EXECUTABLE.test(path) ? 0o755 : 0o644);
}
