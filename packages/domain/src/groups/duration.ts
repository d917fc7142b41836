const UNITS = ['y', 'w', 'd', 'h', 'm', 's', 'ms'] as const;
const MILLISECONDS: Record<(typeof UNITS)[number], number> = {
  y: 365 * 24 * 3600 * 1000,
  w: 7 * 24 * 3600 * 1000,
  d: 24 * 3600 * 1000,
  h: 3600 * 1000,
  m: 60 * 1000,
  s: 1000,
  ms: 1,
};
const DURATION = new RegExp(`^${UNITS.map((unit) => `(?:([0-9]+)${unit})?`).join('')}$`);

/** Prometheus counts durations in 64-bit nanoseconds: about 292 years. */
const MAX_MILLISECONDS = 2 ** 63 / 1e6;

/**
 * A Prometheus duration such as `1m30s` in milliseconds, or `undefined` when it is none: units from years to
 * milliseconds, each at most once, the larger first (`model.ParseDuration` of prometheus/common).
 */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0;
  const amounts = text === '' ? null : DURATION.exec(text);
  if (amounts === null) return undefined;
  const total = UNITS.reduce((sum, unit, index) => sum + Number(amounts[index + 1] ?? 0) * MILLISECONDS[unit], 0);
  return total < MAX_MILLISECONDS ? total : undefined;
}

/** As `parseDuration`, in seconds. */
export function parseSeconds(text: string): number | undefined {
  const milliseconds = parseDuration(text);
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}

/** Seconds as a Prometheus duration of at most two units, cut after the smaller: `1m30s`, and `6y47w` for years. */
export function durationText(seconds: number): string {
  let rest = Math.max(0, Math.round(seconds * 1000));
  const parts: string[] = [];
  for (const unit of UNITS) {
    const amount = Math.floor(rest / MILLISECONDS[unit]);
    rest -= amount * MILLISECONDS[unit];
    if (amount > 0) parts.push(`${String(amount)}${unit}`);
    else if (parts.length > 0) break;
  }
  return parts.slice(0, 2).join('') || '0s';
}
