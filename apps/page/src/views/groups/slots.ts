/**
 * A number for each key, in the same order. A key that was there before keeps its number, and a new one takes over the
 * number of one that has gone: browsers change a row faster than they make one.
 */
export function slotsFor(keys: readonly string[], before: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const staying = new Set(keys);
  const free = [...before].filter(([key]) => !staying.has(key)).map(([, slot]) => slot);
  let next = Math.max(-1, ...before.values());
  return new Map(keys.map((key) => [key, before.get(key) ?? free.shift() ?? ++next]));
}
