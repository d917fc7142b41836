import { type Fault, TargetGroupError } from '../src/index.js';

/** The faults `run` is refused for, none when it is not. Any other error goes through. */
export function faultsOf(run: () => unknown): readonly Fault[] {
  try {
    run();
  } catch (error) {
    if (error instanceof TargetGroupError) return error.faults;
    throw error;
  }
  return [];
}

/** As `faultsOf`, each fault as its code and its path. */
export function codesOf(run: () => unknown): readonly string[] {
  return faultsOf(run).map(({ code, path }) => `${code} ${path}`.trimEnd());
}
