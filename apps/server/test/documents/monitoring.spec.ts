import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describeWith } from '../support/needs.js';
import { metricsOf } from '../support/promql.js';
import { promtool } from '../support/promtool.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';

const DOCS = join(__dirname, '..', '..', '..', '..', 'docs');
const RULES = join(DOCS, 'prometheus', 'target-eye.rules.yml');
const RULE_TESTS = join(DOCS, 'prometheus', 'target-eye.rules.test.yml');
const METRICS = readFileSync(join(DOCS, 'metrics.md'), 'utf8');

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string };
}

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly { readonly expr: string; readonly refId: string }[];
}

interface Dashboard {
  readonly title: string;
  readonly uid: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
}

const rules = (parse(readFileSync(RULES, 'utf8')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
);
const dashboard = JSON.parse(readFileSync(join(DOCS, 'grafana', 'target-eye.json'), 'utf8')) as Dashboard;
const queries = dashboard.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));
const recipes = [...METRICS.matchAll(/```promql\n([^]*?)```/g)].map(([, expr = '']) => expr.trim());

/** The metrics in the tables of docs/metrics.md, which another test holds against the service, as series. */
const KNOWN = new Set(
  [...METRICS.matchAll(/^\| `(\w+)` +\| (\w+) +\|/gm)].flatMap(([, name = '', type]) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  ),
);

function unknownIn(expression: string): readonly string[] {
  return [...metricsOf(expression)].filter((name) => !KNOWN.has(name));
}

test('the test itself finds the metrics in an expression', () => {
  const expression =
    'sum by (le, a) (rate(one_bucket{x=~"no|{no}", y="\\"no"}[5m])) / on (instance) group_left (v) two unless three offset 5m > 1e3 and time() - four';
  expect([...metricsOf(expression)]).toEqual(['one_bucket', 'two', 'three', 'four']);
});

describe('the alerting rules', () => {
  test.each(rules)('$alert asks for metrics that exist, and tells a person what to do', ({ expr, ...rule }) => {
    expect(unknownIn(expr).filter((name) => name !== 'up')).toEqual([]);
    expect(rule.labels.severity).toMatch(/^(?:critical|warning)$/);
    expect(rule.annotations.summary.length).toBeGreaterThan(20);
    expect(rule.annotations.description.length).toBeGreaterThan(100);
  });

  test('are all tested: that they fire, and that they do not', () => {
    const text = readFileSync(RULE_TESTS, 'utf8');
    const { tests } = parse(text) as { tests: { alert_rule_test?: { alertname: string; exp_alerts?: unknown }[] }[] };
    const cases = tests.flatMap((one) => one.alert_rule_test ?? []);
    const silent = cases.filter(({ exp_alerts }) => exp_alerts === undefined).map(({ alertname }) => alertname);
    const firing = [
      ...cases.filter(({ exp_alerts }) => exp_alerts !== undefined).map(({ alertname }) => alertname),
      ...[...text.matchAll(/labels: ALERTS\{alertname="(\w+)", alertstate="firing"/g)].map(([, name]) => name),
    ];
    const names = rules.map(({ alert }) => alert).sort();
    expect([...new Set(silent)].sort()).toEqual(names);
    expect([...new Set(firing)].sort()).toEqual(names);
  });
});

describeWith(['promtool'])('promtool', () => {
  const directory = useTemporaryDirectory();

  /** Checks expressions as if they were rules. */
  function check(expressions: readonly string[]): string {
    const path = join(directory(), 'expressions.yml');
    const asRules = expressions.map((expr, index) => ({ record: `expression:${String(index)}`, expr }));
    writeFileSync(path, JSON.stringify({ groups: [{ name: 'expressions', rules: asRules }] }));
    return promtool(['check', 'rules', path]);
  }

  test('accepts the alerting rules, and they fire when they should', () => {
    expect(promtool(['check', 'rules', RULES])).toContain(`SUCCESS: ${String(rules.length)} rules found`);
    expect(promtool(['test', 'rules', RULE_TESTS])).toContain('SUCCESS');
  });

  test('understands every query of the dashboard and every recipe', () => {
    const filled = queries.map(({ expr }) =>
      expr.replaceAll('$__rate_interval', '5m').replaceAll('$__range', '1h').replaceAll('$instance', '.*'),
    );
    expect(filled.join()).not.toContain('$');
    const expressions = [...new Set([...filled, ...recipes])];
    expect(check(expressions)).toContain(`SUCCESS: ${String(expressions.length)} rules found`);
    expect(() => check(['sum by (rate('])).toThrow('parse error');
  });

  test('accepts the scrape configuration in docs/metrics.md', () => {
    const path = join(directory(), 'prometheus.yml');
    const snippet = /```yaml\n([^]*?)```/.exec(METRICS)?.[1] ?? '';
    const token = join(directory(), 'token');
    writeFileSync(token, 'x');
    writeFileSync(path, snippet.replace('/etc/prometheus/target-eye.token', token));
    expect(promtool(['check', 'config', path])).toContain('SUCCESS');
  });
});

test.each(recipes)('the recipe %s asks for metrics that exist', (recipe) => {
  expect(unknownIn(recipe).filter((name) => !name.startsWith('prometheus_sd_'))).toEqual([]);
});

describe('the dashboard', () => {
  test.each(queries)('asks for metrics that exist: $title, $expr', ({ expr }) => {
    expect(unknownIn(expr)).toEqual([]);
  });

  test('shows every metric of the service', () => {
    const shown = new Set(queries.flatMap(({ expr }) => [...metricsOf(expr)]));
    const missing = [...KNOWN].filter((name) => name.startsWith('target_eye_') && !shown.has(name));
    // The sum and the count of a duration are for averages, and percentiles say more; of the batch size the mean is shown.
    expect(missing.filter((name) => !/_duration_seconds_(?:sum|count)$|_batch_size_bucket$/.test(name))).toEqual([]);
  });

  test('can be imported: it lets the data source be chosen, and no two panels share an id or a place', () => {
    expect(dashboard).toMatchObject({ title: 'Target-eye', uid: 'target-eye' });
    expect(dashboard.templating.list).toContainEqual(
      expect.objectContaining({ name: 'datasource', type: 'datasource', query: 'prometheus' }),
    );
    const panels = dashboard.panels.filter(({ type }) => type !== 'row');
    for (const { datasource, targets = [] } of panels) {
      expect(datasource?.uid).toBe('${datasource}');
      expect(targets.length).toBeGreaterThan(0);
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
    }
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${String(x + (index % w))},${String(y + Math.floor(index / w))}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...dashboard.panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
  });
});
