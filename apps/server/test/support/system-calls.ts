/** A system call as strace shows it (`-f -y`), with the places of its beginning and its end in the order of all lines. */
export interface SystemCall {
  readonly name: string;
  /** The arguments as text; descriptors have their paths behind them. */
  readonly args: string;
  readonly begin: number;
  readonly end: number;
}

/** The system calls in the output of strace; one that another thread interrupts stands on two lines. */
export function systemCallsIn(output: string): readonly SystemCall[] {
  const calls: SystemCall[] = [];
  const unfinished = new Map<string, { readonly name: string; readonly args: string; readonly begin: number }>();
  for (const [index, line] of output.split('\n').entries()) {
    const [, thread = '', begun = '', args = ''] = /^(\d+) +(\w+)\((.*)$/.exec(line) ?? [];
    const resumed = /^(\d+) +<\.\.\. \w+ resumed>/.exec(line)?.[1];
    if (resumed !== undefined) {
      const call = unfinished.get(resumed);
      if (call !== undefined) calls.push({ ...call, end: index });
    } else if (args.endsWith('<unfinished ...>')) unfinished.set(thread, { name: begun, args, begin: index });
    else if (begun !== '') calls.push({ name: begun, args, begin: index, end: index });
  }
  return calls;
}
