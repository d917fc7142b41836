import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { ROOT } from './set-up.mjs';

/** The documents that every package contains. */
const SHIPPED = ['README.md', 'SECURITY.md', 'docs'];

/** A link in Markdown to another file: its text, the path and the heading. */
const LINK = /\[([^\]]*)\]\((?![a-z]+:|#)([^)\s#]+)(#[^)\s]*)?\)/g;

const NOTE = '\n_What is named here without a link is in the source of Target-eye._\n';

/**
 * Copies README, SECURITY and docs into a package so that every link in them leads somewhere there. A link to something
 * that is not in the package is replaced by its text, and the end of the document says so.
 * @param others the other files of the package: path in the repository → path in the package
 */
export function copyDocuments(folder, others) {
  for (const path of SHIPPED.flatMap(filesIn)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    const content = readFileSync(join(ROOT, path));
    writeFileSync(file, path.endsWith('.md') ? relinked(path, content.toString(), others) : content);
  }
}

function filesIn(path) {
  if (!statSync(join(ROOT, path)).isDirectory()) return [path];
  return readdirSync(join(ROOT, path)).flatMap((name) => filesIn(posix.join(path, name)));
}

function relinked(document, text, others) {
  let isMissed = false;
  const linked = text.replace(LINK, (link, words, path, heading = '') => {
    const target = posix.join(posix.dirname(document), path);
    if (!existsSync(join(ROOT, target))) throw new Error(`${document} links to ${path}, which is not there`);
    const shipped = SHIPPED.some((each) => target === each || target.startsWith(`${each}/`)) ? target : others[target];
    if (shipped !== undefined) return `[${words}](${posix.relative(posix.dirname(document), shipped)}${heading})`;
    isMissed = true;
    return words;
  });
  return isMissed ? linked + NOTE : linked;
}
