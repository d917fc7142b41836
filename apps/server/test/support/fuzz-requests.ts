import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { FORM_TYPE, JSON_TYPE, YAML_TYPE } from './content.js';
import type { Random } from './random.js';

const METHODS = ['GET', 'GET', 'HEAD', 'PUT', 'PUT', 'PUT', 'POST', 'POST', 'DELETE', 'DELETE'];
// cspell:ignore frob taregts
const ODD_METHODS = ['OPTIONS', 'TRACE', 'CONNECT', 'PATCH', 'get', 'FROB', 'PRI', 'PROPFIND', 'SOURCE', ''];
const NAMES = ['shop', 'prod', 'a', '%2F', '..', '__proto__', 'caf%C3%A9', '-', 'x%20y'];
const ODD_PATHS = [
  '/',
  '//',
  '/-/healthy',
  '/-/ready',
  '/metrics',
  '/-/ui/about',
  '/-/ui/x.js',
  '/a',
  '/a/b/c',
  '/a/b/',
  '*',
  'http://h/a/b',
  '',
];
const ODD_NAMES = [
  '%',
  '%zz',
  '%00',
  '%ff',
  'a?x=y',
  'a;b',
  '%F0%9F%98%80',
  'x'.repeat(300),
  '\u00e9',
  '#',
  '%0a',
  '~',
];
const TARGETS = ['a:1', 'b:2', 'c', '[::1]:9', '10.0.0.1:9100', ' d:4 ', 'e:5,f:6'];
const ODD_TARGETS = ['', 'h:99999', 'http://h', 'h h', 1, null, [], {}, ',', '\ud800', 'x'.repeat(300), '\0', '*:1'];
const LABELS = ['team', 'zone', '__proto__', 'constructor', 'toString', 'prototype', 'hasOwnProperty', '__param_x'];
const ODD_LABELS = [
  'job',
  'env',
  '__address__',
  '__scheme__',
  '__scrape_interval__',
  '__scrape_native_histograms__',
  '__metrics_path__',
  'taregts',
  'a-b',
  '',
  '\ud800',
  'é',
  'length',
];
const VALUES = ['true', '/x', '/x?y', 'x', 'y', '', 'é', '1.10', ' ', '{{x}}', '"', '\u2028', '30s'];
const ODD_VALUES = [1, null, true, [], {}, '\udc00', 'x'.repeat(5000)];
const TYPES = [JSON_TYPE, YAML_TYPE, FORM_TYPE, 'text/yaml', 'application/json; charset=UTF-8'];
const ODD_TYPES = [
  '',
  ';',
  'text/plain',
  'application/json; charset=utf-16',
  'multipart/form-data',
  '\u00ff',
  'a/b;c="',
];
const ODD_HEADERS = [
  'Expect: 100-continue',
  'Expect: something',
  'Connection: close',
  'Connection: upgrade\r\nUpgrade: websocket',
  'Host:',
  'Host: a\r\nHost: b',
  'Content-Length: 5',
  'Content-Length: -1',
  'Content-Length: 99999999999999999999',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: gzip, chunked',
  'Content-Encoding: gzip',
  'Content-Encoding: nonsense',
  'Authorization: Basic eDp5',
  'Authorization: Bearer',
  'Authorization: \u00ff',
  'Origin: http://evil.example',
  'X-Request-Id: \u0001',
  'X-Forwarded-For: 1.2.3.4, nonsense',
  'Range: bytes=0-1',
  'If-None-Match: *',
  ': empty',
  'no colon',
  ' folded: x',
  'Trailer: X',
  `X-Long: ${'x'.repeat(20_000)}`,
  'X: y\r\n'.repeat(150).trimEnd(),
];

/** Requests for one connection; only the last one may be broken, or none after it would be read. */
export function anyRequests(random: Random, most: number): readonly Buffer[] {
  return [...random.some(most - 1, () => wellFormed(random)), anyRequest(random)];
}

/** Bytes as a client may send them: a request, or what is left of one. */
function anyRequest(random: Random): Buffer {
  const kind = random.below(20);
  if (kind === 0) return random.bytes(random.below(300));
  const request = wellFormed(random);
  if (kind < 6) return mutated(request, random);
  if (kind === 6) return request.subarray(0, random.below(request.length));
  return request;
}

function wellFormed(random: Random): Buffer {
  const method = random.oneIn(15) ? random.pick(ODD_METHODS) : random.pick(METHODS);
  const version = random.oneIn(40) ? random.pick(['HTTP/1.0', 'HTTP/2.0', 'HTTP/1.', 'http/1.1', '']) : 'HTTP/1.1';
  const headers = [...(random.oneIn(40) ? [] : ['Host: x'])];
  if (random.oneIn(8)) headers.push(random.pick(ODD_HEADERS));
  const hasBody = ['PUT', 'POST'].includes(method) ? !random.oneIn(15) : random.oneIn(3);
  const body = hasBody ? anyBody(random, headers) : Buffer.alloc(0);
  const head = [`${method} ${anyPath(random)} ${version}`, ...headers, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

function anyPath(random: Random): string {
  if (random.oneIn(20)) return random.pick(ODD_PATHS);
  if (random.oneIn(200)) return `/${'x'.repeat(20_000)}/y`;
  const name = (): string => (random.oneIn(15) ? random.pick(ODD_NAMES) : random.pick(NAMES));
  return `/${name()}/${name()}`;
}

/** A body, after its headers were added to those of the request. */
function anyBody(random: Random, headers: string[]): Buffer {
  const type = random.oneIn(15) ? random.pick(ODD_TYPES) : random.pick(TYPES);
  if (!random.oneIn(30)) headers.push(`Content-Type: ${type}`);
  const text = random.oneIn(15) ? random.pick(NONSENSE) : written(type, anyContent(random), random);
  const plain = Buffer.from(text);
  const body = random.oneIn(8) ? compressed(plain, random, headers) : plain;
  if (random.oneIn(5)) return chunked(body, random, headers);
  headers.push(`Content-Length: ${String(random.oneIn(40) ? random.below(200) : body.length)}`);
  return body;
}

const NONSENSE = [
  '',
  '{',
  '[]',
  'null',
  '{}',
  '{"targets":["a:1"]}{"targets":["b:1"]}',
  '['.repeat(5000),
  '{"a":'.repeat(5000),
  '- '.repeat(2000),
  'a: &a [x]\nb: [*a, *a]',
  '&a [*a]',
  '? ? ? :',
  '%YAML 9.9\n---\n',
  'targets: [a:1]\n---\ntargets: [b:1]',
  'targets=%&=&&x=%ff',
  'target=a:1',
  'targets=a:1&team=R&D',
  'targets: [[::1]:9100]',
  'labels: {team: !ENV x, *y : z}',
  '[{"targets":["a:1"]}]',
  '\ufeff',
  '\0',
];

function anyContent(random: Random): Record<string, unknown> {
  const content: Record<string, unknown> = {};
  if (!random.oneIn(4))
    content['targets'] = random.some(4, () => (random.oneIn(12) ? random.pick(ODD_TARGETS) : random.pick(TARGETS)));
  if (random.oneIn(2))
    content['labels'] = Object.fromEntries(
      random.some(4, () => [
        random.oneIn(12) ? random.pick(ODD_LABELS) : random.pick(LABELS),
        random.oneIn(12) ? random.pick(ODD_VALUES) : random.pick(VALUES),
      ]),
    );
  if (random.oneIn(15)) content[random.pick(['target', '__proto__', 'constructor', ''])] = random.pick(TARGETS);
  if (random.oneIn(30)) content['targets'] = random.pick(ODD_TARGETS);
  return content;
}

/** JSON is YAML as well; a form says what it can. */
function written(type: string, content: Record<string, unknown>, random: Random): string {
  if (type !== FORM_TYPE) return JSON.stringify(content, undefined, random.pick([0, 0, 1]));
  const { targets = [], labels = {} } = content as { targets?: unknown; labels?: Record<string, unknown> };
  const fields = [...[targets].flat().map((target) => ['targets', target]), ...Object.entries(labels)];
  return fields.map((field) => field.map((part) => encodeURI(String(part).toWellFormed())).join('=')).join('&');
}

function compressed(plain: Buffer, random: Random, headers: string[]): Buffer {
  const [encoding, compress] = random.pick([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const);
  headers.push(`Content-Encoding: ${encoding}`);
  const body = compress(plain);
  return random.oneIn(6) ? mutated(body, random) : body;
}

function chunked(body: Buffer, random: Random, headers: string[]): Buffer {
  headers.push('Transfer-Encoding: chunked');
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    const chunk = body.subarray(at, at + 1 + random.below(body.length));
    const extension = random.oneIn(10) ? ';x="y"' : '';
    parts.push(Buffer.from(`${chunk.length.toString(16)}${extension}\r\n`), chunk, Buffer.from('\r\n'));
    at += chunk.length;
  }
  const end = random.oneIn(15) ? random.pick(['0\r\nX: y\r\n\r\n', '0\r\n', 'zz\r\n', '']) : '0\r\n\r\n';
  return Buffer.concat([...parts, Buffer.from(end)]);
}

function mutated(bytes: Buffer, random: Random): Buffer {
  let result = bytes;
  for (let rounds = random.below(4); rounds >= 0; rounds--) {
    const at = random.below(result.length + 1);
    const to = at + random.below(20);
    const [before, piece, after] = [result.subarray(0, at), result.subarray(at, to), result.subarray(to)];
    const other = random.pick([
      random.bytes(random.below(4)),
      Buffer.alloc(0),
      Buffer.concat([piece, piece]),
      Buffer.from('\r\n'),
      Buffer.from(random.pick([' ', '\t', '\n', '\0', ':', '%', '"', '{', ',', 'HTTP/1.1', '0'])),
    ]);
    result = Buffer.concat([before, other, after]);
  }
  return result;
}
