/** What docs/prometheus.md says of the two ways to connect a Prometheus. */
export const WAYS = {
  file: 'Use file_sd for the Prometheus beside Target-eye.',
  http: 'Use http_sd for every Prometheus on another host, and where there are thousands of groups and many changes.',
  one: 'Use one way for each Prometheus.',
  ask: 'Name the Prometheus, and Target-eye says of every target what became of it, why, and what to do:',
} as const;
