/**
 * The figures of several measurements that are taken in turn, a round of all after the other, each beginning with
 * another one: a busy moment must not hit only one of them, and a disk is slower after others have written to it.
 */
export async function inTurn(rounds, measurements) {
  const names = Object.keys(measurements);
  const taken = [];
  for (let round = 0; round < rounds; round += 1) {
    const figures = {};
    for (const place of names.keys()) {
      const name = names[(round + place) % names.length];
      figures[name] = await measurements[name]();
    }
    taken.push(figures);
  }
  return taken;
}

/** The median of what the function makes of each round: of a figure, or of a ratio of two that were taken together. */
export function medianOf(rounds, figureOf) {
  const sorted = rounds.map(figureOf).sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}
