import { TargetEyeError } from '../transport/error.js';

/** What is asked of one group; `undefined` if there is no such group. */
export async function ifKnown<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof TargetEyeError && error.code === 'group_unknown') return undefined;
    throw error;
  }
}
