import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Revision } from '@target-eye/domain';
import { shortHash } from '../../http/answer/not-modified.js';
import { ConfigurationError } from '../../operator-files/configuration-error.js';
import { codeOf } from '../../operator-files/system-error.js';

/** How the bytes of a file are coded, by the name of the coding in HTTP. */
export const CODINGS = ['br', 'gzip', 'identity'] as const;

export type Coding = (typeof CODINGS)[number];

/** The bytes of a file in one coding, and a name for them. */
interface CodedFile {
  readonly bytes: Buffer;
  readonly revision: Revision;
}

/** A file of the page. */
export interface PageFile {
  /** Its media type. */
  readonly type: string;
  readonly coded: Readonly<Record<Coding, CodedFile>>;
}

/** The page as it was built. */
export interface PageFiles {
  /** Names what was built. */
  readonly build: string;
  readonly html: PageFile;
  /** The files that the HTML needs, by their names, each of which has a hash of the file in it. */
  readonly assets: ReadonlyMap<string, PageFile>;
}

const HTML = 'index.html';

/** The ends of the names of the compressed files, which are made with the page. */
const SUFFIXES: Readonly<Record<Coding, string>> = { br: '.br', gzip: '.gz', identity: '' };

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * Reads the page as it was built: `page.json`, which names the build and the files, and each file in every coding.
 * @throws ConfigurationError when the folder does not hold all of it
 */
export function readPageFiles(folder: string): PageFiles {
  const { build, files } = readManifest(join(folder, 'page.json'));
  const names = files.filter((name) => name !== HTML);
  return {
    build,
    html: readPageFile(folder, HTML),
    assets: new Map(names.map((name) => [name, readPageFile(folder, name)])),
  };
}

function readManifest(path: string): { readonly build: string; readonly files: readonly string[] } {
  const text = read(path).toString();
  try {
    const { build, files } = JSON.parse(text) as { readonly build?: unknown; readonly files?: unknown };
    if (typeof build === 'string' && Array.isArray(files) && files.every((name) => typeof name === 'string'))
      return { build, files };
  } catch {
    // Said below.
  }
  throw unusable(`${JSON.stringify(path)} does not say what the page is made of`);
}

function readPageFile(folder: string, name: string): PageFile {
  const { [extname(name)]: type } = TYPES;
  if (type === undefined) throw unusable(`${JSON.stringify(join(folder, name))} has no known media type`);
  const coded = CODINGS.map((coding) => {
    const bytes = read(join(folder, name + SUFFIXES[coding]));
    return [coding, { bytes, revision: shortHash(bytes) }] as const;
  });
  return { type, coded: Object.fromEntries(coded) as PageFile['coded'] };
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw unusable(`${JSON.stringify(path)} cannot be read (${codeOf(error)})`);
  }
}

function unusable(fact: string): ConfigurationError {
  return new ConfigurationError(
    `the page cannot be served, because ${fact}; install Target-eye again (npm run build in a checkout), or set PAGE=off`,
  );
}
