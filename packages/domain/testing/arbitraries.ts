import fc from 'fast-check';
import { type GroupKey, groupKey, type Labels, type TargetGroup, type TargetGroupInput } from '../src/index.js';

/** What a law may be tried on. Everything is frozen, so that a change of an argument is an error. */

const SURROGATES = { first: 0xd800, count: 0x800 };

/**
 * Any character but half of a surrogate pair. It is what fast-check calls `binary`, which lists every character there
 * is as soon as it is used: most of a second and 100 MB for every file of tests.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .nat({ max: 0x10ffff - SURROGATES.count })
  .map((index) => String.fromCodePoint(index < SURROGATES.first ? index : index + SURROGATES.count), indexOf);

function indexOf(value: unknown): number {
  if (typeof value !== 'string' || !/^\P{Cs}$/u.test(value)) throw new Error('it is not one character');
  const point = value.codePointAt(0) ?? 0;
  return point < SURROGATES.first ? point : point - SURROGATES.count;
}

const anyHostLabel = fc.stringMatching(/^[a-zA-Z0-9](?:[a-zA-Z0-9_-]{0,14}[a-zA-Z0-9])?$/);

const anyHostName = fc
  .tuple(
    fc.array(anyHostLabel, { maxLength: 3 }),
    anyHostLabel.filter((label) => !/^[0-9]+$/.test(label)),
    fc.constantFrom('', '.'),
  )
  .map(([labels, last, dot]) => [...labels, last].join('.') + dot);

const anyHost = fc.oneof(
  anyHostName,
  fc.ipV4(),
  fc.ipV6().map((address) => `[${address}]`),
);

const anyPort = fc.oneof(fc.constantFrom(1, 80, 65535), fc.integer({ min: 1, max: 65535 }));

export const anyTarget: fc.Arbitrary<string> = fc
  .tuple(anyHost, fc.option(anyPort))
  .map(([host, port]) => (port === null ? host : `${host}:${String(port)}`));

export const anyTargets: fc.Arbitrary<readonly string[]> = fc
  .uniqueArray(anyTarget, { minLength: 1, maxLength: 8 })
  .map((targets) => Object.freeze(targets));

const SPECIAL_LABELS =
  /^(?:job|env|__(?:address|name|unix_socket|scheme|metrics_path|scrape_interval|scrape_timeout|\w+_histograms\w*)__)$/;

/** The name of a label that may have any value and be removed. */
export const anyLabelName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'toJSON',
    '__param_target',
    'team',
    '_',
    'A',
  ),
  fc
    .stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,14}$/)
    .filter((name) => !SPECIAL_LABELS.test(name) && name !== '__meta_filepath'),
);

export const anyLabelValue: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('', ' ', '\n', '"', '\\', '__proto__'),
  fc.string({ unit: anyCharacter }),
);

const anyNonEmptyValue = anyLabelValue.filter((value) => value !== '');

/** Labels that may have any value and be removed. */
export const anyFreeLabels: fc.Arbitrary<Labels> = fc
  .uniqueArray(fc.tuple(anyLabelName, anyLabelValue), { selector: ([name]) => name, maxLength: 6 })
  .map((entries) => Object.freeze(Object.fromEntries(entries)));

const anySpecialLabels: fc.Arbitrary<Labels> = fc.record(
  {
    job: anyNonEmptyValue,
    env: anyNonEmptyValue,
    __scheme__: fc.constantFrom('http', 'https'),
    __metrics_path__: anyLabelValue.map((value) => `/${value.replaceAll(/[?#]/g, '')}`),
    __scrape_native_histograms__: fc.constantFrom('true', '0'),
    __scrape_interval__: fc.constantFrom('30s', '1m', '1h30m'),
    __scrape_timeout__: fc.constantFrom('1ms', '10s', '30s'),
  },
  { requiredKeys: [] },
);

export const anyLabels: fc.Arbitrary<Labels> = fc
  .tuple(anyFreeLabels, anySpecialLabels, fc.boolean())
  .map(([free, special, specialFirst]) =>
    Object.freeze(specialFirst ? { ...special, ...free } : { ...free, ...special }),
  );

const anyName = fc.oneof(
  fc.constantFrom('shop', '/', '@', '~', '.', '..', ' ', '%2F', '-', 'Ä', '日本', '__proto__', 'constructor'),
  fc.string({ unit: anyCharacter, minLength: 1 }).filter((name) => !/\p{Cc}/u.test(name)),
);

export const anyKey: fc.Arbitrary<GroupKey> = fc
  .tuple(
    anyName.filter((name) => name !== '-'),
    anyName,
  )
  .map(([application, environment]) => Object.freeze(groupKey(application, environment)));

/** A group as it may be stored: targets, `job`, `env` and whatever else. */
export const anyGroup: fc.Arbitrary<TargetGroup> = fc
  .tuple(anyTargets, anyLabels, anyNonEmptyValue, anyNonEmptyValue)
  .map(([targets, labels, job, env]) => Object.freeze({ targets, labels: Object.freeze({ job, env, ...labels }) }));

/** What a client may send: targets in every spelling, labels, both or neither. */
export const anyInput: fc.Arbitrary<TargetGroupInput> = fc
  .record({ targets: fc.oneof(anyTargets, anyTargets.map(inOneElement)), labels: anyLabels }, { requiredKeys: [] })
  .map((input) => Object.freeze(input));

function inOneElement(targets: readonly string[]): readonly string[] {
  return Object.freeze([` ${targets.join(' ,\t')}\n`]);
}
