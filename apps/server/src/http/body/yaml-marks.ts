/** The indicators of YAML (YAML 1.2, section 5.3) and its line ends: what can end one token and begin another. */
const MARKS = new Uint8Array(256);
for (const mark of Buffer.from('-?:,[]{}#&*!|>\'"%@`\n\r')) MARKS[mark] = 1;

/**
 * Whether a text has more marks of structure than `limit`. The time that YAML takes to parse grows with them and hardly
 * with the length: some 5 µs for each, and four or five belong to an honest target.
 */
export function hasMoreMarks(bytes: Uint8Array, limit: number): boolean {
  let count = 0;
  for (const byte of bytes) {
    count += MARKS[byte] ?? 0;
    if (count > limit) return true;
  }
  return false;
}
