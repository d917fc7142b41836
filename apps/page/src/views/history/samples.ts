import type { StatusHistory, TargetStatus } from '@target-eye/client';

/** How many targets there were of each status at a time. */
export type Sample = StatusHistory['samples'][number];

/** What was known of a status in the time that is shown. */
export interface Row {
  readonly status: TargetStatus;
  readonly newest: number;
  readonly lowest: number;
  readonly highest: number;
}

/** Milliseconds that are shown. */
export const SHOWN = 3_600_000;

/** Samples nearer than this to one another, in milliseconds, tell the same. */
const MIN_BETWEEN = 15_000;

/**
 * What lies between samples that are further apart, in milliseconds, is not known. Where nobody has the page open, the
 * service counts when Prometheus scrapes it, as every minute, and a scrape may fail.
 */
const MAX_BETWEEN = 150_000;

/**
 * What the service tells of the last hour, and what the page has seen itself, such as before a restart of the service;
 * oldest first.
 */
export function merged(told: readonly Sample[], seen: readonly Sample[]): readonly Sample[] {
  const times = told.map(timeOf);
  const others = seen.filter((sample) => !times.some((time) => Math.abs(time - timeOf(sample)) < MIN_BETWEEN));
  const all = [...told, ...others].sort((one, other) => timeOf(one) - timeOf(other));
  const end = all.at(-1);
  return end === undefined ? [] : all.filter((sample) => timeOf(sample) >= timeOf(end) - SHOWN);
}

/**
 * The columns of a plot: the times, in milliseconds, then for each status how many targets have it or one before it.
 * Where nothing is known, all are `null` once.
 */
export function stacked(
  samples: readonly Sample[],
  statuses: readonly TargetStatus[],
): readonly [number[], ...(number | null)[][]] {
  const times: number[] = [];
  const columns = statuses.map((): (number | null)[] => []);
  for (const sample of samples) {
    const time = timeOf(sample);
    const last = times.at(-1);
    if (last !== undefined && time - last > MAX_BETWEEN) {
      times.push(last + 1);
      for (const column of columns) column.push(null);
    }
    times.push(time);
    let sum = 0;
    for (const [index, status] of statuses.entries()) columns[index]?.push((sum += sample.targets[status]));
  }
  return [times, ...columns];
}

/** The numbers of each status that a target had, in the order of `statuses`. */
export function rowsOf(samples: readonly Sample[], statuses: readonly TargetStatus[]): readonly Row[] {
  return statuses
    .map((status) => {
      const numbers = samples.map(({ targets }) => targets[status]);
      const newest = numbers.at(-1) ?? 0;
      return { status, newest, lowest: Math.min(...numbers), highest: Math.max(...numbers) };
    })
    .filter(({ highest }) => highest > 0);
}

/** The time of a sample, in milliseconds since the epoch. */
export function timeOf({ at }: Sample): number {
  return Date.parse(at);
}
