/** Runs `work` for at most `limit` inputs at a time, in the order in which they come. */
export function limited<Input, Output>(
  limit: number,
  work: (input: Input) => Promise<Output>,
): (input: Input) => Promise<Output> {
  const waiting = new Set<() => void>();
  let running = 0;
  return async (input) => {
    if (running === limit) await new Promise<void>((resolve) => waiting.add(resolve));
    else running += 1;
    try {
      return await work(input);
    } finally {
      const [next] = waiting;
      if (next === undefined) running -= 1;
      else {
        waiting.delete(next);
        next();
      }
    }
  };
}
