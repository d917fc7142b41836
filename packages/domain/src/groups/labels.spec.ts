import { codesOf, faultsOf } from '../../testing/index.js';
import { checkLabels, checkScrapeTimeout, isRequiredLabel, type Labels, labelValue } from './labels.js';
import { Faults } from '../faults/faults.js';

const check = (labels: Labels) => (): void => {
  const faults = new Faults();
  checkLabels(labels, faults);
  faults.throwIfAny();
};

const one = (name: string, value: string): Labels => Object.fromEntries([[name, value]]);

// cspell:ignore größe
describe('a label name', () => {
  test.each([
    'a',
    'Z',
    '_',
    'team_1',
    'CamelCase',
    'job',
    'env',
    'le',
    '__param_target',
    '__meta_rack',
    '__tmp_x',
    '__other__',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'a'.repeat(5000),
  ])('may be %s', (name) => {
    expect(faultsOf(check(one(name, 'value')))).toEqual([]);
  });

  test.each([
    ['empty', ''],
    ['begin with a digit', '1a'],
    ['hold a hyphen', 'a-b'],
    ['hold a dot', 'a.b'],
    ['hold a colon', 'a:b'],
    ['hold a space', 'a b'],
    ['begin with a space', ' a'],
    ['end with a newline', 'team\n'],
    ['have a newline in front', '\nteam'],
    ['hold letters beyond ASCII', 'größe'],
    ['hold half of a surrogate pair', 'a\ud800'],
  ])('may not %s: %j', (_, name) => {
    const [fault, ...others] = faultsOf(check(one(name, 'value')));
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ code: 'invalid_label_name', path: `labels.${name}` });
    expect(fault?.message).toContain(JSON.stringify(name));
  });

  test.each([
    ['__address__', /takes the address from the target/],
    ['__name__', /never passes it on/],
    ['__meta_filepath', /overwrites it/],
    ['__unix_socket__', /local sockets/],
  ])('%s is refused with the reason', (name, reason) => {
    const faults = faultsOf(check(one(name, 'value')));
    expect(faults.map(({ code, path }) => [code, path])).toEqual([['label_refused', `labels.${name}`]]);
    expect(faults[0]?.message).toMatch(reason);
    expect(faults[0]?.message).toContain(`"${name}"`);
  });
});

describe('a label value', () => {
  test.each(['', ' ', 'a\nb', '\u0000', '"', '1.10', '~', 'Ä', '日本', '😀', 'x'.repeat(100_000)])(
    'is any valid UTF-8 string: %#',
    (value) => {
      expect(faultsOf(check({ team: value }))).toEqual([]);
    },
  );

  test.each([
    ['team', '\ud800'],
    ['team', 'a\udc00b'],
    ['job', '\ud83d'],
    ['__metrics_path__', '/\ud800'],
    ['__proto__', '\ud800'],
  ])('of %s is not half of a surrogate pair', (name, value) => {
    expect(codesOf(check(one(name, value)))).toEqual([`invalid_label_value labels.${name}`]);
    expect(faultsOf(check(one(name, value)))[0]?.message).toContain('half of a surrogate pair');
  });

  test.each(['job', 'env'])('of %s is never empty', (name) => {
    expect(codesOf(check(one(name, '')))).toEqual([`label_required labels.${name}`]);
    expect(faultsOf(check(one(name, '')))[0]?.message).toContain(`"${name}"`);
    expect(faultsOf(check(one(name, 'other')))).toEqual([]);
  });
});

describe.each([
  '__scrape_native_histograms__',
  '__always_scrape_classic_histograms__',
  '__convert_classic_histograms_to_nhcb__',
])('%s', (name) => {
  test.each(['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False'])('may be %s', (value) => {
    expect(faultsOf(check(one(name, value)))).toEqual([]);
  });

  test.each(['', ' ', 'yes', 'tRUE', 'true ', 'true\n', '2', 'on'])('may not be %j', (value) => {
    expect(codesOf(check(one(name, value)))).toEqual([`invalid_label_value labels.${name}`]);
  });
});

describe('a label that Prometheus reads', () => {
  test.each([
    ['__scheme__', 'http'],
    ['__scheme__', 'https'],
    ['__metrics_path__', '/'],
    ['__metrics_path__', '/a/metrics'],
    ['__metrics_path__', '/a%3Fb/é'],
    ['__scrape_interval__', '30s'],
    ['__scrape_interval__', '1m30s'],
    ['__scrape_timeout__', '1ms'],
  ])('%s may be %s', (name, value) => {
    expect(faultsOf(check(one(name, value)))).toEqual([]);
  });

  test.each([
    ['__scheme__', 'ftp', 'http or https'],
    ['__scheme__', 'HTTP', 'http or https'],
    ['__scheme__', 'https ', 'http or https'],
    ['__scheme__', '', 'http or https'],
    ['__metrics_path__', 'metrics', 'begin with /'],
    ['__metrics_path__', ' /metrics', 'begin with /'],
    ['__metrics_path__', '', 'begin with /'],
    ['__metrics_path__', '/m?format=x', '__param_format'],
    ['__metrics_path__', '/?', '__param_format'],
    ['__metrics_path__', '/m#top', 'without ? and #'],
    ['__scrape_native_histograms__', 'yes', 'true or false'],
    ['__scrape_interval__', '30', 'duration above zero'],
    ['__scrape_interval__', '', 'duration above zero'],
    ['__scrape_interval__', '0', 'duration above zero'],
    ['__scrape_interval__', '0s', 'duration above zero'],
    ['__scrape_timeout__', '0m0s', 'duration above zero'],
    ['__scrape_timeout__', '10 s', 'duration above zero'],
    ['__scrape_timeout__', '-10s', 'duration above zero'],
    ['__scrape_timeout__', '10000y', 'duration above zero'],
  ])('%s may not be %j', (name, value, reason) => {
    const faults = faultsOf(check(one(name, value)));
    expect(faults.map(({ code, path }) => [code, path])).toEqual([['invalid_label_value', `labels.${name}`]]);
    expect(faults[0]?.message).toContain(JSON.stringify(value));
    expect(faults[0]?.message).toContain(`"${name}"`);
    expect(faults[0]?.message).toContain(reason);
  });
});

describe('the scrape timeout', () => {
  const compare = (labels: Labels) => (): void => {
    const faults = new Faults();
    checkScrapeTimeout(labels, faults);
    faults.throwIfAny();
  };

  test.each([
    ['below', '1m', '59s'],
    ['equal to', '1m', '1m'],
    ['equal in other units to', '1m', '60s'],
  ])('may be %s the interval', (_, interval, timeout) => {
    expect(faultsOf(compare({ __scrape_interval__: interval, __scrape_timeout__: timeout }))).toEqual([]);
  });

  test('may not be above the interval', () => {
    const run = compare({ __scrape_interval__: '1m', __scrape_timeout__: '60s1ms' });
    expect(codesOf(run)).toEqual(['invalid_label_value labels.__scrape_timeout__']);
    expect(faultsOf(run)[0]?.message).toContain('"60s1ms"');
    expect(faultsOf(run)[0]?.message).toContain('"1m"');
  });

  test('is not compared with what is no duration', () => {
    expect(faultsOf(compare({ __scrape_interval__: 'often', __scrape_timeout__: '1h' }))).toEqual([]);
  });

  test.each([{ __scrape_timeout__: '1h' }, { __scrape_interval__: '1s' }, {}])(
    'is compared only when both are set: %j',
    (labels) => {
      expect(faultsOf(compare(labels))).toEqual([]);
    },
  );
});

test('every fault of the labels is listed, each under its name', () => {
  const labels = { ok: 'x', 'a-b': 'x', __name__: 'x', job: '', __scheme__: 'ftp', team: '\ud800' };
  expect(codesOf(check(labels))).toEqual([
    'invalid_label_name labels.a-b',
    'label_refused labels.__name__',
    'label_required labels.job',
    'invalid_label_value labels.__scheme__',
    'invalid_label_value labels.team',
  ]);
});

test('what every object inherits is not a label', () => {
  expect(labelValue({}, 'constructor')).toBeUndefined();
  expect(labelValue({}, '__proto__')).toBeUndefined();
  expect(labelValue(one('constructor', 'x'), 'constructor')).toBe('x');
  expect(labelValue(one('__proto__', 'x'), '__proto__')).toBe('x');
});

test('exactly job and env are required', () => {
  expect(['job', 'env', 'team', 'Job', 'constructor'].filter(isRequiredLabel)).toEqual(['job', 'env']);
});
