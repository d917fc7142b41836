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
    const shippedAs = (target) =>
      SHIPPED.some((each) => target === each || target.startsWith(`${each}/`)) ? target : others[target];
    writeFileSync(file, path.endsWith('.md') ? relinked(path, content.toString(), shippedAs, path) : content);
  }
}

function filesIn(path) {
  if (!statSync(join(ROOT, path)).isDirectory()) return [path];
  return readdirSync(join(ROOT, path)).flatMap((name) => filesIn(posix.join(path, name)));
}

/**
 * The text of a document with links that lead somewhere in a package.
 * @param document its path in the repository
 * @param shippedAs gives the path in the package for one in the repository, if it is in the package
 * @param place where the document is in the package
 */
export function relinked(document, text, shippedAs, place = shippedAs(document)) {
  let isMissed = false;
  const linked = text.replace(LINK, (link, words, path, heading = '') => {
    const target = posix.join(posix.dirname(document), path);
    if (!existsSync(join(ROOT, target))) throw new Error(`${document} links to ${path}, which is not there`);
    const shipped = shippedAs(target);
    if (shipped !== undefined) return `[${words}](${posix.relative(posix.dirname(place), shipped)}${heading})`;
    isMissed = true;
    return words;
  });
  return isMissed ? linked + NOTE : linked;
}
