import type { DisagreedTarget, Status } from '@target-eye/client';

/** What several Prometheus make of all targets. */
export interface Comparison {
  readonly all: number;
  readonly upOnAll: number;
  readonly upOnSome: number;
  readonly upOnNone: number;
  /** Of two Prometheus, the targets that are up on one of them only, by its URL; `undefined` where not all are known. */
  readonly upOnOne: ReadonlyMap<string, readonly DisagreedTarget[]> | undefined;
}

/** Compares the Prometheus that answer; `undefined` where there are none to be compared. */
export function comparisonOf(status: Status): Comparison | undefined {
  const urls = status.prometheus.filter(({ state }) => state === 'ok').map(({ url }) => url);
  if (urls.length < 2) return undefined;
  const { targets, disagreeing, disagreements } = status;
  const all = Object.values(targets).reduce((sum, number) => sum + number, 0);
  const isPair = urls.length === 2 && disagreeing.length === disagreements;
  return {
    all,
    upOnAll: targets.up,
    upOnSome: disagreements,
    upOnNone: all - targets.up - disagreements,
    upOnOne: isPair
      ? new Map(urls.map((url) => [url, disagreeing.filter((target) => isUpOn(url, target))]))
      : undefined,
  };
}

function isUpOn(url: string, { prometheus }: DisagreedTarget): boolean {
  return prometheus.some((on) => on.url === url && on.status === 'up');
}
