/** A metric as it is exposed. */
export interface ExposedMetric {
  readonly type: string;
  /** The names of the labels that any of its samples has, without those that belong to the type. */
  readonly labels: ReadonlySet<string>;
}

/** The metrics in a text of Prometheus' format, version 0.0.4. */
export function metricsIn(text: string): ReadonlyMap<string, ExposedMetric> {
  const metrics = new Map<string, { type: string; labels: Set<string> }>();
  let name = '';
  for (const line of text.split('\n')) {
    const [, typed, type] = /^# TYPE (\w+) (\w+)$/.exec(line) ?? [];
    if (typed !== undefined && type !== undefined) {
      name = typed;
      metrics.set(name, { type, labels: new Set() });
    } else if (!line.startsWith('#')) {
      const labels = /^\w+\{(.*)\} \S+$/.exec(line)?.[1] ?? '';
      for (const [, label = ''] of labels.matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g))
        if (label !== 'le') metrics.get(name)?.labels.add(label);
    }
  }
  return metrics;
}

/** The value of one series. */
export function sampleOf(text: string, series: string): number {
  const line = text.split('\n').find((sample) => sample.startsWith(`${series} `));
  if (line === undefined) throw new Error(`there is no series ${series}`);
  return Number(line.slice(series.length));
}
