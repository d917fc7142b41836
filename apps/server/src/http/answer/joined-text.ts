import type { Work } from '@target-eye/domain';

/** How many characters become bytes at a time. */
const PORTION = 64 * 1024;

/** The bytes of all texts, one after another. Others can have the thread between any two of them. */
export function* joinedText(texts: Iterable<string>): Work<Buffer> {
  const portions: Buffer[] = [];
  let portion = '';
  for (const text of texts) {
    portion += text;
    if (portion.length >= PORTION) {
      portions.push(Buffer.from(portion));
      portion = '';
    }
    yield;
  }
  portions.push(Buffer.from(portion));
  return Buffer.concat(portions);
}
