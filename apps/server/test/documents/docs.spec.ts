import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { SETTINGS } from '../../src/settings/settings.js';
import { UNSUPPORTED } from '../../src/settings/unsupported-settings.js';
import { WARNINGS } from '../../src/operator-files/warning.js';
import { ERRORS } from '@target-eye/http-api';
import { brokenLinksIn } from '../support/links.js';
import { schemaAt } from '../support/described-schemas.js';
import { OPERATIONS, within } from '../support/description.js';
import { blocksOf } from '../support/document.js';

const ROOT = join(__dirname, '..', '..', '..', '..');
const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'packages/domain/README.md',
  'apps/targetctl/README.md',
  'packages/http-api/README.md',
  'docker/README.md',
  ...markdownIn('docs'),
  ...markdownIn('docs/decisions'),
];

function markdownIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder)).flatMap((name) => (name.endsWith('.md') ? [join(folder, name)] : []));
}

test('docs/api.md has every error code with its status and whether it is transient, and no other', () => {
  const api = readFileSync(join(ROOT, 'docs', 'api.md'), 'utf8');
  const rows = [...api.matchAll(/^\| `(\w+)` +\| (\d{3})(?:, GET (\d{3}))? +\| (yes|) +\|/gm)].map(
    ([, code, status, ofReads, retry]) => [
      code,
      {
        status: Number(status),
        ...(ofReads !== undefined && { statusOfReads: Number(ofReads) }),
        ...(retry === 'yes' && { isTransient: true }),
      },
    ],
  );
  expect(Object.fromEntries(rows)).toEqual(ERRORS);
});

test('docs/configuration.md has a row for every setting with its default, and for every one that has no effect', () => {
  const text = readFileSync(join(ROOT, 'docs', 'configuration.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `(\w+)` +\| (?:`([^`]*)`)? *\| .+\|$/gm)].map(([, name, value = '']) => [
    name,
    value,
  ]);
  const settings = Object.entries(SETTINGS).map(([name, setting]) => [
    name,
    'fallback' in setting ? setting.fallback : '',
  ]);
  expect(rows).toEqual(settings);
  const others = [...text.matchAll(/^\| `(\w+)` +\| ([^|`]+?) +\|$/gm)].map(([, name, reason]) => [name, reason]);
  expect(Object.fromEntries(others)).toEqual(UNSUPPORTED);
});

test('docs/configuration.md has every code of a warning, and no other', () => {
  const text = readFileSync(join(ROOT, 'docs', 'configuration.md'), 'utf8');
  const codes = [...text.matchAll(/^- `([a-z]+_[a-z_]+)`: /gm)].map(([, code]) => code);
  expect(codes).toEqual(Object.keys(WARNINGS));
});

test.each(DOCUMENTS)('every link in %s leads somewhere', (document) => {
  expect(brokenLinksIn(join(ROOT, document))).toEqual([]);
});

test('documents speak of npm, which everybody has, and of scripts that there are', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
  const texts = DOCUMENTS.map((document) => readFileSync(join(ROOT, document), 'utf8'));
  const named = texts.flatMap((text) => [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name));
  expect(named).toEqual(expect.arrayContaining(['package:deb', 'package:npm', 'check']));
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  expect(texts.filter((text) => /^(?:\w+ )?pnpm |`pnpm /m.test(text))).toEqual([]);
});

test('decision 6 explains every dependency, and no other package', () => {
  const text = readFileSync(join(ROOT, 'docs', 'decisions', '6-dependencies.md'), 'utf8');
  const explained = [...text.matchAll(/^\| ([@a-z][@/\w, -]+?) +\| (?!for )/gm)].flatMap(([, names = '']) =>
    names.split(', '),
  );
  const needed = [
    'apps/page',
    'apps/server',
    'apps/targetctl',
    'packages/domain',
    'packages/etcd-storage',
    'packages/file-sd-storage',
  ].flatMap((folder) => {
    const manifest = readFileSync(join(ROOT, folder, 'package.json'), 'utf8');
    return Object.keys((JSON.parse(manifest) as { dependencies?: object }).dependencies ?? {});
  });
  const others = needed.filter((name) => !name.startsWith('@target-eye/'));
  expect(explained.sort()).toEqual([...new Set(others)].sort());
});

describe('docs/reliability.md', () => {
  const text = readFileSync(join(ROOT, 'docs', 'reliability.md'), 'utf8');
  const rows = [...text.matchAll(/^\| (.+?) +\| \[(.+?)\]\((.+?)\) +\| (.+?) +\|$/gm)].map(
    ([, promise = '', name = '', path = '', title = '']) => ({ promise, name, path, title }),
  );

  test('names specs in rows of this form only', () => {
    expect(rows.length).toBe([...text.matchAll(/\.spec\.ts\)/g)].length);
  });

  test.each(rows)('$promise: $name has such a test', ({ name, path, title }) => {
    expect(basename(path)).toBe(name);
    const spec = readFileSync(join(ROOT, 'docs', path), 'utf8');
    const titles = [...spec.matchAll(/\(\s*(['"`])((?:(?!\1).)+)\1,\s/g)].map(([, , literal = '']) => literal);
    expect(titles.map((literal) => literal.replaceAll(/\$\{.*?\}|\$\w+|%\w/g, '…'))).toContain(title);
  });
});

describe('docs/api.md and the description of the API', () => {
  const text = readFileSync(join(ROOT, 'docs', 'api.md'), 'utf8');

  test('know the same URLs and methods', () => {
    const rows = [...text.matchAll(/^\| `(\/[^`]*)` +\| ([A-Z, ]+?) +\|/gm)];
    const written = rows.flatMap(([, url = '', methods = '']) =>
      methods.split(', ').map((method) => `${method} ${url.replace(/<(\w+)>/g, '{$1}')}`),
    );
    expect(written.sort()).toEqual(OPERATIONS.map(({ method, path }) => `${method} ${path}`).sort());
  });

  test('mean the same bodies', () => {
    const blocks = blocksOf(text);
    const bodies = blocks.flatMap(({ language, text: body }, index) =>
      language === 'json' && blocks[index - 1]?.text.startsWith('curl') !== true ? [body] : [],
    );
    const schemas = ['Readiness', 'BulkBody', 'BulkResult', 'GroupPage', 'GroupStatus', 'Status', 'NotUp'].concat(
      'Reloaded',
      'Failure',
    );
    expect(bodies.length).toBe(schemas.length);
    for (const [index, schema] of schemas.entries()) {
      const body: unknown = JSON.parse(bodies[index]?.replaceAll(/\w+…/g, '0'.repeat(32)) ?? '');
      expect({ body, fits: schemaAt(within('/components/schemas', schema))(body) }).toEqual({ body, fits: true });
    }
  });

  test('know the same parameters and headers', () => {
    const inCode = new Set([...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, code = '']) => code.split(/[^\w-]+/)));
    for (const { id, parameters, responses } of OPERATIONS) {
      const names = [
        ...parameters.map(({ value }) => value.name),
        ...[...responses.values()].flatMap(({ value }) => Object.keys(value.headers ?? {})),
      ];
      expect({ id, unwritten: names.filter((name) => !inCode.has(name)) }).toEqual({ id, unwritten: [] });
    }
  });
});
