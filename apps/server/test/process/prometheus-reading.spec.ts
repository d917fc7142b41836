import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describeKey } from '@target-eye/domain';
import { FileSdTargetGroupStore } from '@target-eye/file-sd-storage';
import fc from 'fast-check';
import { describeWith } from '../support/needs.js';
import { useTemporaryDirectory } from '../support/temporary-directory.js';

const home = useTemporaryDirectory();

/** The seed of a run that is to be repeated. */
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);

/** What Target-eye refuses although some Prometheus reads it. docs/reliability.md has the reasons. */
const DIFFERENT: readonly string[] = [
  '[{"targets":["h:1"]},{"targets":["h:2"]}]',
  '[{},{}]',
  '[{"targets":["h:1","h:2"],"targets":[null]}]',
];

// cspell:ignore argets rgets targ
const HAND_MADE: readonly (string | Buffer)[] = [
  '',
  ' ',
  'null',
  ' null ',
  'nul',
  '[]',
  '{}',
  '0',
  'true',
  '"[]"',
  '[null]',
  '[[]]',
  '[{}]',
  '[{}]\n\n',
  '[{}]x',
  '[{}] []',
  '[{}],',
  '[{},]',
  '[{}]\0',
  '\uFEFF[]',
  '\uFEFF',
  '[{"targets":["h:1"]}]\uFEFF',
  '\u00A0[{"targets":["h:1"]}]',
  '\v[{"targets":["h:1"]}]',
  '[{"targets":["h:1"]}]\r\n\t ',
  '[{"targets":["h:1",]}]',
  "[{'targets':['h:1']}]",
  '[{targets:["h:1"]}]',
  '[{"targets":["h:1"] /* no */}]',
  '[{"targets":"h:1"}]',
  '[{"targets":{}}]',
  '[{"targets":["h:1",9100]}]',
  '[{"targets":[["h:1"]]}]',
  '[{"targets":[true]}]',
  '[{"targets":["h:1","h:1"]}]',
  '[{"targets":["h:1","",null,"h:2"]}]',
  '[{"targets":["h"," h:2","http://h/m","a,b"]}]',
  '[{"targets":["h:1"],"source":"x"}]',
  '[{"targets":["h:1"],"":[]}]',
  '[{"targets":["h:1"]," labels":{}}]',
  '[{"TARGETS":["h:1"],"lAbElS":{"a":"b"}}]',
  '[{"target\u017F":["h:1"],"label\u017F":{"a":"b"}}]',
  '[{"\uFF54argets":["h:1"]}]',
  String.raw`[{"\u0074\u0061rgets":["\u0068:1"],"labels":{"\u0061":"\u0062"}}]`,
  String.raw`[{"targets":["h\/x:1"]}]`,
  String.raw`[{"targets":["h:1"],"labels":{"a":"\"\\\/\b\f\n\r\t"}}]`,
  String.raw`[{"targets":["h:1"],"labels":{"a":"\x41"}}]`,
  String.raw`[{"targets":["h:1"],"labels":{"a":"\u12"}}]`,
  String.raw`[{"targets":["h:1"],"labels":{"a":"\u0000"}}]`,
  String.raw`[{"targets":["h:1"],"labels":{"a":"\ud83d\ude00\ud83d\ud83d\ude00\ude00\ud83d"}}]`,
  String.raw`[{"targets":["\udfff:1"],"labels":{"a":"\ud800\u0041"}}]`,
  '[{"targets":["h:1"],"labels":{"a":"line\nend"}}]',
  '[{"targets":["h:1"],"labels":{"a":"\u007F\u0085\u2028"}}]',
  '[{"labels":null,"targets":["h:1"]}]',
  '[{"labels":[],"targets":["h:1"]}]',
  '[{"labels":"x","targets":["h:1"]}]',
  '[{"labels":{"a":1},"targets":["h:1"]}]',
  '[{"labels":{"a":{}},"targets":["h:1"]}]',
  '[{"labels":{"a":null,"b":"c"},"targets":["h:1"]}]',
  '[{"labels":{"a":"1","a":"2"},"targets":["h:1"]}]',
  '[{"labels":{"a":"1","a":null},"targets":["h:1"]}]',
  '[{"labels":{"a":"1","a":2,"a":"3"},"targets":["h:1"]}]',
  '[{"labels":{"a":"1"},"labels":{"b":"2"},"targets":["h:1"]}]',
  '[{"labels":{"a":"1"},"LABELS":{"b":"2"},"labels":{"c":"3"},"targets":["h:1"]}]',
  '[{"labels":{"a":"1"},"labels":null,"targets":["h:1"]}]',
  '[{"labels":{"a-b":"1"},"labels":{"b":"2"},"targets":["h:1"]}]',
  '[{"targets":["h:1"],"Targets":["h:2"],"targets":["h:3"]}]',
  '[{"targets":["h:1"],"targets":null}]',
  '[{"targets":[null],"targets":["h:1"]}]',
  '[{"targets":5,"targets":["h:1"]}]',
  '[{"targets":["h:1"],"targets":5}]',
  '[{"targets":["h:1"],"labels":{"":"x"}}]',
  '[{"targets":["h:1"],"labels":{"a-b":"x"}}]',
  '[{"targets":["h:1"],"labels":{"1a":"x"}}]',
  '[{"targets":["h:1"],"labels":{"a\\n":"x"}}]',
  '[{"targets":["h:1"],"labels":{"\u00E9":"x"}}]',
  '[{"targets":["h:1"],"labels":{"a.b/c":"x"}}]',
  '[{"targets":["h:1"],"labels":{"_":"x","A9":"y","a:b":"z"}}]',
  '[{"targets":["h:1"],"labels":{"__proto__":"x","constructor":"y","toString":"z"}}]',
  '[{"__proto__":{"targets":["h:1"]}}]',
  '[{"targets":["h:1"],"labels":{"1":"x"}}]',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  `[{"targets":${'['.repeat(20_000)}${']'.repeat(20_000)}}]`,
  `[{"targets":["h:1"],"labels":{"a":"${'x'.repeat(1_000_000)}"}}]`,
  `[{"targets":[${Array.from({ length: 3000 }, (_, index) => `"h:${String(index + 1)}"`).join()}]}]`,
  '[-]',
  '[01]',
  '[1e999]',
  '[{"targets":[1e999]}]',
  '[{"targets":["h:1"],"labels":{"a":-0}}]',
  ...[
    [0xff],
    [0xc0, 0x80],
    [0xe2, 0x82],
    [0xed, 0xa0, 0x80],
    [0xf0, 0x9f, 0x98],
    [0xf4, 0x90, 0x80, 0x80],
    [0x80, 0xbf],
  ].flatMap((bytes) => [
    Buffer.concat([Buffer.from('[{"targets":["h'), Buffer.from(bytes), Buffer.from(':1"]}]')]),
    Buffer.concat([Buffer.from('[{"targets":["h:1"],"labels":{"a":"'), Buffer.from(bytes), Buffer.from('x"}}]')]),
    Buffer.concat([Buffer.from('[{"targets":["h:1"],"labels":{"a'), Buffer.from(bytes), Buffer.from('":"x"}}]')]),
    Buffer.concat([Buffer.from('[{"targets'), Buffer.from(bytes), Buffer.from('":["h:1"]}]')]),
    Buffer.concat([Buffer.from('[{"targets":["h:1"]}]'), Buffer.from(bytes)]),
  ]),
  Buffer.from('[{"targets":["h:1"]}]', 'utf16le'),
];

const anyString = fc.constantFrom(
  ...['"h:1"', '"h:2"', '"[::1]:9100"', '"caf\u00E9"', '"\u{1F600}"', '""', '"a b"'],
  ...[String.raw`"\ud83d\ude00"`, String.raw`"\ude00"`, String.raw`"\u0068:3"`, String.raw`"\"\\:"`, '"],{"'],
);
const anyWrong = fc.constantFrom('0', '-1.5e3', 'true', '{}', '[]', '[[]]', '{"a":{"b":[]}}', '01', '"', 'nul');
const often = <Value>(usual: fc.Arbitrary<Value>, rare: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: rare });
const anySpace = often(fc.constant(''), fc.constantFrom(' ', '\n', '\t', '\r\n'));
const anyNull = fc.constant('null');

const anyTargets = fc
  .array(often(anyString, often(anyNull, anyWrong)), { maxLength: 4 })
  .map((list) => `[${list.join()}]`);
const anyName = often(fc.constantFrom('"a"', '"b"', '"team"', '"__x"'), fc.constantFrom('"a-b"', '""', '"\u00E9"'));
const anyLabels = fc
  .array(fc.tuple(anyName, often(anyString, often(anyNull, anyWrong))), { maxLength: 4 })
  .map((list) => `{${list.map((pair) => pair.join(':')).join()}}`);
const anyMember = fc
  .oneof(
    fc.tuple(
      often(
        fc.constant('"targets"'),
        fc.constantFrom('"Targets"', '"TARGETS"', '"target\u017F"', String.raw`"\u0074argets"`),
      ),
      often(anyTargets, often(anyNull, anyWrong)),
    ),
    fc.tuple(
      often(fc.constant('"labels"'), fc.constantFrom('"Labels"', '"source"')),
      often(anyLabels, often(anyNull, anyWrong)),
    ),
  )
  .chain(([key, value]) => fc.tuple(anySpace, anySpace).map(([one, two]) => `${key}${one}:${two}${value}`));
const anyGroup = fc.array(anyMember, { maxLength: 3 }).map((members) => `{${members.join()}}`);
const anyDocument = fc
  .tuple(
    anySpace,
    often(anyGroup, often(anyNull, anyWrong)),
    often(fc.constant(''), fc.constantFrom(' ', 'x', '\0', ']')),
  )
  .map(([before, group, after]) => Buffer.from(`${before}[${group}]${after}`));
/** Some with a byte that was put in or changed. */
const anyFile = fc.oneof(
  { weight: 4, arbitrary: anyDocument },
  {
    weight: 1,
    arbitrary: fc
      .tuple(anyDocument, fc.nat(), fc.integer({ min: 0, max: 255 }), fc.boolean())
      .map(([document, at, byte, isInserted]) => {
        const place = at % (document.length + 1);
        const rest = document.subarray(isInserted ? place : place + 1);
        return Buffer.concat([document.subarray(0, place), Buffer.from([byte]), rest]);
      }),
  },
);

/** The targets of a file with their labels, as one text; what is refused has none. */
type Reading = ReadonlyMap<string, string>;

const REFUSED = 'refused';

/** A target without an address or with a slash in it is read and dropped later. */
const isKept = (address: string) => address !== '' && !address.includes('/');

function readingOf(targets: readonly Readonly<Record<string, string>>[]): string {
  const lines = targets.map((labels) =>
    JSON.stringify(Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1))),
  );
  return [...new Set(lines)].sort().join('\n');
}

/** What Prometheus makes of every file: all in one run of promtool. */
function readByPrometheus(directory: string, names: readonly string[]): Reading {
  const config = join(directory, '..', 'prometheus.yml');
  const files = [`${directory}/*.json`];
  writeFileSync(config, JSON.stringify({ scrape_configs: [{ job_name: 'x', file_sd_configs: [{ files }] }] }));
  const { stdout, stderr, status } = spawnSync(
    'promtool',
    ['check', 'service-discovery', '--timeout=5s', config, 'x'],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  expect(status).toBe(0);
  const found = new Map<string, Record<string, string>[]>();
  for (const { discoveredLabels } of JSON.parse(stdout) as { readonly discoveredLabels: Record<string, string> }[]) {
    const { __meta_filepath: path, ...labels } = discoveredLabels;
    if (path !== undefined) found.set(basename(path), [...(found.get(basename(path)) ?? []), labels]);
  }
  const refused = new Set(
    [...stderr.matchAll(/msg="Error reading file" path=(\S+)/g)].map(([, path = '']) => basename(path)),
  );
  return new Map(names.map((name) => [name, refused.has(name) ? REFUSED : readingOf(found.get(name) ?? [])]));
}

/** What Prometheus adds to every target of this configuration. */
const ADDED = {
  __metrics_path__: '/metrics',
  __scheme__: 'http',
  __scrape_interval__: '1m',
  __scrape_timeout__: '10s',
  job: 'x',
};

async function readByUs(directory: string, names: readonly string[]): Promise<Reading> {
  const store = new FileSdTargetGroupStore(directory, { info: () => undefined, warn: () => undefined });
  const groups = new Map((await store.snapshot()).groups.map(({ key, group }) => [describeKey(key), group]));
  const refused = new Set(store.unreadable().map(({ name }) => name));
  await store.close();
  return new Map(
    names.map((name, index) => {
      const group = groups.get(describeKey({ application: 'f', environment: String(index) }));
      const labels = Object.entries(group?.labels ?? {}).filter(([, value]) => value !== '');
      const targets = (group?.targets ?? [])
        .filter(isKept)
        .map((address) => ({ ...ADDED, ...Object.fromEntries(labels), __address__: address }));
      return [name, refused.has(name) ? REFUSED : readingOf(targets)];
    }),
  );
}

describeWith(['promtool'])('Prometheus', () => {
  test(`reads every file as Target-eye does, but for what is refused with a reason (FUZZ_SEED=${String(SEED)})`, async () => {
    process.stdout.write(`prometheus-reading: seed ${String(SEED)}\n`);
    const generated = fc.sample(anyFile, { numRuns: 400, seed: SEED });
    const contents = [...HAND_MADE, ...generated, ...DIFFERENT];
    const names = contents.map((_, index) => `f@${String(index)}.json`);
    const directory = join(home(), 'file_sd');
    mkdirSync(directory);
    for (const [index, name] of names.entries()) writeFileSync(join(directory, name), contents[index] ?? '');
    const ours = await readByUs(directory, names);
    const theirs = readByPrometheus(directory, names);
    const differences = contents.filter((_, index) => {
      const name = names[index] ?? '';
      return ours.get(name) !== theirs.get(name);
    });
    // Of generated files with repeated targets, however they are written, one may be among the known differences.
    const known = (content: string | Buffer) => /argets[^]*\[[^]*argets[^]*null/iu.test(content.toString());
    const unknown = differences.filter(
      (content) => !(generated as readonly unknown[]).includes(content) || !known(content),
    );
    expect(unknown.map(String)).toEqual(DIFFERENT);
    const read = [...theirs.values()].filter((reading) => reading !== REFUSED && reading !== '');
    expect(read.length).toBeGreaterThan(100);
    expect([...theirs.values()].filter((reading) => reading === REFUSED).length).toBeGreaterThan(80);
  });
});
