import { safeLines } from '../output/safe-text.js';

/** A value in JSON, in which what a terminal would not show is escaped. */
export function formatJson(value: unknown): string {
  return `${safeLines(JSON.stringify(value, undefined, 2))}\n`;
}
