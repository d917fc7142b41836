import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The directory of the repository. */
export const ROOT = join(__dirname, '..', '..', '..', '..');

/** A fenced block of a document. */
export interface Block {
  readonly language: string;
  readonly text: string;
}

/** A document of the repository, by its path. */
export function readDocument(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The fenced blocks of a text in their order. */
export function blocksOf(text: string): readonly Block[] {
  return [...text.matchAll(/^```(\w+)\n([^]*?)^```/gm)].map(([, language = '', block = '']) => ({
    language,
    text: block,
  }));
}

/** The name of the file that a block is: in a comment on its first line, or on the second after `#!`. */
export function nameOf(text: string): string | undefined {
  return /^(?:#!.*\n)?# ([^\s:]+)/.exec(text)?.[1];
}

/** The block of a document that is the file of this name. */
export function fileIn(document: string, name: string): string {
  const found = blocksOf(document).filter(({ text }) => nameOf(text) === name);
  if (found.length !== 1) throw new Error(`${String(found.length)} blocks are the file ${name}`);
  return found[0]?.text ?? '';
}
