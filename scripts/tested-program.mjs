import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { bundleCommand } from './bundle.mjs';
import { writeProgram } from './program.mjs';
import { ROOT } from './set-up.mjs';

/** Where tests find the service and its command as they ship: they start in half the time of their modules. */
const FOLDER = join(ROOT, 'build', 'tested');

/** Jest runs it before all tests; the server has to be built. What was written since the last build is kept. */
export default async function writeTestedProgram() {
  const built = Math.max(...['packages', 'apps'].map((parent) => newest(join(ROOT, parent))));
  if (existsSync(FOLDER) && statSync(FOLDER).mtimeMs >= built) return;
  const begin = new Date();
  await writeProgram(FOLDER);
  await bundleCommand(FOLDER);
  utimesSync(FOLDER, begin, begin);
}

/** When the newest module in any package, or the page, was built, in milliseconds since the epoch. */
function newest(parent) {
  const times = readdirSync(parent)
    .flatMap((child) => ['dist', 'build'].map((name) => join(parent, child, name)))
    .filter((built) => existsSync(built))
    .flatMap((built) => readdirSync(built, { recursive: true }).map((path) => statSync(join(built, path)).mtimeMs));
  return Math.max(0, ...times);
}
