import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeProgram } from './program.mjs';
import { ROOT } from './set-up.mjs';
import { thirdPartyLicenses } from './third-party-licenses.mjs';

const folder = join(resolve(process.argv[2] ?? join(ROOT, 'build')), 'program');

rmSync(folder, { recursive: true, force: true });
const packages = await writeProgram(folder);
writeFileSync(join(folder, 'THIRD-PARTY-LICENSES'), thirdPartyLicenses(packages));
cpSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
process.stdout.write(`${folder}\n`);
