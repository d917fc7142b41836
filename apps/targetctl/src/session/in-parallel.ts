/** Does something with each of many, so many at a time, and gives what came of them in their order. */
export async function inParallel<T, R>(
  all: readonly T[],
  most: number,
  work: (one: T) => Promise<R>,
): Promise<readonly R[]> {
  const results = new Array<R>(all.length);
  const rest = all.entries();
  const worker = async (): Promise<void> => {
    // They share what is left.
    for (const [index, one] of rest) results[index] = await work(one);
  };
  await Promise.all(Array.from({ length: Math.min(most, all.length) }, worker));
  return results;
}
