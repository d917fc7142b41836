import type { Labels, TargetGroup } from '../src/index.js';

/** In milliseconds. */
export const PATIENCE_MILLISECONDS = 60_000;

export function groupOf(targets: readonly string[], labels: Labels = {}): TargetGroup {
  return { targets, labels: { job: 'shop', env: 'prod', ...labels } };
}

/** What a change says that was not stored together with others. */
export function transition(before: TargetGroup | undefined, after: TargetGroup | undefined): object {
  return { before, after, found: before && { group: before }, stored: after && { group: after } };
}

export function append(target: string): (current: TargetGroup | undefined) => TargetGroup {
  return (current) => groupOf([...(current?.targets ?? []), target]);
}

export function sizeOf(group: TargetGroup | undefined): number {
  return group?.targets.length ?? 0;
}

export function raise(error: Error): never {
  throw error;
}

export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}
