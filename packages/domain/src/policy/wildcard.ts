/**
 * Whether a text consists of these pieces in this order, with any run of characters, even an empty one, between two of
 * them; a single piece must be the whole text. Each piece is matched where it first occurs and never tried again, so no
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
