import type { About } from '@target-eye/client';

/** So many patterns are named. */
const MAX_PATTERNS = 10;

/** What whoever asks may change, a sentence; `undefined` where they may change everything. */
export function rightsText({ caller, write, logins }: Pick<About, 'caller' | 'write' | 'logins'>): string | undefined {
  if (write.includes('*/*')) return undefined;
  const who = caller.name ?? 'You';
  if (write.length > 0) {
    const more = write.length - MAX_PATTERNS;
    const named = write.slice(0, MAX_PATTERNS).join(', ');
    return `${who} may write ${named}${more > 0 ? ` and ${String(more)} more` : ''} only`;
  }
  if (caller.name !== undefined) return `${who} may not write any group`;
  return logins.length > 0 ? 'You may only read; log in to change groups' : 'You may only read';
}
