import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startBaseline } from '../processes.mjs';

/** A bare server that sends these bytes, and to a PUT writes so many files before. */
export function startSame(home, content, files = 0) {
  const directory = mkdtempSync(join(home, 'same-'));
  const path = join(directory, 'answer');
  writeFileSync(path, content);
  return startBaseline('same', path, ...(files > 0 ? [join(directory, 'written'), String(files)] : []));
}
