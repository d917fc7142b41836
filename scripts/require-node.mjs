// Any Node that knows ES modules must be able to run this file: it says when it is too old for the others.
import { readFileSync } from 'fs';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const [oldest] = manifest.engines.node.match(/\d+\.\d+/);

if (oldest.localeCompare(process.versions.node, 'en', { numeric: true }) > 0) {
  process.stderr.write(`target-eye: Node.js ${process.versions.node} is too old; install ${oldest} or newer\n`);
  process.exit(1);
}
