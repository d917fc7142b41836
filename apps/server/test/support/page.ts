import { brotliCompressSync, gzipSync } from 'node:zlib';
import { shortHash } from '../../src/http/answer/not-modified.js';
import type { PageFile, PageFiles } from '../../src/routes/page/page-files.js';

const coded = (bytes: Buffer) => ({ bytes, revision: shortHash(bytes) });

function pageFile(type: string, text: string): PageFile {
  const bytes = Buffer.from(text);
  const files = { br: brotliCompressSync(bytes), gzip: gzipSync(bytes), identity: bytes };
  return { type, coded: { br: coded(files.br), gzip: coded(files.gzip), identity: coded(files.identity) } };
}

/** The name of the file in the examples of the description. */
export const SCRIPT = 'main-0123abcd.js';

/** A page of a few bytes. */
export const PAGE: PageFiles = {
  build: '0123456789abcdef',
  html: pageFile('text/html; charset=utf-8', '<!doctype html>\n<title>Target-eye</title>\n'),
  assets: new Map([
    [SCRIPT, pageFile('text/javascript; charset=utf-8', "document.title += '!';\n")],
    ['main-0123abcd.css', pageFile('text/css; charset=utf-8', 'body { margin: 0 }\n')],
  ]),
};
