/**
 * Whether a text is these pieces in their order with any run of characters, also none, between every two of them; a
 * single piece is the whole text. Each piece is taken where it first occurs and nothing is ever tried again, so that no
 * pattern takes long.
 */
export function matchesWildcard(pieces: readonly string[], text: string): boolean {
  const [first = '', ...others] = pieces;
  const last = others.pop();
  if (last === undefined) return text === first;
  const end = text.length - last.length;
  let position = first.length;
  if (end < position || !text.startsWith(first) || !text.endsWith(last)) return false;
  for (const piece of others) {
    const found = text.indexOf(piece, position);
    if (found === -1 || found + piece.length > end) return false;
    position = found + piece.length;
  }
  return true;
}
