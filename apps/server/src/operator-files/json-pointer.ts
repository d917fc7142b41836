/** The keys and indices that a JSON pointer (RFC 6901) leads along. */
export function keysIn(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}
