import { readdirSync } from 'node:fs';
import { join } from 'node:path';

// Mutation testing runs the specs once per mutant. Each on its own would take several times as long only to be loaded.
const SOURCES = join(__dirname, '..', 'src');
for (const name of readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.spec.ts'),
))
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  describe(name, () => void require(join(SOURCES, name)));
