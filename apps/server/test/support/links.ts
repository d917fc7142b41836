import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The Markdown files in a folder and those below it. */
export function markdownIn(folder: string): readonly string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return paths.filter((path) => path.endsWith('.md')).map((path) => join(folder, path));
}

/** The links in a Markdown file to other files and to headings. */
export function linksIn(file: string): readonly string[] {
  const links = readFileSync(file, 'utf8').matchAll(/\]\((?![a-z]+:)([^)\s]+)\)/g);
  return [...links].map(([, link = '']) => link);
}

/** The links in a Markdown file that lead to no file, or to no heading in it. */
export function brokenLinksIn(file: string): readonly string[] {
  return linksIn(file).filter((link) => {
    const [path = '', heading] = link.split('#');
    const target = path === '' ? file : join(dirname(file), path);
    return !existsSync(target) || (heading !== undefined && !anchorsIn(target).includes(heading));
  });
}

/** The headings of a Markdown file as a link names them. */
function anchorsIn(file: string): readonly string[] {
  const headings = readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replace(/\s/g, '-'),
  );
}
